"""Every hoax database keeps the contract: with what its service answers when all is well."""

from typing import Any

import pytest
from tests.contract import database_answers as said

from govpr.hoaxes.databases.google import Google
from govpr.hoaxes.databases.mafindo import Mafindo
from govpr.hoaxes.databases.protocol import HoaxDatabase
from govpr.settings import DatabaseSettings
from govpr.testing import Check, Routes, answer, database_checks


def named(kind: str, **more: Any) -> DatabaseSettings:
    return DatabaseSettings(name=f"{kind}-satu", kind=kind, **more)


CASES: dict[str, tuple[HoaxDatabase, DatabaseSettings, Routes]] = {
    "mafindo": (
        Mafindo(),
        named("mafindo"),
        {
            "POST /api/antihoax/search": answer([said.NEWS]),
            "POST /api/antihoax/": [answer([said.NEWS, said.OTHER_NEWS]), answer([])],
        },
    ),
    "google": (
        Google(),
        named("google", options={"site": "cek.example"}),
        {"GET /v1alpha1/claims:search": [answer({"claims": [said.CLAIM], "nextPageToken": "b"}), answer({})]},
    ),
}


def checks() -> list[Any]:
    return [
        pytest.param(check, id=f"{name}: {check}") for name, case in CASES.items() for check in database_checks(*case)
    ]


@pytest.mark.parametrize("check", checks())
def test_the_contract_is_kept(check: Check) -> None:
    check()
