"""Builds a release and holds it to what a site may expect of it: what is in it, that it installs by hash, that it makes a plan.

Run by `make release-check`. Leaves the two archives and the list of parts (CycloneDX) in `dist`. Known holes in the locked
parts are asked of the registry; where that cannot be reached the last line says so.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any, NoReturn

from packaging.version import Version

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
LOCK = ROOT / "requirements.lock"
PACKAGES = ("planner", "questionnaire", "templates")
NEEDED = ("planner/knowledge/DIGEST", "planner/knowledge/edition.toml", "questionnaire/questions.toml", "planner/py.typed")
FOREIGN = ("tests/", ".github", "requirements", "Makefile")


def main() -> None:
    """Check one step after the other; the first that fails ends with its reason."""
    shutil.rmtree(DIST, ignore_errors=True)
    run(sys.executable, "-m", "hatchling", "build", "-d", str(DIST), cwd=ROOT)
    (wheel,), (source,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    say(f"wheel: {check_wheel(wheel)} files, the knowledge as it was released, nothing of the tests")
    say(f"source: {check_source(source)} files")
    with tempfile.TemporaryDirectory() as folder:
        python = install(wheel, Path(folder))
        say(f"installed by hash into an empty environment; a plan made there: {plan(python, Path(folder))}")
        say(f"list of parts: {parts(python)} parts, every pin of the lock among them")
    say(known_holes())


def run(*words: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    """Run a program and return what it says; end where it fails."""
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else fail(f"{' '.join(words[:4])} ...: {done.stdout}{done.stderr}")


def fail(why: str) -> NoReturn:
    """End with a reason."""
    sys.exit(f"release-check: {why}")


def say(line: str) -> None:
    """Say what holds."""
    sys.stdout.write(line + "\n")


def check_wheel(wheel: Path) -> int:
    """Return how many files a wheel holds: all of the three packages, the knowledge byte by byte, and no other."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        own = {name for name in names if ".dist-info/" not in name}
        for name in sorted(own & own_files()):
            if archive.read(name) != (ROOT / name).read_bytes():
                fail(f"{name} is not the file of this checkout")
        listed = archive.read("planner/knowledge/DIGEST").decode().splitlines()
        for line in listed:
            digest, _, name = line.partition("  ")
            if hashlib.sha256(archive.read(f"planner/knowledge/{name}")).hexdigest() != digest:
                fail(f"planner/knowledge/{name} is not as DIGEST lists it; `knowledge check`, then `make digest`")
    if own != own_files():
        fail(f"the wheel and the checkout differ in {', '.join(sorted(own ^ own_files()))}")
    check_names(names)
    return len(names)


def own_files() -> set[str]:
    """Return the name of every file of the three packages in this checkout."""
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in paths if "__pycache__" not in path.parts}


def check_source(source: Path) -> int:
    """Return how many files the source archive holds."""
    with tarfile.open(source) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    missing = [name for name in (*NEEDED, "LICENSE", "README.md", "CHANGELOG.md", "tests/release.py") if name not in names]
    if missing:
        fail(f"the source archive lacks {', '.join(missing)}")
    return len(names)


def check_names(names: list[str]) -> None:
    """Hold a wheel to what has to be in it and what must not."""
    missing = [name for name in NEEDED if name not in names]
    foreign = [name for name in names if name.startswith(FOREIGN) or "__pycache__" in name or name.endswith((".pyc", ".json.bak"))]
    licence = any(name.endswith("/licenses/LICENSE") for name in names)
    if missing or foreign or not licence:
        fail(f"the wheel lacks {missing or not licence or 'nothing'} and should not hold {foreign or 'anything else'}")


def install(wheel: Path, folder: Path) -> str:
    """Install the locked parts by hash, then the wheel alone; return the interpreter."""
    run(sys.executable, "-m", "venv", str(folder / "venv"))
    python = str(folder / "venv" / "bin" / "python")
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "--requirement", str(LOCK))
    run(*pip, "--no-deps", "--no-index", str(wheel))
    run(python, "-m", "pip", "check")
    return python


def plan(python: str, folder: Path) -> str:
    """Make a plan far from the checkout, as a site would; return the kinds of papers made."""
    around = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"XDG_CACHE_HOME": str(folder / "cache")}
    command = str(Path(python).parent / "supplement-plan")
    (folder / "ann.json").write_text(run(command, "schema", "profile", "--example", cwd=folder, env=around), encoding="utf-8")
    made = run(command, "make", "ann.json", "--out", "plans", cwd=folder, env=around).splitlines()
    if not made or not all((folder / name).read_bytes().startswith(b"%PDF-") for name in made):
        fail("the installed command made no plan")
    run(command, "knowledge", "check", cwd=folder, env=around)
    return ", ".join(sorted(Path(name).name.split("_")[0] for name in made))


def parts(python: str) -> int:
    """Write the list of parts of the installed program, and return how many; every pin of the lock has to be one."""
    target = DIST / "sbom.cdx.json"
    words = ("environment", "--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--validate", "--of", "JSON")
    run(sys.executable, "-m", "cyclonedx_py", *words, "-o", str(target), python)
    listed: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    found = {(_plain(each["name"]), Version(each["version"])) for each in listed["components"]}
    pins = re.findall(r"^([\w.-]+)==([^\s\\]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    missing = {(_plain(name), Version(version)) for name, version in pins} - found
    if missing:
        fail(f"the list of parts lacks {', '.join(f'{name} {version}' for name, version in sorted(missing))}")
    return len(listed["components"])


def known_holes() -> str:
    """Return whether the registry knows of holes in the locked parts; end where it does."""
    words = (sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip", "--format", "json")
    done = subprocess.run([*words, "--progress-spinner", "off"], capture_output=True, text=True, check=False)
    try:
        audited = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        return f"known holes: NOT ASKED, the registry does not answer ({reason[0][:120]})"
    holes = [f"{each['name']} {hole['id']}" for each in audited for hole in each.get("vulns", ())]
    if holes:
        fail(f"known holes in {', '.join(holes)}")
    return f"known holes: none in {len(audited)} locked parts"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
