"""Every platform that has a file here, by the file's name."""

from importlib import import_module
from pathlib import Path

from govpr.testing import Subject

_OTHERS = {"__init__", "subjects", "specs"}


def subjects() -> dict[str, Subject]:
    """A file that is not about a platform stands in `_OTHERS`; tests begin with `test_`."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    found = [name for name in names if name not in _OTHERS and not name.startswith("test_")]
    return {name: import_module(f"tests.platforms.{name}").SUBJECT for name in found}
