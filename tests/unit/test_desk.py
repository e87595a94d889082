"""The hoax desk through its door: what is reported becomes cases, and people decide about them."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from tests.desk import BANSOS, BANSOS_AGAIN, GEMPA, NUMBER, office_with_desk, viral
from tests.office import Office

from govpr.errors import InputError, InvalidFile, NotAllowed, NotFound
from govpr.hoaxes.desk.grouping import How
from govpr.models import CaseState, FactCheck, Reason, ReportState
from govpr.workspace import AsyncWorkspace, Workspace


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_desk(tmp_path)


@pytest.fixture
def ws(office: Office) -> Iterator[Workspace]:
    with office.open() as workspace:
        yield workspace


def test_reports_of_one_claim_are_one_case(ws: Workspace) -> None:
    first = ws.desk.report(BANSOS, channel="whatsapp")
    again = ws.desk.report(BANSOS_AGAIN, channel="facebook")
    other = ws.desk.report(GEMPA, channel="whatsapp")
    assert (first.how, again.how, other.how) == (How.NEW, How.WORDS, How.NEW)
    assert again.case.id == first.case.id != other.case.id
    shown = ws.desk.show(first.case.id)
    assert len(shown.reports) == len(shown.sightings) == 2


def test_reports_of_one_address_are_one_case(ws: Workspace) -> None:
    first = ws.desk.report("Video banjir ini terjadi kemarin", channel="x", where="https://hoaks.example/v/1")
    again = ws.desk.report("Apakah benar?", channel="x", where="http://www.hoaks.example/v/1/")
    assert (again.how, again.case.id) == (How.ADDRESS, first.case.id)


def test_the_same_report_twice_changes_nothing(ws: Workspace, office: Office) -> None:
    file = office.write("laporan.csv", f"text;channel;id;reach\n{BANSOS};whatsapp;lap-1;50\n{GEMPA};whatsapp;lap-2;\n")
    before = [one.case.id for one in ws.desk.load(file)]
    again = ws.desk.load(file)
    assert [one.case.id for one in again] == before
    assert all(one.before for one in again)
    assert len(ws.hoaxes.reports()) == 2


def test_a_table_with_mistakes_is_not_taken_over_and_no_contact_is_repeated(ws: Workspace, office: Office) -> None:
    rows = f"text,channel,reply_to,region\n{GEMPA.replace(',', '')},Whats App,{NUMBER},ID-JB\n,x,,ID-XX\n"
    with pytest.raises(InvalidFile) as caught:
        ws.desk.load(office.write("salah.csv", rows))
    assert {problem.line for problem in caught.value.problems} == {2, 3}
    assert NUMBER not in str(caught.value)
    assert ws.hoaxes.reports() == ()


def test_a_reporters_contact_is_seen_by_nobody_but_who_answers(ws: Workspace) -> None:
    case = viral(ws)
    shown = ws.desk.show(case.id)
    for told in (repr(shown), repr(ws.hoaxes.reports()), repr(ws.audit()), json.dumps([str(e) for e in ws.audit()])):
        assert NUMBER not in told
        assert BANSOS not in told
    ws.desk.close(case.id, Reason.OPINION, by="ketua")
    (answer,) = ws.desk.answers()
    assert answer.reply_to == NUMBER
    assert NUMBER not in repr(answer)


def test_who_reports_twice_counts_once(ws: Workspace, office: Office) -> None:
    for _ in range(5):
        ws.desk.report(BANSOS, channel="whatsapp", reply_to=NUMBER)
        office.clock.pass_by(minutes=1)
    (card,) = ws.desk.cases()
    assert card.reports == 1


def test_the_most_urgent_case_comes_first_and_says_why(ws: Workspace, office: Office) -> None:
    ws.desk.report("Jalan depan pasar katanya ditutup besok pagi untuk pawai", channel="whatsapp")
    ws.desk.report(GEMPA, channel="whatsapp", reach=20_000)
    office.clock.pass_by(hours=4)
    first, second = ws.desk.cases()
    assert first.triage.score > second.triage.score
    assert first.case.claim.text == GEMPA
    why = {reason.name: reason.why for reason in first.triage.reasons}
    assert why["reach"] == "20000 have seen it"
    assert "gempa" in why["harm"]
    assert why["due"] == "overdue by 1 h 00 min"
    assert sum(reason.points for reason in first.triage.reasons) == first.triage.score


def test_a_claim_that_was_checked_before_says_by_whom(ws: Workspace, office: Office) -> None:
    row = {"cid": "tbh-1", "text": BANSOS, "verdict": "SALAH", "publisher": "MAFINDO", "url": "https://cek.example/1"}
    ws.hoaxes.load(office.write("facts.jsonl", json.dumps(row) + "\n"))
    card = ws.desk.show(ws.desk.report(BANSOS_AGAIN, channel="whatsapp").case.id).card
    assert isinstance(card.checked, FactCheck)
    assert any(reason.name == "checked" and "MAFINDO" in reason.why for reason in card.triage.reasons)


def test_cases_go_to_those_who_have_room(ws: Workspace) -> None:
    texts = (
        BANSOS,
        GEMPA,
        "Minum air garam tiap pagi menyembuhkan demam berdarah tanpa obat",
        "Loket tutup selamanya mulai besok",
    )
    for text in texts:
        ws.desk.report(text, channel="whatsapp")
    dealt = ws.desk.assign(by="ketua")
    assert sorted(dealt.given.values()) == ["ani", "ani", "beni"]
    assert len(dealt.left) == 1
    assert "as many cases as they can take" in next(iter(dealt.left.values()))
    mine = ws.desk.cases(CaseState.ASSIGNED, officer="beni")
    with pytest.raises(NotAllowed, match="as many cases"):
        ws.desk.give(next(iter(dealt.left)), "beni", by="ketua")
    ws.desk.give_back(mine[0].case.id, by="beni")
    assert ws.desk.give(next(iter(dealt.left)), "beni", by="ketua").officer == "beni"
    with pytest.raises(NotAllowed, match="does not work at the desk"):
        ws.desk.give(mine[0].case.id, "penulis", by="ketua")


def test_what_is_not_clarified_says_why_and_its_reporters_are_told(ws: Workspace) -> None:
    case = ws.desk.report("Menurut saya gubernur kita kurang tegas tahun ini", channel="whatsapp", reply_to=NUMBER).case
    closed = ws.desk.close(case.id, "opinion", by="ketua", note="pendapat pribadi")
    assert (closed.state, closed.reason) == (CaseState.NOT_CLARIFIED, Reason.OPINION)
    (report,) = ws.hoaxes.reports()
    assert (report.state, report.reason) == (ReportState.NOT_CLARIFIED, "opinion")
    (answer,) = ws.desk.answers()
    assert "pendapat" in answer.text
    ws.desk.answered(report.id, by="ani")
    assert ws.desk.answers() == ()
    again = ws.desk.report("Menurut saya gubernur kita kurang tegas tahun ini", channel="x", reply_to="@warga")
    assert (again.case.state, again.report.state) == (CaseState.NOT_CLARIFIED, ReportState.NOT_CLARIFIED)
    assert [one.report for one in ws.desk.answers()] == [again.report.id]


def test_one_more_report_brings_back_what_few_had_seen(ws: Workspace) -> None:
    case = ws.desk.report(GEMPA, channel="whatsapp").case
    ws.desk.close(case.id, Reason.BELOW_REACH, by="ketua")
    again = ws.desk.report(GEMPA, channel="facebook")
    assert (again.case.id, again.case.state) == (case.id, CaseState.OPEN)
    assert {report.state for report in ws.hoaxes.reports()} == {ReportState.OPEN}


def test_merging_and_splitting_are_recorded(ws: Workspace) -> None:
    one, two = ws.desk.report(BANSOS, channel="whatsapp"), ws.desk.report(GEMPA, channel="whatsapp")
    left = ws.desk.merge(two.case.id, one.case.id, by="ketua", note="satu unggahan")
    assert left.id == one.case.id
    assert {report.claim for report in ws.hoaxes.reports()} == {left.id}
    assert ws.desk.show(two.case.id).card.case.into == left.id
    assert ws.desk.report(GEMPA, channel="x").case.id != two.case.id
    with pytest.raises(InputError, match="without any"):
        ws.desk.split(left.id, [one.report.id, two.report.id], by="ketua")
    with pytest.raises(InputError, match="is no report"):
        ws.desk.split(left.id, ["tiada"], by="ketua")
    parted = ws.desk.split(left.id, [two.report.id], by="ketua", note="klaim lain")
    assert [report.id for report in ws.desk.show(parted.id).reports] == [two.report.id]
    assert [step.event for step in ws.desk.show(left.id).steps] == ["opened", "split"]
    assert [step.by for step in ws.desk.show(two.case.id).steps] == ["govpr", "ketua"]
    assert ws.verify() is None


def test_contacts_are_forgotten_once_nobody_waits(ws: Workspace, office: Office) -> None:
    done, waits = viral(ws), ws.desk.report(GEMPA, channel="whatsapp", reply_to="0813-1111-1111")
    ws.desk.close(done.id, Reason.PRIVATE, by="ketua")
    office.clock.pass_by(days=100)
    assert ws.desk.forget(office.clock(), by="ketua") == 0
    ws.desk.answered(ws.desk.answers()[0].report, by="ani")
    assert ws.desk.forget(office.clock(), by="ketua") == 1
    ws.desk.close(waits.case.id, Reason.TRUE, by="ketua")
    assert [one.reply_to for one in ws.desk.answers()] == ["0813-1111-1111"]


def test_orders_of_strangers_and_unknown_cases_are_refused(ws: Workspace) -> None:
    case = viral(ws)
    with pytest.raises(NotAllowed, match="no officer here"):
        ws.desk.close(case.id, Reason.TRUE, by="siapa")
    with pytest.raises(NotFound):
        ws.desk.show("kasus-tiada")
    with pytest.raises(NotAllowed, match="cannot be reopened now"):
        ws.desk.reopen(case.id, by="ketua")
    with pytest.raises(NotAllowed, match="no answer"):
        ws.desk.answered(ws.hoaxes.reports()[0].id, by="ani")


def test_the_index_of_claims_can_be_lost(ws: Workspace, office: Office) -> None:
    case = viral(ws)
    for path in (office.folder / "kantor" / "desk.index").rglob("*"):
        if path.is_file():
            path.write_bytes(b"rusak")
    assert ws.desk.report(BANSOS_AGAIN, channel="x").case.id == case.id


def test_two_who_report_at_once_open_one_case(ws: Workspace, office: Office) -> None:
    def report(channel: str) -> str:
        with office.open() as mine:
            return mine.desk.report(BANSOS, channel=channel).case.id

    with ThreadPoolExecutor(4) as pool:
        cases = set(pool.map(report, ["whatsapp", "facebook", "x", "telegram"]))
    assert len(cases) == 1
    assert len(ws.desk.show(cases.pop()).reports) == 4


def test_nothing_comes_from_the_future(ws: Workspace, office: Office) -> None:
    with pytest.raises(InputError, match="lies in the future"):
        ws.desk.report(BANSOS, channel="x", at=office.clock() + timedelta(hours=1))


def test_a_report_in_another_language_opens_a_case_for_those_who_know_it(ws: Workspace) -> None:
    english = "The government will cut off all phone numbers that are not registered again before Friday"
    case = ws.desk.report(english, channel="whatsapp").case
    assert case.claim.language == "en"
    assert ws.desk.assign().given == {case.id: "ani"}


@pytest.mark.anyio
async def test_awaited_it_is_the_same(office: Office) -> None:
    async with await AsyncWorkspace.open(office.folder / "kantor", clock=office.clock) as workspace:
        first = await workspace.desk.report(BANSOS, channel="whatsapp", reach=5000, reply_to=NUMBER)
        again = await workspace.desk.report(BANSOS_AGAIN, channel="x")
        assert again.case.id == first.case.id
        (card,) = await workspace.desk.cases()
        assert card.reports == 2
        await workspace.desk.close(first.case.id, "opinion", by="ketua")
        (answer,) = await workspace.desk.answers()
        await workspace.desk.answered(answer.report, by="ani")
        assert await workspace.desk.answers() == ()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


TOLD = "The ministry will cut off every phone number that is not registered again before Friday, says my cousin there"
RETOLD = "Got this in the family group: numbers not registered again by Friday are cut off by the ministry. True?"


def test_two_who_tell_of_one_claim_in_their_own_words_are_one_case(ws: Workspace) -> None:
    first = ws.desk.report(TOLD, channel="whatsapp")
    again = ws.desk.report(RETOLD, channel="telegram")
    assert (again.case.id, again.how) == (first.case.id, How.WORDS)
    assert again.report.grouped.startswith("it says the same (")
    assert "registered" in again.report.grouped


def test_bars_of_ones_own_only_suggest(office: Office) -> None:
    settings = office.folder / "kantor" / "govpr.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[desk.grouping.en]\nsame = 1.0\n", "utf-8")
    with office.open() as ws:
        first = ws.desk.report(TOLD, channel="whatsapp")
        again = ws.desk.report(RETOLD, channel="telegram")
        assert again.how is How.NEW
        assert [(hint.case, hint.how) for hint in again.related] == [(first.case.id, How.WORDS)]
        assert "says something related" in ws.desk.show(again.case.id).steps[0].note
        assert ws.desk.report(TOLD, channel="x").case.id == first.case.id  # equal words need no bar
