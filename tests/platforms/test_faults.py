"""The fault matrix: one row a platform, one column a fault. Each is understood rightly, and nothing goes out twice."""

from importlib import import_module

import pytest

from govpr.errors import Outcome
from govpr.platforms.protocol import Finds
from govpr.testing import Subject
from tests.platforms.faults import Fault, cells, meant, play
from tests.platforms.subjects import subjects

_PASSES = {Outcome.RETRY, Outcome.WAIT}


def _own(name: str) -> dict[str, Outcome | None]:
    own: dict[str, Outcome | None] = getattr(import_module(f"tests.platforms.{name}"), "OWN", {})
    return own


CELLS = [pytest.param(*cell, id=f"{cell[0]}: {cell[2].name}") for cell in cells(subjects())]


@pytest.mark.parametrize(("name", "subject", "fault"), CELLS)
def test_a_fault_is_understood_and_nothing_goes_out_twice(name: str, subject: Subject, fault: Fault) -> None:
    fault, outcome = meant(fault, subject, _own(name))
    played = play(subject, fault)
    assert played.first == outcome
    assert played.published <= 1
    if fault.after is not None and outcome in _PASSES:
        assert played.after == pytest.approx(fault.after)
    if outcome in {None, *_PASSES} or (outcome is Outcome.IN_DOUBT and isinstance(subject.platform, Finds)):
        assert played.settled
        assert played.published == 1
