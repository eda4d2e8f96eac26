"""The same run on many machines: a real scheduler, two workers of which one is killed, and a store instead of a disk."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from test_batch import batch, contents, lines_of, people, until
from test_cli import ADULT
from test_cli import run as command

from planner.errors import ExitCode

PYTHON = (sys.executable, "-W", "ignore", "-m")
COUNT = 220


class Cluster(NamedTuple):
    """A scheduler and its workers on this machine."""

    address: str
    workers: list[subprocess.Popen[bytes]]


def begin(*words: str, **environment: str) -> subprocess.Popen[bytes]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*PYTHON, *words], env={**os.environ, **environment}, **quiet)  # type: ignore[call-overload, no-any-return]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = begin("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show")
    worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path))
    workers = [begin(*worker) for _ in range(2)]
    try:
        until(lambda: answers(port))
        yield Cluster(address, workers)
    finally:
        for each in (*workers, scheduler):
            each.kill()
            each.wait()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    import s3fs  # noqa: PLC0415 - slow, and for this test alone

    port = free_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    server = begin("moto.server", "-H", "127.0.0.1", "-p", str(port))
    try:
        until(lambda: answers(port))
        yield s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    finally:
        server.kill()
        server.wait()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.long
def test_a_cluster_that_loses_a_worker_makes_what_one_process_makes(
    store: Any, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    source = lines_of(tmp_path / "people.jsonl", people(COUNT))
    batch(source, tmp_path / "here", "--jobs", "2")
    store.mkdir("clinic-in")
    store.mkdir("clinic-plans")
    store.put(str(source), "clinic-in/people.jsonl")
    words = ["batch", "s3://clinic-in/people.jsonl", "--out", "s3://clinic-plans/night", "--date", "2026-11-23"]
    with subprocess.Popen(
        [sys.executable, "-m", "planner", *words, "--cluster", cluster.address], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        until(lambda: running.poll() is not None or len(store.glob("clinic-plans/night/*.pdf")) > 20)
        assert running.poll() is None, running.communicate()
        cluster.workers[0].send_signal(signal.SIGKILL)
        out, err = running.communicate(timeout=300)
    assert running.returncode == ExitCode.needs_a_person, err
    store.get("clinic-plans/night", str(tmp_path / "there"), recursive=True)
    here = {name: data for name, data in contents(tmp_path / "here").items() if name != "run.json"}
    assert contents(tmp_path / "there") == here
    assert sorted(out.decode().split()) == sorted(f"s3://clinic-plans/night/{name}" for name in here if name.endswith(".pdf"))


def test_a_scheduler_that_does_not_answer_is_one_clear_line(tmp_path: Path) -> None:
    source = lines_of(tmp_path / "people.jsonl", [ADULT])
    began = time.monotonic()
    done = command("batch", source, "--out", tmp_path / "out", "--cluster", f"tcp://127.0.0.1:{free_port()}")
    assert done.returncode == ExitCode.usage
    assert b"no scheduler answers" in done.stderr.splitlines()[-1]
    assert time.monotonic() - began < 60
