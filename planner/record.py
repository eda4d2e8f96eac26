"""The base of every record: frozen once made, and a stranger to unknown keys."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Reject unknown keys, refuse type conversions that lose meaning, never change after construction."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, populate_by_name=True)
