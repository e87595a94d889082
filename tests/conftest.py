"""What all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The first text on a fresh machine builds tables of Unicode, which takes longer than an example may take.
settings.register_profile("govpr", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("govpr")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("GOVPR_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the folder of shared data is not there; set GOVPR_SHARED to read it from elsewhere")
    return folder
