"""The fault matrix: one row a platform, one column a fault. Each is understood rightly, and nothing goes out twice.

What a service means by a status of its own is in `OWN` of the platform's file, by the fault's name.
"""

from importlib import import_module

import pytest

from govpr.testing import Check
from govpr.testing.faults import faults_of
from tests.platforms.subjects import subjects

CELLS = [
    pytest.param(check, id=f"{name}: {check}")
    for name, subject in subjects().items()
    for check in faults_of(subject, getattr(import_module(f"tests.platforms.{name}"), "OWN", {}))
]


@pytest.mark.parametrize("check", CELLS)
def test_a_fault_is_understood_and_nothing_goes_out_twice(check: Check) -> None:
    check()
