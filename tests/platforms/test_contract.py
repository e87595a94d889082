"""Every platform of ours keeps the public contract."""

import pytest

from govpr.testing import Check
from govpr.testing.contract import checks_of
from tests.platforms.subjects import subjects

CASES = [
    pytest.param(check, id=f"{name}: {check}") for name, subject in subjects().items() for check in checks_of(subject)
]


@pytest.mark.parametrize("check", CASES)
def test_the_contract_is_kept(check: Check) -> None:
    check()
