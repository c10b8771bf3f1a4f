"""Work spread over processes, where one that dies costs only the item it was at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], processes: int
) -> Iterator[tuple[Item, Result | None]]:
    """Yield every item with its result, as they get done; None for an item whose process died.

    A dead process breaks the whole pool, so the items that were under way are then tried one by one,
    each in a process of its own, and the rest goes on in a new pool.
    """
    waiting = list(items)
    while waiting:
        done: set[int] = set()
        for index, result in _until_broken(work, waiting, processes):
            done.add(index)
            yield waiting[index], result
        waiting = [item for index, item in enumerate(waiting) if index not in done]
        for item in waiting[:processes]:  # a pool takes items in order: these were under way
            alone = dict(_until_broken(work, [item], 1))
            yield item, alone.get(0)
        waiting = waiting[processes:]


def _until_broken(
    work: Callable[[Item], Result], items: Sequence[Item], processes: int
) -> Iterator[tuple[int, Result]]:
    pool = ProcessPoolExecutor(min(processes, len(items)), mp_context=get_context("spawn"))
    futures: dict[Future[Result], int] = {}
    try:
        for index, item in enumerate(items):
            futures[pool.submit(work, item)] = index
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
