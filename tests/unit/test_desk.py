"""The hoax desk through its door: reports become cases, cases are answered, and answers are corrected everywhere."""

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from tests.office import Office

from govpr.errors import InputError, InvalidFile, NotAllowed, NotFound
from govpr.hoaxes.desk.grouping import How
from govpr.models import (
    Case,
    CaseState,
    Delivery,
    DeliveryState,
    FactCheck,
    HoaxReport,
    Reason,
    ReportState,
    Source,
    Verdict,
)
from govpr.workspace import Workspace

BANSOS = "Bansos Rp600 ribu cair hari ini untuk semua warga, daftar lewat tautan ini sebelum malam"
BANSOS_AGAIN = "SEBARKAN!! bansos rp600 ribu cair hari ini untuk semua warga daftar lewat tautan ini sebelum malam ya"
GEMPA = "Akan terjadi gempa besar magnitudo sembilan malam ini di Jakarta kata peneliti BMKG"
NUMBER = "0812-3456-7890"
SOURCE = Source(title="Siaran pers bansos", url="https://contoh.go.id/bansos", publisher="Kementerian Contoh")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def ws(office: Office) -> Workspace:
    """A workspace where two officers work at the desk."""
    workspace = office.found()
    workspace.close()
    settings = office.folder / "kantor" / "govpr.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[desk.officers] ", "[desk.officers]\nani = 2\nbeni = 1\n# "), "utf-8")
    return office.open()


def viral(ws: Workspace) -> Case:
    """A case that enough people have seen."""
    return ws.desk.report(BANSOS, channel="whatsapp", reach=5000, reply_to=NUMBER).case


def drafted(ws: Workspace, case: Case) -> str:
    """A clarification of a case, planned and approved; gives its campaign."""
    done = ws.desk.clarify(
        case.id,
        by="penulis",
        claim="Bansos Rp600 ribu dibagikan lewat sebuah tautan",
        fact="Bansos disalurkan lewat kantor pos, tanpa pendaftaran.",
        conclusion="Tautan itu bukan milik pemerintah.",
        sources=[SOURCE],
    )
    assert done.campaign is not None
    approve(ws, done.campaign.id)
    return done.campaign.id


def approve(ws: Workspace, campaign: str) -> None:
    plan = ws.plan(campaign)
    assert not plan.stopped, plan.findings
    ws.approve(plan, by="ketua")


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


def test_few_have_seen_it_so_nobody_is_told_of_it(ws: Workspace) -> None:
    case = ws.desk.report(GEMPA, channel="whatsapp", reach=30, reply_to=NUMBER).case
    said: dict[str, Any] = {
        "by": "penulis",
        "claim": "Gempa besar diramalkan malam ini",
        "fact": "Gempa tidak dapat diramalkan.",
        "conclusion": "Tidak ada peringatan gempa.",
        "sources": [SOURCE],
    }
    assert not ws.desk.show(case.id).card.advice.public
    with pytest.raises(NotAllowed, match="30 have seen it and 1 reported it"):
        ws.desk.clarify(case.id, **said)
    done = ws.desk.clarify(case.id, public=False, **said)
    assert done.campaign is None
    assert ws.desk.answers() == ()
    with pytest.raises(NotAllowed, match="wrote this"):
        ws.desk.release(case.id, by="penulis")
    ws.desk.release(case.id, by="ketua")
    (answer,) = ws.desk.answers()
    assert "Gempa tidak dapat diramalkan." in answer.text
    ws.desk.answered(answer.report, by="ani")
    assert ws.desk.show(case.id).card.case.state is CaseState.CLARIFIED
    assert ws.campaigns.all() == ()


def test_a_reason_overrides_that_few_have_seen_it(ws: Workspace) -> None:
    case = ws.desk.report(GEMPA, channel="whatsapp").case
    done = ws.desk.clarify(
        case.id,
        by="penulis",
        claim="Gempa besar diramalkan malam ini",
        fact="Tidak dapat diramalkan.",
        conclusion="Tidak ada peringatan.",
        sources=[SOURCE],
        override="sekolah sudah dipulangkan karenanya",
    )
    assert done.campaign is not None
    assert ws.desk.show(case.id).steps[-1].note == "sekolah sudah dipulangkan karenanya"


