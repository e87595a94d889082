"""One article that two databases have is shown once; what one of them takes back stays with the other."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from tests.hoax_sources import Listed, Remote, client, desk, fact

from govpr.cli import main
from govpr.hoaxes.federation.showing import shown_once
from govpr.hoaxes.matching import Candidate, Decision, Match
from govpr.http.calls import Call, Reply
from govpr.models import FactCheck
from govpr.workspace import Workspace

CLAIM = "Bantuan sosial Rp600 ribu cair hari ini lewat tautan pendaftaran"
SETTINGS = "".join(
    f'\n[databases.{name}]\nkind = "listed"\nurl = "https://{name}.example"\n' for name in ("situs", "api")
)
DAY = date(2026, 11, 1)


OPEN = Workspace.open


class Twice:
    """A site, and an interface that has the same articles under other names."""

    def __init__(self, folder: Path, **other: Any) -> None:
        self.folder, self.remotes = desk(folder, SETTINGS), {"situs": Remote(), "api": Remote()}
        self.remotes["situs"].publish(DAY, fact("situs:1", CLAIM, url="https://cek.example/bansos/"))
        told = {"url": "http://www.cek.example/bansos", "title": "Bansos", "conclusion": "Palsu.", **other}
        self.remotes["api"].publish(DAY, fact("api:9", f"Narasi: {CLAIM}", **told))

    def serve(self, call: Call) -> Reply:
        return next(remote for name, remote in self.remotes.items() if f"//{name}." in call.url).send(call)

    def open(self) -> Workspace:
        return OPEN(
            self.folder,
            databases={"listed": Listed()},
            client=client(self.serve),
            clock=lambda: datetime(2026, 11, 9, tzinfo=UTC),
        )


def test_it_is_shown_once_with_who_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = Twice(tmp_path)
    with twice.open() as workspace:
        workspace.databases.sync()
        found = workspace.hoaxes.check(CLAIM)
        assert found.factcheck is not None
        assert (found.factcheck.cid, found.databases, found.others) == ("situs:1", ("situs", "api"), ())
        assert workspace.hoaxes.count() == 2
    monkeypatch.setattr(Workspace, "open", lambda _folder: twice.open())
    assert main(["hoax", "check", CLAIM, "--workspace", str(tmp_path)]) == 1
    assert "In: situs, api" in capsys.readouterr().out


def test_what_one_takes_back_stays_with_the_other(tmp_path: Path) -> None:
    twice = Twice(tmp_path)
    with twice.open() as workspace:
        workspace.databases.sync()
        twice.remotes["situs"].withdraw(date(2026, 11, 9), "situs:1")
        workspace.databases.sync()
        found = workspace.hoaxes.check(CLAIM)
        assert found.factcheck is not None
        assert (found.factcheck.cid, found.databases) == ("api:9", ("api",))


def told(cid: str, **more: Any) -> Candidate:
    return Candidate(Decision.SAME, 0.9, fact(cid, CLAIM, **{"database": cid[0], "published": DAY, **more}), ())


def shown(*some: Candidate) -> list[tuple[str, tuple[str, ...]]]:
    best, *others = some
    match = shown_once(Match(best.decision, best.probability, best.factcheck, (), tuple(others)))
    assert match.factcheck is not None
    return [(match.factcheck.cid, match.databases), *((one.factcheck.cid, one.databases) for one in match.others)]


def test_the_same_headline_of_the_same_day_is_one_article_at_another_address() -> None:
    assert shown(told("a1"), told("b2")) == [("a1", ("a", "b"))]
    for other in ({"published": date(2026, 11, 2)}, {"published": None}, {"title": "Hal lain sama sekali dari itu"}):
        assert len(shown(told("a1"), told("b2", **other))) == 2
    assert len(shown(told("a1"), told("a2"))) == 2  # one database's own business
    short = {"title": "Air asin"}
    assert len(shown(told("a1", **short), told("b2", **short))) == 2


def test_several_claims_of_one_page_stay() -> None:
    page = {"url": "https://cek.example/kumpulan"}
    assert shown(
        told("a1", **page), told("b1", **page), told("a2", **page), told("c1", title="Hal lain sama sekali lagi")
    ) == [
        ("a1", ("a", "b")),
        ("a2", ("a", "b")),
        ("c1", ("c",)),
    ]


def test_nothing_stays_nothing_and_files_have_no_name() -> None:
    assert shown_once(Match(Decision.NOTHING, 0.1)) == Match(Decision.NOTHING, 0.1)
    from_file = evolve(told("a1"), factcheck=FactCheck(cid="x", text=CLAIM, url="https://cek.example/a1"))
    assert shown(from_file, told("a1")) == [("x", ("a",))]
