"""The only door to ReportLab: imports it so that no settings file can run, and pins what must not be switched on.

Importing ReportLab executes `reportlab_settings.py` from the current folder or the script's folder, else
`~/.reportlab_settings`, and reads `RL_*` environment variables. A file dropped beside a profile must not run, so an
empty module of that name is in place before the import and the current folder is off the search path during it.
An empty module stands for the library of pictures as well: it is slow to load, and no picture of ours goes through here.
"""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any


def _reportlab() -> tuple[Any, Any]:
    kept = sys.path[:]
    try:
        here = Path.cwd()
    except FileNotFoundError:  # the folder is gone, and nothing in it can run
        here = None
    sys.modules.setdefault("reportlab_settings", ModuleType("reportlab_settings"))
    pictures = sys.modules.get("PIL")
    if pictures is None:
        sys.modules["PIL"] = without = ModuleType("PIL")
        without.Image = None  # type: ignore[attr-defined]
    sys.path[:] = [folder for folder in kept if folder and (here is None or Path(folder).absolute() != here)]
    try:
        config = import_module("reportlab.rl_config")
        _pin(config)
        return import_module("reportlab.pdfbase.pdfdoc"), import_module("reportlab.pdfbase.ttfonts")
    finally:
        sys.path[:] = kept
        if pictures is None:
            del sys.modules["PIL"]


def _pin(config: Any) -> None:
    config.trustedHosts = None
    config.trustedSchemes = None
    config.toColorCanUse = "rl_extended_literal_eval"
    config.invariant = 1
    config.useA85 = 0
    config.pageCompression = 1
    config.documentLang = None
    config.pdfComments = 0
    config.pdfMultiLine = 0


pdfdoc, ttfonts = _reportlab()
