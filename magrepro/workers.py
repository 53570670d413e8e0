"""Jobs one after the other, in processes if asked, and what an interrupt does to them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_INTERRUPTS: list[int] = []
"""Interrupts received while jobs are done."""


class WorkerError(Exception):
    """A process that ended before its job was done."""


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


def in_order(work: Callable[[T], R], todo: list[T], jobs: int) -> Iterator[R]:
    """Yield the result of each job, in order.

    Raises
    ------
    KeyboardInterrupt
        Between two jobs, if an interrupt came during the first or after the last.
    WorkerError
        If a process was ended from outside.
    """
    results = _mapped(work, todo, jobs)
    for _ in todo:
        _raise_interrupt()
        yield next(results)
    _raise_interrupt()


def _raise_interrupt() -> None:
    if _INTERRUPTS:
        raise KeyboardInterrupt


def _mapped(work: Callable[[T], R], todo: list[T], jobs: int) -> Iterator[R]:
    if jobs == 1 or len(todo) <= 1:
        yield from map(work, todo)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(todo)), mp_context=context, initializer=_start_worker)
    try:
        with _interrupts_blocked():
            results = pool.map(work, todo)
        yield from results
    except BrokenProcessPool:
        raise WorkerError("a process was ended before its work was done; too little memory?") from (
            None
        )
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
