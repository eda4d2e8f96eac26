"""`batch --merged`: one file for the printer."""

import shutil
from pathlib import Path

from planner.batch.journal import MANIFEST
from planner.batch.pile import Pile, join
from planner.batch.run import Order
from planner.batch.separator import separator
from planner.errors import FileError, UsageError
from planner.files import ExistsError, write_file
from planner.printing import paper_of
from planner.vocabulary import Paper


def parts_of(merged: Path) -> Path:
    """Return where single files are kept while a merged one is made and nobody asked for them."""
    return merged.with_name(f".{merged.name}.parts")


def check_pile(merged: Path, away: bool, *, force: bool) -> None:
    """Refuse what could only fail after hours of work."""
    try:
        import pikepdf  # noqa: F401, PLC0415 - an extra, for those who need it
    except ImportError:
        raise UsageError("--merged: this needs `pip install supplement-plan[print]`") from None
    if away:
        raise UsageError("--merged: the files have to be on this computer first; give a folder as --out, or leave it out")
    if merged.is_dir() or not merged.parent.is_dir():
        raise UsageError(f"{merged}: this cannot be a file; name one in a folder that is there")
    if parts_of(merged).is_symlink():
        raise FileError(f"{parts_of(merged)}: this is a link, and plans would go where it leads; remove it")
    if merged.exists() and not force:
        raise ExistsError(f"{merged}: a file is there already; use --force to replace it")


def bind(pile: Pile, folder: Path, merged: Path, order: Order, mode: int) -> str:
    """Write the merged file and return its path, or nothing where nobody got a plan."""
    papers = list(pile.papers())
    if not papers:
        return ""
    knowledge = order.edition()

    def before(plan_number: str, first: Path) -> bytes:
        return separator(knowledge, order.today, plan_number, Paper(paper_of(first)), order.desk)

    join(papers, folder, merged, before, mode)
    return str(merged)


def clear_parts(folder: Path, merged: Path) -> None:
    """Keep the manifest beside the merged file and remove the single files."""
    write_file(merged.with_name(f"{merged.name}.{MANIFEST}"), (folder / MANIFEST).read_bytes(), force=True)
    shutil.rmtree(folder, ignore_errors=True)