def test_everything_that_a_clarification_lacks_is_said_at_once(ws: Workspace) -> None:
    case = viral(ws)
    with pytest.raises(InputError) as caught:
        ws.desk.clarify(case.id, by="penulis", claim="VIRALKAN!! BANSOS CAIR DI https://hoaks.example")
    assert {problem.path for problem in caught.value.problems} == {"claim", "fact", "conclusion", "sources"}
    assert len(caught.value.problems) == 6


def test_an_independent_fact_check_fills_in_what_is_left_out(ws: Workspace, office: Office) -> None:
    row = {
        "cid": "tbh-1",
        "text": "Bansos Rp600 ribu lewat tautan",
        "verdict": "SALAH",
        "publisher": "MAFINDO",
        "url": "https://cek.example/1",
        "conclusion": "Tautan itu palsu.",
    }
    ws.hoaxes.load(office.write("facts.jsonl", json.dumps(row) + "\n"))
    done = ws.desk.clarify(viral(ws).id, by="penulis", factcheck="tbh-1")
    said = done.clarification
    assert (said.claim, said.conclusion, said.label, said.verdict) == (
        row["text"],
        row["conclusion"],
        "SALAH",
        Verdict.FALSE,
    )
    assert [source.url for source in said.sources] == ["https://cek.example/1"]
    assert said.factcheck == "tbh-1"


def test_the_screening_for_hoaxes_lets_the_answer_to_the_hoax_through(ws: Workspace, office: Office) -> None:
    row = {"cid": "tbh-1", "text": BANSOS, "verdict": "SALAH", "publisher": "MAFINDO", "url": "https://cek.example/1"}
    ws.hoaxes.load(office.write("facts.jsonl", json.dumps(row) + "\n"))
    case = viral(ws)
    done = ws.desk.clarify(
        case.id, by="penulis", claim=BANSOS, fact=f"Tidak benar bahwa {BANSOS}", conclusion=BANSOS, sources=[SOURCE]
    )
    assert done.campaign is not None
    assert not ws.plan(done.campaign).stopped


@frozen
class Published:
    """A clarification that is out: three reported its claim, two of them can be answered."""

    case: str
    reports: tuple[HoaxReport, ...]
    campaign: str
    sent: Delivery
    url: str
    page: Path


@pytest.fixture
def out(ws: Workspace, office: Office) -> Published:
    first = ws.desk.report(BANSOS, channel="whatsapp", reach=5000, reply_to=NUMBER, where="https://hoaks.example/p/1")
    office.clock.pass_by(minutes=1)
    second = ws.desk.report(BANSOS_AGAIN, channel="telegram", reply_to="@warga")
    office.clock.pass_by(minutes=1)
    third = ws.desk.report(BANSOS, channel="facebook")  # says nowhere to answer
    campaign = drafted(ws, first.case)
    assert ws.desk.answers() == ()
    (sent,) = ws.deliver().sent
    assert sent.receipt is not None
    return Published(
        case=first.case.id,
        reports=(first.report, second.report, third.report),
        campaign=campaign,
        sent=sent,
        url=sent.receipt.url,
        page=office.folder / "kantor" / "newsroom" / "site" / "items" / f"{sent.post}.html",
    )


def review_on(page: Path) -> Any:
    text = page.read_text("utf-8")
    return json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])


def test_the_newsroom_publishes_it_as_claimreview_and_links_no_hoax(out: Published) -> None:
    review = review_on(out.page)
    agency = {"@type": "GovernmentOrganization", "name": "Kementerian Contoh", "url": "https://contoh.go.id"}
    assert (review["@type"], review["author"]) == ("ClaimReview", agency)
    assert review["claimReviewed"] == "Bansos Rp600 ribu dibagikan lewat sebuah tautan"
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Hoaks"}
    assert review["itemReviewed"]["appearance"] == [{"@type": "CreativeWork", "url": "https://hoaks.example/p/1"}]
    assert review["citation"][0]["url"] == SOURCE.url
    text = out.page.read_text("utf-8")
    assert 'href="https://hoaks.example' not in text
    assert NUMBER not in text


