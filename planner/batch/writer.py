"""Files that reach the disk while the next plans are made.

Waiting for a disk is no computing: a thread waits, file after file in the order they were begun, and gives each its name when
all of it is there. Who computes looks now and then how many have ended, and waits only where the disk is far behind.
"""

import hashlib
import threading
from collections import deque
from queue import Queue
from types import TracebackType
from typing import Self

from planner.batch.row import Made
from planner.batch.sink import Sink
from planner.files import Begun

_MOST = 64  # files that wait for the disk, each with an open handle: more than a few people have


class Writer:
    """Keeps the files of one thread of plans. `begun` counts the files that had to be written, `ended` those that have their names."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.begun = self.ended = 0
        self._waiting: Queue[Begun | None] = Queue(_MOST)
        self._names: deque[str] = deque()  # of the files that were under way a moment ago
        self._trouble: Exception | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave nothing under way, however it ends."""
        self.rest()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()

    def put(self, name: str, data: bytes, *, force: bool) -> Made:
        """Keep a file, or begin to; raise what the sink raises, and what went wrong with a file before this one."""
        while len(self._names) > self.begun - self.ended:
            self._names.popleft()
        if name in self._names:  # two people of one plan: the second finds the file of the first
            self.rest()
        self.look()
        begun = self.sink.put(name, data, force=force)
        if begun is not None:
            if self._thread is None:
                self._thread = threading.Thread(target=self._end_all, daemon=True)
                self._thread.start()
            self._names.append(name)
            self.begun += 1
            self._waiting.put(begun)
        return Made(name, hashlib.sha256(data).hexdigest())

    def rest(self) -> None:
        """Wait until nothing is under way, whether it went well or not."""
        self._waiting.join()

    def look(self) -> None:
        """Raise what went wrong with a file, a `FileError` where it is the disk; from then on none is written."""
        if self._trouble is not None:
            raise self._trouble

    def _end_all(self) -> None:
        for each in iter(self._waiting.get, None):
            try:
                self._end(each)
            finally:
                self._waiting.task_done()
        self._waiting.task_done()

    def _end(self, each: Begun) -> None:
        if self._trouble is not None:
            each.drop()
            return
        try:
            each.end()
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to whoever waits for the file
            self._trouble = error
        else:
            self.ended += 1
