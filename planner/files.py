"""Files written whole or not at all, readable by their owner only."""

import errno
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from planner.errors import FileError

_PREFIX, _SUFFIX = ".supplement-plan-", ".partial"  # of a file that is not whole yet
_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "my google drive", "icloud", "nextcloud", "owncloud", "box sync", "pcloud")
_ABANDONED = 600  # seconds after which nobody is still writing a file of a few hundred kilobytes


class ExistsError(FileError):
    """A different file of this name is there already."""


def make_folder(folder: Path) -> Path:
    """Return the folder, made if need be (0700); raise `FileError` where that cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{folder}: {why(error)}; name a folder that can be written") from None
    return folder


@contextmanager
def only_user(folder: Path) -> Iterator[None]:
    """Hold the folder for this run alone; raise `FileError` while another run holds it."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only a batch locks anything

    lock, holder = FileLock(folder / ".lock"), folder / ".lock.holder"
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise FileError(f"{folder}: in use by {_held_by(holder)}; wait for it, or name another folder") from None
    except OSError as error:
        raise FileError(f"{folder}: {why(error)}; name a folder that can be written") from None
    try:
        # A lock ends with its process, however that ends; this note is only for whoever has to wait.
        write_file(holder, f"process {os.getpid()} since {datetime.now().astimezone():%H:%M}".encode(), force=True)
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _held_by(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8")
    except OSError:
        return "another run"


class Begun(NamedTuple):
    """A file that has its bytes and not yet its name, in a temporary file beside its place."""

    path: Path
    temporary: Path
    handle: int

    def end(self) -> None:
        """Give the file its name when all of it has reached the disk; raise `FileError` where that cannot be, and leave nothing."""
        with self.or_nothing():
            os.fsync(self.handle)
            self.temporary.replace(self.path)
        with suppress(OSError):  # nothing can go wrong any more
            os.close(self.handle)

    def drop(self) -> None:
        """Leave nothing of the file."""
        with suppress(OSError):
            os.close(self.handle)
        self.temporary.unlink(missing_ok=True)

    @contextmanager
    def or_nothing(self) -> Iterator[None]:
        """Leave nothing of the file where something goes wrong; what the disk says becomes a `FileError`."""
        try:
            yield
        except BaseException as error:
            self.drop()
            if isinstance(error, OSError):
                raise FileError(f"{self.path}: {why(error)}; nothing was written") from None
            raise


def write_file(path: Path, data: bytes, *, force: bool = False, mode: int = 0o600) -> bool:
    """Write a file (0600 unless told) and return whether it was written; an identical one is left alone.

    Written as `whole_file` does. Raises `ExistsError` for a different file without `force`, `FileError` for a full or
    missing disk.
    """
    begun = begin_file(path, data, force=force, mode=mode)
    if begun is not None:
        begun.end()
    return begun is not None


def begin_file(path: Path, data: bytes, *, force: bool = False, mode: int = 0o600) -> Begun | None:
    """Begin what `write_file` does, and wait for no disk: whoever begins a file has to end it. None where it is there already."""
    known = None
    with suppress(OSError):  # what cannot be read is not ours to call the same
        known = path.lstat()
        if stat.S_ISREG(known.st_mode) and known.st_size == len(data) and path.read_bytes() == data:
            return None
    if known is not None and not force:
        raise ExistsError(f"{path}: a different file is there already; use --force to replace it")
    begun = _beside(path)
    with begun.or_nothing():
        os.fchmod(begun.handle, mode)
        left = memoryview(data)
        while left:
            left = left[os.write(begun.handle, left) :]
    return begun


@contextmanager
def whole_file(path: Path, mode: int = 0o600) -> Iterator[BinaryIO]:
    """Open a file that takes its name only when all of it has reached the disk; raise `FileError` where that cannot be.

    What is written goes to a temporary file in the same folder. A link of that name is replaced, never followed.
    """
    begun = _beside(path)
    with begun.or_nothing():
        os.fchmod(begun.handle, mode)
        with os.fdopen(begun.handle, "w+b", closefd=False) as stream:
            yield stream
    begun.end()


def _beside(path: Path) -> Begun:
    """Open an empty temporary file beside the place of a file."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
    except OSError as error:
        raise FileError(f"{path.parent}: {why(error)}; name a folder that can be written") from None
    return Begun(path, Path(temporary), handle)


def new_file(path: Path) -> BinaryIO:
    """Open an empty file to write (0600) in place of whatever had its name; a link is replaced, never followed."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def is_open_to_others(folder: Path) -> bool:
    """Whether other users of this computer may list a folder."""
    return bool(folder.stat().st_mode & 0o077)


def is_synced(folder: Path) -> bool:
    """Whether a folder's name, or one above it, is that of a service that copies files to other computers."""
    return any(part.casefold().startswith(_SYNCED) for part in folder.resolve().parts)


def same_file(path: Path, sha256: str) -> bool:
    """Whether a file, not a link, is there with these bytes."""
    try:
        return path.is_file() and not path.is_symlink() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def remove_partial(folder: Path, *, alone: bool = True) -> None:
    """Remove what an earlier run began to write and did not end.

    Only a run that holds the folder may say that it is `alone`; any other leaves what may still be written by somebody.
    """
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):  # whoever wrote it may be faster
            if alone or time.time() - path.lstat().st_mtime > _ABANDONED:
                path.unlink()


def read_file(path: Path, *, most: int) -> bytes:
    """Return the bytes of a file, `most` plus one at most; raise `FileError` where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise FileError(f"{path}: {why(error)}; name a file that can be read") from None


def why(error: OSError) -> str:
    """Return what the system says is wrong with a file, in lower case."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "the disk is full"
    return (error.strerror or "it cannot be used").lower()