def test_everybody_who_reported_it_gets_the_answer_once(ws: Workspace, out: Published) -> None:
    first, second, third = (report.id for report in out.reports)
    queue = ws.desk.answers()
    told = [(one.report, one.channel, one.reply_to) for one in queue]
    assert told == [(first, "whatsapp", NUMBER), (second, "telegram", "@warga")]
    assert all(out.url in one.text and SOURCE.url in one.text for one in queue)
    states = {report.id: report.state for report in ws.hoaxes.reports()}
    assert (states[first], states[third]) == (ReportState.OPEN, ReportState.CLARIFIED)
    ws.desk.answered(first, by="ani")
    ws.desk.answered(first, by="ani")
    assert [one.report for one in ws.desk.answers()] == [second]
    ws.desk.answered(second, by="ani")
    assert ws.desk.show(out.case).card.case.state is CaseState.CLARIFIED
    assert [entry.action for entry in ws.audit()].count("desk.told") == 2
    late = ws.desk.report(BANSOS, channel="whatsapp", reply_to="0813-0000-0000")
    assert late.case.state is CaseState.ANSWERING
    assert [one.report for one in ws.desk.answers()] == [late.report.id]


def test_a_correction_reaches_every_place_and_everybody(ws: Workspace, office: Office, out: Published) -> None:
    first, second, _ = (report.id for report in out.reports)
    ws.desk.answered(first, by="ani")
    with pytest.raises(NotAllowed, match="out already"):
        ws.desk.close(out.case, Reason.TRUE, by="ketua")
    office.clock.pass_by(hours=1)
    (version,) = ws.desk.show(out.case).clarifications
    fixed = ws.desk.correct(version, by="penulis", note="Juga lewat bank", fact="Lewat kantor pos dan bank.")
    assert [delivery.post for delivery in fixed.published] == [out.sent.post]
    assert fixed.answered == (first,)
    assert ws.desk.answers() == ()  # nobody is told what is known to be wrong
    assert fixed.campaign is not None
    assert fixed.campaign.id != out.campaign
    assert fixed.campaign.participants.accounts == ("situs",)
    approve(ws, fixed.campaign.id)
    (again,) = ws.deliver().sent
    assert again.receipt is not None
    assert again.receipt.url == out.url
    told = {one.report: one for one in ws.desk.answers()}
    assert set(told) == {first, second}
    assert "memperbaiki jawaban" in told[first].text
    assert "memperbaiki jawaban" not in told[second].text
    for report in told:
        ws.desk.answered(report, by="ani")
    assert ws.desk.show(out.case).card.case.state is CaseState.CLARIFIED
    assert ws.verify() is None


def test_a_correction_stands_where_the_wrong_words_stood(ws: Workspace, office: Office, out: Published) -> None:
    before = review_on(out.page)
    office.clock.pass_by(hours=1)
    fixed = ws.desk.correct(out.case, by="penulis", note="Juga lewat bank", fact="Lewat kantor pos dan bank.")
    assert fixed.campaign is not None
    approve(ws, fixed.campaign.id)
    ws.deliver()
    review = review_on(out.page)
    assert review["correction"] == "Juga lewat bank"
    assert "kantor pos dan bank" in review["reviewBody"]
    assert (review["datePublished"], review["url"]) == (before["datePublished"], before["url"])
    assert review["dateModified"] > before["dateModified"]
    assert "Koreksi" in out.page.read_text("utf-8")
    assert len(list(out.page.parent.iterdir())) == 1
    office.clock.pass_by(hours=1)
    last = ws.desk.correct(out.case, by="penulis", note="Dan agen", fact="Lewat kantor pos, bank dan agen.")
    assert last.campaign is not None
    approve(ws, last.campaign.id)
    ws.deliver()
    assert review_on(out.page)["correction"] == "Dan agen"
    assert len(list(out.page.parent.iterdir())) == 1


def test_a_correction_withdraws_what_is_not_out_yet(ws: Workspace, office: Office) -> None:
    case = viral(ws)
    campaign = drafted(ws, case)
    with pytest.raises(NotAllowed, match="nobody has been told"):
        ws.desk.correct(case.id, by="penulis", note="salah", fact="lain")
    ws.desk.clarify(
        case.id,
        by="penulis",
        claim="Bansos lewat tautan",
        fact="Lewat kantor pos.",
        conclusion="Palsu.",
        sources=[SOURCE],
    )
    assert {d.state for d in ws.deliveries(campaign=campaign)} == {DeliveryState.WITHDRAWN}
    approve(ws, campaign)
    assert len(ws.deliver().sent) == 1
    with pytest.raises(InputError, match="changes nothing"):
        ws.desk.correct(case.id, by="penulis", note="salah")


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
