"""Sources and sinks behind an address (`s3://bucket/folder`, `file:///…`): whatever fsspec and its packages can reach."""

import hashlib
from typing import Any, BinaryIO, NamedTuple

from planner.batch.row import Made
from planner.errors import FileError, UsageError

_LOCAL = "file://"


def is_address(name: str) -> bool:
    """Whether a name is an address of a store and not a path on this machine."""
    return "://" in name and not name.startswith(_LOCAL)


def local(name: str) -> str:
    """Return a path as it is, and `file://` addresses as the path they are: a disk is written whole or not at all."""
    return name.removeprefix(_LOCAL)


class Store(NamedTuple):
    """A store reached by an address. It is named by its address alone, so that it can be sent to a worker."""

    address: str

    def is_folder(self, name: str) -> bool:
        """Whether the name is a folder."""
        found: bool = _files(name)[0].isdir(_files(name)[1])
        return found

    def profiles(self, folder: str) -> list[str]:
        """Return the `.json` files of a folder, sorted by name."""
        files, path = _files(folder)
        return sorted(files.unstrip_protocol(each) for each in files.ls(path, detail=False) if each.lower().endswith(".json"))

    def open(self, name: str) -> BinaryIO:
        """Open a file to read; raise `OSError` where that cannot be."""
        files, path = _files(name)
        stream: BinaryIO = files.open(path, "rb")
        return stream

    def put(self, name: str, data: bytes, *, force: bool) -> None:  # noqa: ARG002 - a name holds the number of its content
        """Keep a file. Stores take a file whole or not at all, and one of the same name holds the same plan."""
        files, path = _files(f"{self.address.rstrip('/')}/{name}")
        try:
            files.pipe_file(path, data)
        except OSError as error:
            raise FileError(f"{self.address}: {error.strerror or type(error).__name__}; an address that can be written") from None

    def holds(self, made: Made) -> bool:
        """Whether the file is there with these bytes."""
        files, path = _files(f"{self.address.rstrip('/')}/{made.name}")
        try:
            return hashlib.sha256(files.cat_file(path)).hexdigest() == made.sha256
        except OSError:
            return False


def _files(address: str) -> tuple[Any, str]:
    """Return the file system of an address and the path in it."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra, for those who need it
    except ImportError:
        raise UsageError(f"{address}: addresses need `pip install supplement-plan[cluster]`") from None
    try:
        files, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{address}: {error}") from None
    return files, path
