"""The kit, applied to Warta: all that is needed is what its service answers, and what it says about its interface."""

from pathlib import Path

import pytest
from govpr_warta import Warta

from govpr.models import Account
from govpr.testing import Check, answer, contract_checks, fault_checks, spec_checks
from govpr.testing.specs import openapi

ACCOUNT = Account(id="dinas-warta", platform="warta", handle="dinas", agency="dinas", credential="env:WARTA_TOKEN")
POSTED = {"id": "7", "url": "https://warta.example.go.id/7"}
ROUTES = {
    "POST /api/dinas/posts": answer(POSTED, 201),
    "GET /api/dinas/posts/by-key/*": answer(POSTED),
    "DELETE /api/dinas/posts/*": answer(status=204),
}
ABSENT = {"GET /api/dinas/posts/by-key/*": answer({"error": "unknown key"}, 404)}
DESCRIPTION = openapi(Path(__file__).parents[1] / "warta.openapi.json")


@pytest.mark.parametrize("check", contract_checks(Warta(), ACCOUNT, ROUTES, absent=ABSENT), ids=str)
def test_warta_keeps_the_contract(check: Check) -> None:
    check()


@pytest.mark.parametrize("check", fault_checks(Warta(), ACCOUNT, ROUTES, absent=ABSENT), ids=str)
def test_warta_publishes_once_whatever_goes_wrong(check: Check) -> None:
    check()


@pytest.mark.parametrize("check", spec_checks(Warta(), ACCOUNT, ROUTES, DESCRIPTION, absent=ABSENT), ids=str)
def test_warta_asks_what_its_service_describes(check: Check) -> None:
    check()
