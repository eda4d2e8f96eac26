"""The base of every record: frozen once made, and a stranger to unknown keys."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Reject unknown keys, refuse type conversions that lose meaning, never change after construction.

    What checks a record is built when the first of its kind is checked: most commands check few kinds.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", strict=True, allow_inf_nan=False, populate_by_name=True)
