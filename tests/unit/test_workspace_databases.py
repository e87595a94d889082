"""`workspace.databases`: many databases asked at once; what one does never hides what another knows."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import frozen
from tests.hoax_sources import Listed, Searched, body_of, client, desk, fact, page_of

from govpr import plugins
from govpr.errors import InputError, NoAnswer, NotFound
from govpr.hoaxes.databases.protocol import Page, Query, Signing
from govpr.hoaxes.matching import Decision
from govpr.http.calls import Call, Flow, Reply
from govpr.http.replies import expect
from govpr.settings import DatabaseSettings
from govpr.testing import answer
from govpr.workspace import Workspace

CLAIM = "Bantuan sosial Rp600 ribu cair hari ini lewat tautan pendaftaran"
SETTINGS = """
[databases.satu]
kind = "listed"
url = "https://satu.example"

[databases.dua]
kind = "searched"
url = "https://dua.example"
independent = false
licence = "CC0"
"""

REQUIRED = Signing(required=True)


@frozen
class Keyed(Searched):  # a test's shorthand; adapters of users inherit from nothing
    """An adapter whose calls are signed."""

    name: str = "searched"

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        reply = yield Call("GET", f"{database.url}/search?q={query.text}")
        return page_of(expect(reply))


@frozen
class Closed(Keyed):
    """An adapter whose service answers nobody without a key."""

    signing: Signing = REQUIRED


KINDS = {"listed": Listed(), "searched": Searched()}


class Services:
    """What each host answers; `asked` has the addresses that were called."""

    def __init__(self, **hosts: Reply | Exception | threading.Event) -> None:
        self.hosts, self.asked = hosts, list[str]()

    def serve(self, call: Call) -> Reply:
        self.asked.append(call.url)
        what = self.hosts[(urlsplit(call.url).hostname or "").partition(".")[0]]
        if isinstance(what, threading.Event):
            what.wait(5)
            return answer(body_of([]))
        if isinstance(what, Exception):
            raise what
        return what


def opened(folder: Path, services: Services, settings: str = SETTINGS) -> Workspace:
    return Workspace.open(desk(folder, settings), databases=KINDS, client=client(services.serve))


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    """A service that answers only when the test is over."""
    event = threading.Event()
    yield event
    event.set()


HIT = answer(body_of([fact("satu-1", CLAIM, url="https://cek.example/bansos")]))
RICHER = answer(
    body_of([fact("dua-9", CLAIM, url="http://www.cek.example/bansos/", title="[SALAH] Bansos", conclusion="Palsu.")])
)
EMPTY = answer(body_of([]))


def test_one_fact_check_is_shown_once_as_the_database_that_knows_most_gives_it(tmp_path: Path) -> None:
    with opened(tmp_path, Services(satu=HIT, dua=RICHER)) as workspace:
        found = workspace.databases.search(CLAIM)
    (one,) = found.results
    assert (one.decision, one.databases, one.factcheck.conclusion) == (Decision.SAME, ("dua", "satu"), "Palsu.")
    assert one.probability > 0.8
    assert "Bantuan" in one.evidence
    assert found.failed == ()
    assert str(found).startswith("repeats a checked claim")


@pytest.mark.parametrize(("bar", "decision"), [("0.3", Decision.SAME), ("1.0", Decision.RELATED)])
def test_how_sure_matching_has_to_be_is_a_setting_for_each_database(
    tmp_path: Path, bar: str, decision: Decision
) -> None:
    told = (
        "Kata tetangga bantuan sosial Rp600 ribu cair hari ini, siapa mau daftar tunggu tautan pendaftaran dari RT ya"
    )
    settings = f"{SETTINGS}\n[matching.sources.satu]\nsame = {bar}\nrelated = 0.1\n"
    with opened(tmp_path, Services(satu=HIT, dua=EMPTY), settings) as workspace:
        found = workspace.databases.search(told)
    assert [one.decision for one in found.results] == [decision]


def test_where_an_entry_comes_from_and_its_terms_stand_beside_it(tmp_path: Path) -> None:
    with opened(tmp_path, Services(satu=HIT, dua=RICHER)) as workspace:
        found = workspace.databases.search(CLAIM)
    first, second = (one.factchecks[0] for one in found.answers)
    assert (first.database, first.licence, first.attribution, first.independent) == (
        "satu",
        "CC BY-SA 4.0",
        "Sumber: contoh",
        True,
    )
    assert (second.database, second.licence, second.independent) == ("dua", "CC0", False)


@pytest.mark.parametrize("trouble", [answer(None, 503), answer(None, 401), answer("no list"), RuntimeError("rahasia")])
def test_a_failing_database_is_listed_and_hides_nothing(tmp_path: Path, trouble: Reply | Exception) -> None:
    with opened(tmp_path, Services(satu=HIT, dua=trouble)) as workspace:
        found = workspace.databases.search(CLAIM)
    assert found.decision is Decision.SAME
    assert [one.database for one in found.failed] == ["dua"]
    assert "dua did not answer" in str(found)
    assert "rahasia" not in str(found)


def test_nothing_is_never_said_to_be_true_or_known_while_somebody_is_silent(tmp_path: Path) -> None:
    with opened(tmp_path, Services(satu=EMPTY, dua=answer(None, 503))) as workspace:
        partial = workspace.databases.search(CLAIM)
    assert str(partial).startswith("no fact-check found, but dua did not answer")
    assert str(partial).endswith("nothing is known yet; that does not make it true")


def test_where_nobody_answers_there_is_an_error_and_no_result(tmp_path: Path) -> None:
    services = Services(satu=answer(None, 503), dua=answer(None, 429))
    with opened(tmp_path, services) as workspace, pytest.raises(NoAnswer, match=r"satu: .*dua: .*nothing is known"):
        workspace.databases.search(CLAIM)


def test_a_late_database_is_not_waited_for(tmp_path: Path, stuck: threading.Event) -> None:
    with opened(tmp_path, Services(satu=HIT, dua=stuck)) as workspace:
        found = workspace.databases.search(CLAIM, deadline=0.3)
        stuck.set()
    assert found.decision is Decision.SAME
    assert [(one.database, one.problem) for one in found.failed] == [("dua", "no answer within 0.3 seconds")]


def test_entries_that_cannot_be_read_are_no_empty_answer(tmp_path: Path) -> None:
    services = Services(satu=answer(body_of([], problems=["items[0]"])), dua=EMPTY)
    with opened(tmp_path, services) as workspace:
        found = workspace.databases.search(CLAIM)
    assert [(one.database, one.problem) for one in found.failed] == [("satu", "none of its 1 entries could be read")]


def test_a_database_is_not_asked_faster_than_its_pace(tmp_path: Path) -> None:
    services = Services(satu=EMPTY, dua=HIT)
    kinds = {"listed": Listed(pace=3600), "searched": Searched()}
    with Workspace.open(desk(tmp_path, SETTINGS), databases=kinds, client=client(services.serve)) as workspace:
        found = [workspace.databases.search(CLAIM) for _ in range(2)]
    assert [one.problem for one in found[1].answers] == ["there is no time left to ask it", ""]
    assert found[0].failed == ()
    assert [urlsplit(url).hostname for url in services.asked].count("satu.example") == 1


def test_what_leaves_the_machine_names_nobody(tmp_path: Path) -> None:
    services = Services(satu=EMPTY, dua=EMPTY)
    with opened(tmp_path, services) as workspace:
        workspace.databases.search("Hubungi ani@contoh.id atau 0812-3456-7890, NIP 198609262015051001: bansos cair")
    sent = [parse_qs(urlsplit(url).query)["q"] for url in services.asked]
    assert sent == [["Hubungi atau , NIP : bansos cair"]] * 2


def test_a_text_that_is_nothing_but_a_number_is_not_sent(tmp_path: Path) -> None:
    services = Services(satu=HIT, dua=EMPTY)
    with opened(tmp_path, services) as workspace, pytest.raises(InputError, match="no words that may be sent"):
        workspace.databases.search("+62 812-3456-7890 !")
    assert services.asked == []


def test_a_database_that_asked_to_wait_is_left_in_peace(tmp_path: Path) -> None:
    services = Services(satu=answer(None, 429, {"retry-after": "600"}), dua=EMPTY)
    with opened(tmp_path, services) as workspace:
        found = [workspace.databases.search(CLAIM) for _ in range(2)]
    assert [one.failed[0].problem for one in found] == [
        "it answered with status 429",
        "there is no time left to ask it",
    ]
    assert [urlsplit(url).hostname for url in services.asked].count("satu.example") == 1


def test_an_adapter_that_cannot_be_loaded_silences_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> object:
        raise ImportError("no module named rusak")

    monkeypatch.setattr(plugins, "names", lambda *_args: ("searched",))
    monkeypatch.setattr(plugins, "load", broken)
    kinds = {"listed": Listed()}
    folder = desk(tmp_path, SETTINGS)
    with Workspace.open(folder, databases=kinds, client=client(Services(satu=HIT).serve)) as workspace:
        found = workspace.databases.search(CLAIM)
    assert (found.decision, [one.database for one in found.failed]) == (Decision.SAME, ["dua"])
    assert "cannot be loaded: ImportError: no module named rusak" in found.failed[0].problem


def test_only_those_that_are_named_are_asked(tmp_path: Path) -> None:
    services = Services(satu=HIT, dua=EMPTY)
    with opened(tmp_path, services) as workspace:
        workspace.databases.search(CLAIM, ["satu"])
        with pytest.raises(NotFound, match="no hoax database is called 'tiga'; known: satu, dua"):
            workspace.databases.search(CLAIM, ["tiga"])
    assert [urlsplit(url).hostname for url in services.asked] == ["satu.example"]


def test_without_databases_nobody_is_asked(tmp_path: Path) -> None:
    services = Services()
    with (
        opened(tmp_path, services, "") as workspace,
        pytest.raises(NotFound, match=r"no hoax database yet; name one in govpr\.toml"),
    ):
        workspace.databases.search(CLAIM)
    assert services.asked == []


def test_an_answer_that_still_holds_is_not_asked_for_again(tmp_path: Path) -> None:
    hit = answer(body_of([fact("satu-1", CLAIM)]), headers={"cache-control": "max-age=600"})
    services = Services(satu=hit, dua=EMPTY)
    with opened(tmp_path, services) as workspace:
        first, second = (workspace.databases.search(CLAIM, ["satu"]) for _ in range(2))
    assert len(services.asked) == 1
    assert (first.answers[0].cached, second.answers[0].cached) == (False, True)
    assert first.results == second.results


def test_check_says_who_can_be_reached_and_whether_the_key_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KUNCI_CEK", raising=False)
    settings = (
        SETTINGS + 'credential = "env:KUNCI_CEK"\n\n[databases.tiga]\nkind = "closed"\nurl = "https://tiga.example"\n'
    )
    services = Services(satu=EMPTY, dua=answer(None, 503), tiga=EMPTY)
    kinds = {**KINDS, "closed": Closed()}
    with Workspace.open(desk(tmp_path, settings), databases=kinds, client=client(services.serve)) as workspace:
        told = workspace.databases.check()
    assert [(one.name, one.reachable, one.key) for one in told] == [
        ("satu", True, None),
        ("dua", False, False),
        ("tiga", False, False),
    ]
    assert "it answers nobody without a key" in told[2].problem


def test_a_key_signs_calls_and_is_never_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def serve(call: Call) -> Reply:
        seen.append(call.headers.get("authorization", ""))
        return answer(body_of([fact("c1", CLAIM)]), headers={"etag": '"1"', "cache-control": "max-age=60"})

    seen: list[str] = []
    monkeypatch.setenv("KUNCI_CEK", "rahasia-sekali")
    folder = desk(tmp_path, SETTINGS + 'credential = "env:KUNCI_CEK"\n')
    with Workspace.open(folder, databases=KINDS | {"searched": Keyed()}, client=client(serve)) as workspace:
        found = workspace.databases.search(CLAIM, ["dua"])
    assert (seen, len(found.results)) == (["Bearer rahasia-sekali"], 1)
    written = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert b"rahasia-sekali" not in written
    assert "rahasia" not in repr(found)


def test_a_missing_key_is_told_by_its_reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUNCI_CEK", raising=False)
    folder, services = desk(tmp_path, SETTINGS + 'credential = "env:KUNCI_CEK"\n'), Services(satu=EMPTY)
    with Workspace.open(folder, databases=KINDS | {"searched": Keyed()}, client=client(services.serve)) as workspace:
        found = workspace.databases.search(CLAIM)
    assert "env:KUNCI_CEK is empty or not set" in found.failed[0].problem


@frozen
class Resting(Listed):  # a test's shorthand; adapters of users inherit from nothing
    """An adapter whose service answers no searches."""

    only_synced: bool = True


@pytest.mark.parametrize("kinds", [{"listed": Listed()}, {"listed": Resting()}], ids=["by a setting", "by its kind"])
def test_a_database_that_answers_no_searches_is_no_silent_one(tmp_path: Path, kinds: dict[str, Listed]) -> None:
    off = 'url = "https://satu.example"\noptions = { search = "off" }'
    by_kind = isinstance(kinds["listed"], Resting)
    settings = SETTINGS if by_kind else SETTINGS.replace('url = "https://satu.example"', off)
    services, day = Services(satu=HIT, dua=EMPTY), [datetime(2026, 11, 9, 12, tzinfo=UTC)]
    with Workspace.open(
        desk(tmp_path, settings), databases={**KINDS, **kinds}, client=client(services.serve), clock=lambda: day[0]
    ) as workspace:
        before = workspace.databases.search(CLAIM)
        assert str(before).endswith("satu is only read through (never yet: govpr hoax sync satu)")
        workspace.databases.sync("satu")
        day[0] += timedelta(days=3)
        services.asked.clear()
        found = workspace.databases.search(CLAIM)
        assert [(one.database, one.entries, one.days) for one in found.unasked] == [("satu", 1, 3)]
        assert (found.failed, [one.database for one in found.answers]) == ((), ["dua"])
        assert workspace.hoaxes.check(CLAIM).decision is Decision.SAME
        with pytest.raises(InputError, match="answers no searches"):
            workspace.databases.search(CLAIM, ["satu"])
        checks = workspace.databases.check()
    assert [(one.name, one.reachable, one.problem) for one in checks] == [("satu", None, ""), ("dua", True, "")]
    assert not [url for url in services.asked if "satu." in url]


@frozen
class Seeing(Searched):  # a test's shorthand; adapters of users inherit from nothing
    """An adapter that can be asked about pictures."""

    def search_picture(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        reply = yield Call("GET", f"{database.url}/picture?at={query.picture}", signed=False)
        return page_of(expect(reply))


def test_a_picture_is_asked_about_where_that_is_possible(tmp_path: Path) -> None:
    settings = SETTINGS + '\n[databases.tiga]\nkind = "seeing"\nurl = "https://tiga.example"\n'
    settings += '\n[databases.empat]\nkind = "seeing"\nurl = "https://empat.example"\n'
    services = Services(tiga=HIT, empat=answer(None, 503))
    place = "https://hoaks.example/gambar.jpg"
    kinds = {**KINDS, "seeing": Seeing()}
    with Workspace.open(desk(tmp_path, settings), databases=kinds, client=client(services.serve)) as workspace:
        found = workspace.databases.search_picture(place)
        assert [(one.factcheck.cid, one.databases) for one in found.results] == [("satu-1", ("tiga",))]
        assert [one.database for one in found.failed] == ["empat"]
        assert str(found) == "1 fact-checks of this picture found; empat did not answer (it answered with status 503)"
        with pytest.raises(InputError, match="cannot be asked about pictures"):
            workspace.databases.search_picture(place, ["satu"])
        for wrong in ("gambar.jpg", "file:///etc/passwd", "https://nama:sandi@a.example/b.jpg", "http://["):
            with pytest.raises(InputError, match="no public address") as caught:
                workspace.databases.search_picture(wrong)
            assert "sandi" not in str(caught.value)
    assert {urlsplit(url).path for url in services.asked} == {"/picture"}


def test_all_are_listed_without_asking_anybody(tmp_path: Path) -> None:
    services = Services()
    with opened(tmp_path, services) as workspace:
        states = workspace.databases.all()
    assert [(one.name, one.kind, one.syncs, one.entries, one.licence, one.independent) for one in states] == [
        ("satu", "listed", True, 0, "CC BY-SA 4.0", True),
        ("dua", "searched", False, 0, "CC0", False),
    ]
    assert services.asked == []
