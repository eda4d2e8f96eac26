"""Many inputs → one row each, in their order, on one process or several.

A worker that dies costs nothing but time: what it held is made again, one input at a time, and only an input that ends
a worker twice is given up. What a worker cannot help (a full disk) ends the run.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from itertools import islice
from math import ceil
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

from planner.batch.item import Item, read_mark
from planner.batch.maker import Chunk, Maker
from planner.batch.row import Row
from planner.batch.sink import Sink
from planner.corridor import PLAIN, Desk, edition
from planner.library import Knowledge, read_knowledge

_CHUNK = 25  # inputs a worker gets at once; fewer towards the end, so that all workers end together
_FEWEST = 2
_WAITING = 3  # chunks a worker has before it: enough to never wait, few enough to be forgotten without a loss
_maker: Maker | None = None


class Order(NamedTuple):
    """What is to be made of every input; small, so that it can be sent to a worker."""

    today: date
    sink: Sink
    knowledge: Path | None = None  # the edition that came with the program, wherever that is on a worker's machine
    force: bool = False
    draw: bool = True
    desk: Desk = PLAIN

    def edition(self) -> Knowledge:
        """Return the knowledge, read anew unless it is the one that came with the program."""
        return edition(self.desk, self.today) if self.knowledge is None else read_knowledge(self.knowledge)

    def maker(self) -> Maker:
        """Return a maker that has read the knowledge."""
        return Maker(self.edition(), self.today, self.sink, self.desk, force=self.force, draw=self.draw)


def run(items: Iterable[Item | Row], order: Order, jobs: int = 1) -> Iterator[Row]:
    """Yield one row for each item, in order; raise `FileError` where files cannot be written at all.

    A row among the items is one that an earlier run made: it takes its place in the order and nothing is done for it.
    """
    if jobs == 1:
        yield from order.maker().rows(items)
        return
    pool = _Pool(order, jobs)
    try:
        yield from pool.rows(iter(items))
    finally:
        pool.close()


def chunks_of(items: Iterator[Item | Row], jobs: int) -> Iterator[list[Item | Row]]:
    """Yield items as workers get them: once the end is in sight a part of the rest, so that no worker has much left alone."""
    parts = 2 * jobs
    ahead: deque[Item | Row] = deque()
    while True:
        ahead.extend(islice(items, parts * _CHUNK - len(ahead)))
        if not ahead:
            return
        size = max(_FEWEST, ceil(len(ahead) / parts))
        yield [ahead.popleft() for _ in range(min(size, len(ahead)))]


class _Pool:
    def __init__(self, order: Order, jobs: int) -> None:
        self.order, self.jobs = order, jobs
        self.workers = self.start()

    def start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["planner.batch.run", "planner.batch.ready"])
        return ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_begin, initargs=(self.order,))

    def close(self) -> None:
        self.workers.shutdown(wait=False, cancel_futures=True)

    def rows(self, items: Iterator[Item | Row]) -> Iterator[Row]:
        waiting: deque[tuple[list[Item | Row], Future[Chunk]]] = deque()
        chunks = chunks_of(items, self.jobs)
        while True:
            for chunk in islice(chunks, self.jobs * _WAITING - len(waiting)):
                waiting.append((chunk, self.submit(chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                made = future.result()
            except BrokenProcessPool:
                self.workers = self.start()
                yield from self.one_by_one(chunk)
                waiting = deque((each, self.submit(each)) for each, _ in waiting)
            else:
                yield from made.among(chunk)

    def submit(self, chunk: Sequence[Item | Row]) -> Future[Chunk]:
        try:
            return self.workers.submit(_work, [each for each in chunk if isinstance(each, Item)])
        except BrokenProcessPool as error:
            lost: Future[Chunk] = Future()
            lost.set_exception(error)
            return lost

    def one_by_one(self, chunk: Sequence[Item | Row]) -> Iterator[Row]:
        for item in chunk:
            if isinstance(item, Row):
                yield item
                continue
            for _ in range(2):
                try:
                    yield from self.submit([item]).result().among([item])
                    break
                except BrokenProcessPool:
                    self.workers = self.start()
            else:
                said = f"{item.name}: {item.position}: it ended the process that made it, twice"
                yield Row(item.position, "failed", read=read_mark(item.data or b""), error="worker", said=(said,))


def _begin(order: Order) -> None:
    """Make a worker ready: knowledge and fonts loaded once, Ctrl-C left to the parent, and no life after the parent's."""
    global _maker  # noqa: PLW0603 - a worker has one maker for its whole life
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _maker = order.maker()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _work(chunk: list[Item]) -> Chunk:
    if _maker is None:
        message = "this process was not made ready"
        raise RuntimeError(message)
    return _maker.chunk(chunk)
