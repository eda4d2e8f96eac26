"""How long one plan takes from nothing, beside importing the three libraries that no version of it could do without."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 12


def main() -> None:
    """Print both, by turns, in processor time; the knowledge has been read once before, as on any second day."""
    with tempfile.TemporaryDirectory() as folder:
        profile = ROOT / "tests" / "profiles" / "thyroid-tablet.json"
        make = ["-m", "planner", "make", str(profile), "--out", folder, "--date", "2026-11-22", "--force"]
        bare = ["-c", "import pydantic, typer, reportlab.pdfgen.canvas"]
        times: dict[str, list[float]] = {"make": [], "bare": []}
        for _ in range(ROUNDS + 1):
            times["make"].append(_seconds(make, folder))
            times["bare"].append(_seconds(bare, folder))
    ratio = median(one / other for one, other in zip(times["make"][1:], times["bare"][1:], strict=True))
    print(f"make one plan {median(times['make'][1:]):.2f} s, the bare imports {median(times['bare'][1:]):.2f} s, {ratio:.1f} times as long")


def _seconds(arguments: list[str], cache: str) -> float:
    settings = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": cache, "PYTHONPYCACHEPREFIX": str(Path(cache) / "compiled")}
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=settings)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    main()
