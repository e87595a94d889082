"""The tables of hoax databases in `govpr.toml`: read whole, every mistake named, no secret repeated."""

import pytest

from govpr.errors import InvalidFile
from govpr.settings import DatabaseSettings, parse_settings

GOOD = """
govpr = 1
hoax_databases = ["wordpress", "mafindo"]

[databases.turnbackhoax]
kind = "wordpress"
url = "https://turnbackhoax.example"
language = "id"
licence = "CC BY-SA 4.0"
independent = true
options = { pages = "50" }

[databases.yudistira]
kind = "mafindo"
credential = "env:MAFINDO_KEY"
"""

BAD = """
govpr = 1
hoax_databases = ["wordpress"]
databases.angka = 3
[databases.satu]
kind = "wordprss"
credential = "AIzaRahasia"
url = "https://nama:rahasia@contoh.example/"
warna = "biru"
[databases.dua]
credential = 19450817
independent = "ya"
[databases.tiga]
kind = "mafindo"
name = "lain"
[databases.Empat]
kind = "wordpress"
"""


def kinds() -> list[str]:
    return ["cofacts", "mafindo", "wordpress"]


def test_the_tables_are_read_and_named_by_their_keys() -> None:
    databases = parse_settings(GOOD, kinds=kinds).databases
    assert list(databases) == ["turnbackhoax", "yudistira"]
    assert databases["turnbackhoax"] == DatabaseSettings(
        name="turnbackhoax",
        kind="wordpress",
        url="https://turnbackhoax.example",
        language="id",
        licence="CC BY-SA 4.0",
        options={"pages": "50"},
    )
    assert databases["yudistira"].credential == "env:MAFINDO_KEY"


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(InvalidFile) as caught:
        parse_settings(BAD, kinds=kinds)
    assert {problem.path for problem in caught.value.problems} == {
        "databases.angka",
        "databases.satu.kind",
        "databases.satu.credential",
        "databases.satu.url",
        "databases.satu.warna",
        "databases.dua.kind",
        "databases.dua.credential",
        "databases.dua.independent",
        "databases.tiga.kind",
        "databases.tiga.name",
        "databases.Empat",
    }


def test_an_unknown_kind_is_told_the_choices_that_are_allowed() -> None:
    with pytest.raises(InvalidFile, match=r"'wordprss', which is not installed or allowed; write one of wordpress\n"):
        parse_settings(BAD, kinds=kinds)


def test_what_may_be_a_secret_is_never_repeated() -> None:
    with pytest.raises(InvalidFile) as caught:
        parse_settings(BAD, kinds=kinds)
    told = str(caught.value)
    assert "env:NAME" in told
    assert not [secret for secret in ("AIzaRahasia", "19450817", "rahasia@") if secret in told]


def test_kinds_are_only_asked_for_where_databases_are_named() -> None:
    def never() -> list[str]:
        raise AssertionError

    assert parse_settings("govpr = 1", kinds=never).databases == {}
