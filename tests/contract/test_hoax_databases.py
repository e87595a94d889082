"""Every hoax database keeps the contract: with what its service answers when all is well."""

from typing import Any

import pytest
from tests.contract import database_answers as said

from govpr.hoaxes.databases.claimreview import ClaimReview
from govpr.hoaxes.databases.datacommons import DataCommons
from govpr.hoaxes.databases.files import Files
from govpr.hoaxes.databases.google import Google
from govpr.hoaxes.databases.mafindo import Mafindo
from govpr.hoaxes.databases.protocol import HoaxDatabase
from govpr.http.calls import Reply
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
            "POST /api/report/{key}": Reply(200, body=b"Report saved successfully"),
            "POST /api/antihoax/": [answer([said.NEWS, said.OTHER_NEWS]), answer([])],
        },
    ),
    "google": (
        Google(),
        named("google", options={"site": "cek.example"}),
        {"GET /v1alpha1/claims:search": [answer({"claims": [said.CLAIM], "nextPageToken": "b"}), answer({})]},
    ),
    "claimreview, a page": (
        ClaimReview(),
        named("claimreview", url="https://cek.example/periksa"),
        {"GET /periksa": Reply(200, body=said.PAGE.encode())},
    ),
    "claimreview, a feed": (
        ClaimReview(),
        named("claimreview", url="https://cek.example/umpan.json"),
        {"GET /umpan.json": answer({"@graph": [said.REVIEW]})},
    ),
    "datacommons": (
        DataCommons(),
        named("datacommons"),
        {
            "GET /datacommons-feeds/factcheck/latest/data.json": answer(
                {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [said.REVIEW]}]}
            )
        },
    ),
    "files, a table": (
        Files(),
        named("files", url="https://cek.example/hoaks.csv"),
        {"GET /hoaks.csv": Reply(200, body=said.TABLE.encode())},
    ),
    "files, lines": (
        Files(),
        named("files", url="https://cek.example/hoaks.jsonl"),
        {"GET /hoaks.jsonl": answer({"cid": "7", "text": "Bansos cair hari ini", "verdict": "HOAKS"})},
    ),
}


def checks() -> list[Any]:
    return [
        pytest.param(check, id=f"{name}: {check}") for name, case in CASES.items() for check in database_checks(*case)
    ]


@pytest.mark.parametrize("check", checks())
def test_the_contract_is_kept(check: Check) -> None:
    check()
