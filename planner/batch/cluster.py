"""The same run on many machines: chunks of inputs as tasks of dask.distributed.

A worker makes plans only with the software and the knowledge the client has. A lost worker's chunks are made again by
others; a file made twice has the same name and the same bytes, so nothing is missing and nothing is double.
"""

import hashlib
import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from planner import VERSION
from planner.batch.item import Item
from planner.batch.maker import Chunk, Maker
from planner.batch.row import Row
from planner.batch.run import Order
from planner.errors import FileError, UsageError

_CHUNK = 100
_WAITING = 4  # chunks before each thread of a worker
_TRIES = 2


def run_on_cluster(items: Iterable[Item | Row], order: Order, address: str) -> Iterator[Row]:
    """Yield one row for each item, in order.

    Raises `UsageError` for a scheduler that cannot be reached, no workers, or workers with other software or knowledge,
    `FileError` where a worker cannot write.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, for those who need it
        from distributed.scheduler import KilledWorker  # noqa: PLC0415
    except ImportError:
        raise UsageError("--cluster: this needs `pip install supplement-plan[cluster]`") from None
    try:
        client: Any = Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"--cluster: {address}: no scheduler answers ({type(error).__name__}); start `dask scheduler` there") from None
    with client:
        _same_everywhere(client, order)
        source = iter(items)
        waiting: deque[tuple[list[Item | Row], Any]] = deque()
        while True:
            most = max(1, sum(client.nthreads().values())) * _WAITING
            while len(waiting) < most and (chunk := list(islice(source, _CHUNK))):
                waiting.append((chunk, _submit(client, order, chunk)))
            if not waiting:
                return
            chunk, task = waiting.popleft()
            try:
                made: Chunk = task.result()
            except KilledWorker:
                raise FileError("--cluster: one chunk ended every worker it was given to; look at the workers' own output") from None
            yield from made.among(chunk)


def _submit(client: Any, order: Order, chunk: Sequence[Item | Row]) -> Any:
    return client.submit(_work, order, [each for each in chunk if isinstance(each, Item)], pure=False, retries=_TRIES)


def _same_everywhere(client: Any, order: Order) -> None:
    """Refuse workers that would make other plans than this machine."""
    found = client.run(_made_with, order)
    if not found:
        raise UsageError("--cluster: the scheduler has no workers; start `dask worker` on the machines that should make plans")
    here = _made_with(order)
    strange = sorted(worker for worker, there in found.items() if there != here)
    if strange:
        raise UsageError(f"--cluster: software or knowledge differ on {', '.join(strange)}; install the same edition everywhere")


def _made_with(order: Order) -> tuple[str, str]:
    return VERSION, order.edition().mark


_made: dict[bytes, Maker] = {}


def _maker(order: Order) -> Maker:
    """Return the maker this worker keeps for an order; a worker that has served a long time keeps no old ones."""
    mark = hashlib.sha256(pickle.dumps(order)).digest()
    if mark not in _made:
        _made.clear()
        _made[mark] = order.maker()
    return _made[mark]


def _work(order: Order, chunk: list[Item]) -> Chunk:
    return _maker(order).chunk(chunk)
