"""A Dask cluster as an executor: the same work as by processes, on other machines."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from magrepro import __version__
from magrepro.text import excerpt

ANSWER_S: Final = 10
"""Seconds in which a scheduler has to answer, and to have a worker."""


class ClusterError(Exception):
    """A cluster that cannot be used; the message says why and what to do."""


@contextmanager
def executor_of(cluster: str) -> Iterator[tuple[Executor, int]]:
    """Open the executor of a cluster, and say how many threads it has.

    Parameters
    ----------
    cluster
        Address such as ``tcp://host:8786``, or the path of a scheduler's JSON file.

    Raises
    ------
    ClusterError
        If it does not answer, has no workers, or these have no magrepro of this version.
    """
    client = _client(cluster)
    try:
        threads = _threads(client, cluster)
        _check_versions(client)
        executor = client.get_executor(pure=False)
        try:
            yield executor, threads
        finally:
            executor.shutdown(wait=False)
    finally:
        client.close()


def _client(cluster: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            "--cluster: needs distributed; install it with: pip install 'magrepro[cluster]'"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    make: Any = Client
    where: dict[str, str] = {"address": cluster}
    if cluster.endswith(".json") or Path(cluster).is_file():
        where = {"address": _address_in(Path(cluster))}
    try:
        _check_address(where["address"])
        return make(**where, timeout=ANSWER_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        said = "nobody answers there" if isinstance(error, OSError) else error
        raise ClusterError(
            f"--cluster {excerpt(cluster)}: {said}; start a scheduler there with: dask scheduler"
        ) from None


def _check_address(address: str) -> None:
    """Raise ValueError on what is no address: a client begun with it takes long to go away."""
    from distributed.comm.addressing import parse_address, parse_host_port
    from distributed.comm.registry import get_backend

    scheme, place = parse_address(address)
    get_backend(scheme)
    if scheme in ("tcp", "tls"):
        parse_host_port(place)


def _address_in(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["address"])
    except OSError as error:
        reason = error.strerror or "cannot be read"
    except (ValueError, KeyError, TypeError):
        reason = "not a file that 'dask scheduler --scheduler-file' has written"
    raise ClusterError(f"--cluster {excerpt(str(path), 200)}: {reason}")


def _threads(client: Any, cluster: str) -> int:
    try:
        client.wait_for_workers(1, timeout=ANSWER_S)
    except TimeoutError:
        raise ClusterError(
            f"--cluster {excerpt(cluster)}: has no workers; start some with: dask worker "
            f"{client.scheduler.address}"
        ) from None
    return max(1, int(sum(client.nthreads().values())))


def _check_versions(client: Any) -> None:
    """Refuse workers whose numbers may be others."""
    try:
        versions = client.run(version)
    except ImportError:
        versions = {"they": None}
    for worker, theirs in versions.items():
        if theirs != __version__:
            raise ClusterError(
                f"--cluster: magrepro {__version__} here, {theirs or 'none'} at {worker}; install "
                "the same there"
            )


def version() -> str:
    """Return the version of the magrepro that answers."""
    return __version__
