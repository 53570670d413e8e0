"""Work done here, by processes or by a cluster, and what an interrupt does to it."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_INTERRUPTS: list[int] = []
"""Interrupts received while jobs are done."""


class WorkerError(Exception):
    """Workers that were lost, or a cluster that cannot be used; the message says what to do."""


def interrupt_between_jobs() -> None:
    """Let the first interrupt wait for the job at hand, and the second one not.

    An exception raised at any moment may be swallowed by a library, or come out as another one.
    Where interrupts are ignored, as in a background job of a script, they stay so.
    """

    def answer(number: int, _frame: object) -> None:
        if _INTERRUPTS:
            raise KeyboardInterrupt
        _INTERRUPTS.append(number)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, answer)


@dataclass(frozen=True)
class Crew:
    """Who does the work: this process, some processes of this machine, or a Dask cluster."""

    jobs: int = 1
    cluster: str = ""
    """Address of a scheduler, or the path of its file; empty for processes."""

    @property
    def is_alone(self) -> bool:
        """Whether this process does the work itself."""
        return self.jobs == 1 and not self.cluster

    def width(self) -> int:
        """Return how many pieces of work are done at a time.

        Raises
        ------
        ClusterError
            If the cluster cannot be used.
        """
        if not self.cluster:
            return self.jobs
        with self.at_work() as (_, width):
            return width

    @contextmanager
    def at_work(self) -> Iterator[tuple[Executor, int]]:
        """Open an executor, and say how many pieces of work it does at a time."""
        if self.cluster:
            from magrepro.cluster import executor_of

            with executor_of(self.cluster) as (executor, width):
                yield executor, width
        else:
            with _processes(self.jobs) as executor:
                yield executor, self.jobs


def in_order(work: Callable[[T], R], todo: list[T], crew: Crew) -> Iterator[R]:
    """Yield the result of each job, in order.

    Raises
    ------
    KeyboardInterrupt
        Between two jobs, if an interrupt came during the first or after the last.
    WorkerError
        As `as_done`.
    """
    if len(todo) <= 1 and not crew.cluster:
        crew = Crew()
    early: dict[int, R] = {}
    numbered = as_done(_Numbered(work), enumerate(todo), replace(crew, jobs=_few(crew, todo)))
    for wanted in range(len(todo)):
        while wanted not in early:
            (number, _), result = next(numbered)
            early[number] = result
        yield early.pop(wanted)
    _raise_interrupt()


def _few(crew: Crew, todo: list[T]) -> int:
    return max(1, min(crew.jobs, len(todo)))


@dataclass(frozen=True)
class _Numbered(Generic[T, R]):
    """Work on what stands behind a number."""

    work: Callable[[T], R]

    def __call__(self, numbered: tuple[int, T]) -> R:
        return self.work(numbered[1])


def as_done(work: Callable[[T], R], todo: Iterable[T], crew: Crew) -> Iterator[tuple[T, R]]:
    """Yield each piece of work with its result, as they are done, a few of them under way.

    What a worker was at when it was lost is done again by another one.

    Raises
    ------
    KeyboardInterrupt
        Soon, if an interrupt came; pieces under way are let end, others are not begun.
    WorkerError
        If workers are lost again and again, or the cluster goes away.
    """
    if crew.is_alone:
        for item in todo:
            _raise_interrupt()
            yield item, work(item)
        return
    waiting = iter(todo)
    for _ in range(_CREWS):
        under_way: dict[Future[R], T] = {}
        try:
            with crew.at_work() as (executor, width):
                yield from _worked(work, waiting, under_way, (executor, width))
            return
        except BrokenExecutor:
            waiting = itertools.chain(under_way.values(), waiting)
    raise WorkerError("processes are ended before their work is done; too little memory?")


_CREWS = 4
"""Times that lost processes are replaced."""


def _worked(
    work: Callable[[T], R],
    waiting: Iterator[T],
    under_way: dict[Future[R], T],
    crew: tuple[Executor, int],
) -> Iterator[tuple[T, R]]:
    executor, width = crew
    while True:
        for item in itertools.islice(waiting, max(0, 2 * width - len(under_way))):
            under_way[_submitted(executor, work, item, under_way)] = item
        if not under_way:
            return
        done, _ = wait(under_way, timeout=_PATIENCE_S, return_when=FIRST_COMPLETED)
        _raise_interrupt()
        for future in done:
            result = _result(future)
            yield under_way.pop(future), result


def _submitted(
    executor: Executor, work: Callable[[T], R], item: T, under_way: dict[Future[R], T]
) -> Future[R]:
    try:
        with _interrupts_blocked():
            return executor.submit(work, item)
    except BrokenExecutor:
        under_way[Future()] = item
        raise


_PATIENCE_S = 0.5
"""Seconds after which an interrupt is looked for."""


def _result(future: Future[R]) -> R:
    try:
        return future.result()
    except CancelledError:
        raise WorkerError("the cluster has gone away; the same command goes on") from None
    except Exception as error:
        if type(error).__name__ != "KilledWorker":
            raise
        raise WorkerError(f"the cluster's workers are lost again and again: {error}") from None


def _raise_interrupt() -> None:
    if _INTERRUPTS:
        raise KeyboardInterrupt


@contextmanager
def _processes(count: int) -> Iterator[Executor]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_start_worker)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Start processes that leave interrupts to their parent, where the system can block them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker() -> None:
    """End when the parent has gone, however it went."""
    import multiprocessing
    import threading

    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
