"""What every process of a batch begins with, made once: the process they are all forked from imports this.

Knowledge, names and letters take some tenths of a second to be ready, and are the same for all. What lies there before the fork
is shared, and is nothing that could become rubbish: nobody has to look through it again.
"""

import gc
from contextlib import suppress

from planner.corridor import files_of, plan_from, shipped_knowledge
from planner.digest import SHIPPED
from planner.errors import PlannerError
from planner.recognise import recogniser

NOBODY_KNOWS = "qzqzqz"  # a word near to no name


def get_ready() -> None:
    """Make the plan of an example, and look for what a word could mean that nobody knows."""
    knowledge = shipped_knowledge()
    example = (SHIPPED / "example_profile.json").read_bytes()
    list(files_of(plan_from(example, knowledge, knowledge.edition.released)))
    recogniser(knowledge).read(NOBODY_KNOWS, "medicine")


with suppress(PlannerError, OSError):  # whoever makes plans will say what is wrong with the knowledge
    get_ready()
gc.set_threshold(50_000, 20, 20)  # a plan leaves little behind that only a search can find
gc.collect()
gc.freeze()
