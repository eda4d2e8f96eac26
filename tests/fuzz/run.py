"""Fuzz one target for so many seconds: `run.py TARGET SECONDS`. A find is printed and kept in `.fuzz/TARGET`; exit 1.

Needs `pip install -e '.[fuzz]'`. The corpus beside this file is where it starts; what is new goes to `.fuzz`.
"""

import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import atheris

TARGETS = ("read_profile", "recognise", "draw")
_SLOWEST = 10  # seconds one input may take
_LONGEST = 4096  # bytes of one input
_MEMORY = 2048  # megabytes


def main() -> None:
    """Run the target named on the command line."""
    name, seconds, *more = sys.argv[1:]
    if name not in TARGETS:
        sys.exit(f"{name}: there is no such target; {', '.join(TARGETS)}")
    here = Path(__file__).parent
    sys.path.insert(0, str(here))
    with atheris.instrument_imports(include=["planner", "templates", *TARGETS]):
        target = import_module(name)
    target.one(b"\0zqx warfarin")  # what is loaded once must not count as the time of the first input
    found = Path(".fuzz") / name
    found.mkdir(parents=True, exist_ok=True)
    settings = (
        f"-max_total_time={seconds}",
        f"-timeout={_SLOWEST}",
        f"-max_len={_LONGEST}",
        f"-rss_limit_mb={_MEMORY}",
        f"-artifact_prefix={found}/find-",
        f"-dict={here / 'words.dict'}",
        "-print_final_stats=1",
    )

    def watched(data: bytes) -> None:
        try:
            target.one(data)
        except BaseException:
            (found / f"find-{sha256(data).hexdigest()[:12]}").write_bytes(data)  # libFuzzer does not always keep what raised
            raise

    atheris.Setup([sys.argv[0], *settings, *more, str(found), str(here / "corpus" / name)], watched)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
