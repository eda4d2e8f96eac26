"""What names the reviewed facts a plan was made from."""

from planner.record import Record


class Additions(Record):
    """Whose rules were added to the edition, and the hash of their files."""

    name: str
    sha256: str


class KnowledgeStamp(Record):
    """Which reviewed facts the plan was made from; `verified` is false for files that did not come with the software."""

    version: str
    sha256: str
    verified: bool = True
    additions: Additions | None = None
