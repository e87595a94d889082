"""What all tests share."""

import os
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.leaks import Watch, listening, looked_at
from tests.postgres import NoServer, Postgres, running

# The first text on a fresh machine builds tables of Unicode, which takes longer than an example may take.
settings.register_profile("govpr", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("govpr")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The suite's PostgreSQL; tests that need it skip where there is none."""
    try:
        with running() as server:
            yield server
    except NoServer as trouble:
        pytest.skip(str(trouble))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("GOVPR_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the folder of shared data is not there; set GOVPR_SHARED to read it from elsewhere")
    return folder


@pytest.fixture(scope="session", autouse=True)
def leaks() -> Iterator[Watch]:
    """No secret, no NIP and no token is in any log line or output of the whole suite."""
    watch, setenv = Watch(), pytest.MonkeyPatch.setenv

    def learning(patch: pytest.MonkeyPatch, name: str, value: str, prepend: str | None = None) -> None:
        watch.learn(name, value)
        setenv(patch, name, value, prepend)

    read = looked_at(watch, pytest.CaptureFixture.readouterr)
    communicate = looked_at(watch, subprocess.Popen.communicate)
    with pytest.MonkeyPatch.context() as patch, listening(watch):
        patch.setattr(pytest.MonkeyPatch, "setenv", learning)
        patch.setattr(pytest.CaptureFixture, "readouterr", read)
        patch.setattr(subprocess.Popen, "communicate", communicate)
        yield watch
    if watch.found:
        pytest.fail("what no log line and no output may hold:\n" + "\n".join(watch.found), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test printed and did not read itself is looked at too."""
    report = yield
    watch = getattr(item, "funcargs", {}).get("leaks")
    if watch is not None and call.when == "call":
        watch.look(f"{report.capstdout}\n{report.capstderr}", "the output", item.nodeid)
    return report
