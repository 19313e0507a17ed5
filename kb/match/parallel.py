"""Spreads work over the processor's cores: forked processes that see what was there before.

Where forking is not safe (not on Linux) or not worth it, the work is done here, in turn.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Work = Callable[[Any], Any]
_work: list[Work] = []


def cores() -> int:
    """How many processes may run at once; 1 where forking is not safe."""
    if not sys.platform.startswith("linux"):
        return 1
    return len(os.sched_getaffinity(0))


def spread(work: Work, items: Sequence[Any], least: int = 2) -> Iterator[Any]:
    """`work(item)` for each item, in order. Fewer than `least` items are done in this process.

    `work` may be a closure over large values: the processes are forked, nothing is sent to them
    but the items. What comes back is sent.
    """
    if cores() < 2 or len(items) < least:
        yield from map(work, items)
        return
    _work.append(work)
    try:
        with multiprocessing.get_context("fork").Pool(cores()) as pool:
            yield from pool.imap(_do, items)
    finally:
        _work.pop()


def _do(item: Any) -> Any:
    return _work[-1](item)
