"""The documentation runs: README, docs and docstrings are collected as tests."""

import shutil
from collections.abc import Iterator
from doctest import ELLIPSIS
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.markdown import PythonCodeBlockParser

ROOT = Path(__file__).parent


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the demo's files, in which the code of one page runs."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "src" / "govpr" / "demo" / "data", folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


pages = Sybil(
    name="pages",
    parsers=[PythonCodeBlockParser()],
    patterns=["README.md", "docs/*.md", "docs/*/*.md"],
    fixtures=["desk"],
)
docstrings = Sybil(name="docstrings", path="src", parsers=[DocTestParser(ELLIPSIS)], pattern="*.py")

pytest_collect_file = (pages + docstrings).pytest()
