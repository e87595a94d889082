"""What the hoax desk answers: whom, when, and again where it was wrong."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from attrs import evolve
from tests.desk import (
    BANSOS,
    GEMPA,
    NUMBER,
    SOURCE,
    Published,
    approve,
    drafted,
    office_with_desk,
    published,
    review_on,
    viral,
)
from tests.office import Office

from govpr.errors import InputError, NotAllowed
from govpr.hoaxes.desk.drafting import Draft
from govpr.http.client import Client
from govpr.models import CaseState, DeliveryState, Participants, Reason, ReportState, Source, Verdict
from govpr.workspace import Workspace


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_desk(tmp_path)


@pytest.fixture
def ws(office: Office) -> Iterator[Workspace]:
    with office.open() as workspace:
        yield workspace


@pytest.fixture
def out(ws: Workspace, office: Office) -> Published:
    return published(ws, office)


def test_few_have_seen_it_so_nobody_is_told_of_it(ws: Workspace) -> None:
    case = ws.desk.report(GEMPA, channel="whatsapp", reach=30, reply_to=NUMBER).case
    said = Draft(
        claim="Gempa besar diramalkan malam ini",
        fact="Gempa tidak dapat diramalkan.",
        conclusion="Tidak ada peringatan gempa.",
        sources=[SOURCE],
    )
    assert not ws.desk.show(case.id).card.advice.public
    with pytest.raises(NotAllowed, match="30 have seen it and 1 reported it"):
        ws.desk.clarify(case.id, said, by="penulis")
    done = ws.desk.clarify(case.id, said, by="penulis", public=False)
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
        Draft(
            claim="Gempa besar diramalkan malam ini",
            fact="Tidak dapat diramalkan.",
            conclusion="Tidak ada peringatan.",
            sources=[SOURCE],
        ),
        by="penulis",
        override="sekolah sudah dipulangkan karenanya",
    )
    assert done.campaign is not None
    assert ws.desk.show(case.id).steps[-1].note == "sekolah sudah dipulangkan karenanya"


def test_everything_that_a_clarification_lacks_is_said_at_once(ws: Workspace) -> None:
    case = viral(ws)
    with pytest.raises(InputError) as caught:
        ws.desk.clarify(case.id, Draft(claim="VIRALKAN!! BANSOS CAIR DI https://hoaks.example"), by="penulis")
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
        case.id,
        Draft(claim=BANSOS, fact=f"Tidak benar bahwa {BANSOS}", conclusion=BANSOS, sources=[SOURCE]),
        by="penulis",
    )
    assert done.campaign is not None
    assert not ws.plan(done.campaign).stopped


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
    fixed = ws.desk.correct(version, Draft(fact="Lewat kantor pos dan bank."), by="penulis", note="Juga lewat bank")
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
    fixed = ws.desk.correct(out.case, Draft(fact="Lewat kantor pos dan bank."), by="penulis", note="Juga lewat bank")
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
    last = ws.desk.correct(out.case, Draft(fact="Lewat kantor pos, bank dan agen."), by="penulis", note="Dan agen")
    assert last.campaign is not None
    approve(ws, last.campaign.id)
    ws.deliver()
    assert review_on(out.page)["correction"] == "Dan agen"
    assert len(list(out.page.parent.iterdir())) == 1


def test_a_correction_withdraws_what_is_not_out_yet(ws: Workspace, office: Office) -> None:
    case = viral(ws)
    campaign = drafted(ws, case)
    with pytest.raises(NotAllowed, match="nobody has been told"):
        ws.desk.correct(case.id, Draft(fact="lain"), by="penulis", note="salah")
    ws.desk.clarify(
        case.id,
        Draft(claim="Bansos lewat tautan", fact="Lewat kantor pos.", conclusion="Palsu.", sources=[SOURCE]),
        by="penulis",
    )
    assert {d.state for d in ws.deliveries(campaign=campaign)} == {DeliveryState.WITHDRAWN}
    approve(ws, campaign)
    assert len(ws.deliver().sent) == 1
    with pytest.raises(InputError, match="changes nothing"):
        ws.desk.correct(case.id, by="penulis", note="salah")


def test_a_source_that_was_archived_is_linked_to_its_copy(office: Office) -> None:
    serve = httpx.MockTransport(lambda _request: httpx.Response(200, content=b"Bansos lewat kantor pos"))
    office.client = lambda: Client(transport=serve)
    with office.open() as ws:
        copy = ws.evidence.archive(SOURCE.url)
        out = published(ws, office)
        (said,) = ws.desk.show(out.case).clarifications
        assert said.sources[0].archive == copy.reference
        assert f"salinan arsip: {copy.reference}" in out.page.read_text("utf-8")


def test_a_correction_reaches_those_who_may_have_posted_it(ws: Workspace) -> None:
    case = viral(ws)
    done = ws.desk.clarify(
        case.id, Draft(claim="Bansos lewat tautan", fact="a", conclusion="b", sources=[SOURCE]), by="penulis"
    )
    assert done.campaign is not None
    wider = evolve(done.campaign, participants=Participants(accounts=("situs",), officers=("ani",)))
    ws.campaigns.add(wider)
    approve(ws, wider.id)
    assert {delivery.account for delivery in ws.deliver().handed_over} == {"ani-mastodon"}
    fixed = ws.desk.correct(case.id, Draft(fact="c"), by="penulis", note="keliru")
    assert {delivery.account for delivery in fixed.published} == {"situs", "ani-mastodon"}
    assert {delivery.account for delivery in fixed.withdrawn} == {"ani-mastodon"}
    assert fixed.campaign is not None
    assert (fixed.campaign.participants.accounts, fixed.campaign.participants.officers) == (("situs",), ("ani",))


def test_what_is_being_corrected_is_told_to_nobody_even_if_it_still_goes_out(ws: Workspace, out: Published) -> None:
    ws.desk.correct(out.case, Draft(fact="lain"), by="penulis", note="keliru")
    again = ws.desk.correct(out.case, Draft(fact="lain sekali"), by="penulis", note="keliru lagi")
    assert again.clarification.version == 3
    ws.deliver()
    assert ws.desk.answers() == ()
    assert ws.desk.show(out.case).card.case.state is CaseState.CORRECTING
    with pytest.raises(NotAllowed, match="out already"):
        ws.desk.close(out.case, Reason.OPINION, by="ketua")


def test_no_post_may_link_where_the_hoax_was_seen(ws: Workspace, out: Published) -> None:
    ws.desk.saw(out.case, channel="x", url="https://hoaks.example/p/2", reach=7, by="ani")
    link = Source(title="Hoaks", url="https://hoaks.example/p/2", publisher="x")
    fixed = ws.desk.correct(out.case, Draft(sources=[link]), by="penulis", note="keliru")
    assert fixed.campaign is not None
    assert {finding.code for finding in ws.plan(fixed.campaign).findings} >= {"hoax.linked"}


def test_a_retraction_stands_where_the_mistake_stood_and_everybody_who_was_told_is_told_again(
    ws: Workspace, office: Office, out: Published
) -> None:
    first, second, _ = (report.id for report in out.reports)
    for report in (first, second):
        ws.desk.answered(report, by="ani")
    assert ws.desk.answers() == ()
    office.clock.pass_by(days=3)
    note = "Jawaban kami keliru: tautan itu milik Kementerian Sosial"
    fixed = ws.desk.correct(
        out.case,
        Draft(verdict=Verdict.TRUE, label="Benar", fact="Tautannya resmi.", conclusion="Benar."),
        by="penulis",
        note=note,
    )
    assert set(fixed.answered) == {first, second}
    assert fixed.campaign is not None
    approve(ws, fixed.campaign.id)
    assert ws.desk.answers() == ()
    ws.deliver()
    told = {one.report: one for one in ws.desk.answers()}
    assert set(told) == {first, second}
    for one in told.values():
        assert f"Koreksi: {note}" in one.text
        assert "[Benar]" in one.text
        assert out.url in one.text
        ws.desk.answered(one.report, by="ani")
    review = review_on(out.page)
    assert (review["reviewRating"]["alternateName"], review["correction"]) == ("Benar", note)
    assert ws.desk.answers() == ()
    assert [entry.action for entry in ws.audit()].count("desk.told") == 4


def test_an_answer_that_only_reporters_got_is_corrected_with_them(ws: Workspace, office: Office) -> None:
    case = ws.desk.report(GEMPA, channel="whatsapp", reply_to=NUMBER).case
    said = Draft(claim="Gempa diramalkan malam ini", fact="Tidak diramalkan.", conclusion="Palsu.", sources=[SOURCE])
    ws.desk.clarify(case.id, said, by="penulis", public=False)
    ws.desk.release(case.id, by="ketua")
    (answer,) = ws.desk.answers()
    ws.desk.answered(answer.report, by="ani")
    office.clock.pass_by(hours=1)
    fixed = ws.desk.correct(
        case.id, Draft(fact="Tidak ada yang dapat meramalkannya."), by="penulis", note="Kurang lengkap"
    )
    assert (fixed.campaign, fixed.answered) == (None, (answer.report,))
    late = ws.desk.report(GEMPA, channel="telegram", reply_to="@warga")
    assert ws.desk.answers() == ()
    with pytest.raises(NotAllowed, match="wrote this"):
        ws.desk.release(case.id, by="penulis")
    ws.desk.release(case.id, by="ketua")
    told = {one.report: one.text for one in ws.desk.answers()}
    assert set(told) == {answer.report, late.report.id}
    assert "Koreksi: Kurang lengkap" in told[answer.report]
    assert "Koreksi" not in told[late.report.id]


def test_who_was_told_that_it_is_not_clarified_is_told_that_it_is_now(ws: Workspace) -> None:
    case = ws.desk.report(GEMPA, channel="whatsapp", reply_to=NUMBER, reach=5000).case
    ws.desk.close(case.id, Reason.TOO_LITTLE, by="ketua")
    (answer,) = ws.desk.answers()
    ws.desk.answered(answer.report, by="ani")
    ws.desk.reopen(case.id, by="ketua")
    drafted(ws, case)
    ws.deliver()
    (again,) = ws.desk.answers()
    assert "memperbaiki jawaban" in again.text


def test_who_was_told_something_else_under_a_case_that_was_merged_learns_that_it_is_a_correction(
    ws: Workspace, office: Office
) -> None:
    other = ws.desk.report(GEMPA, channel="whatsapp", reply_to="0813-1111-1111")
    ws.desk.close(other.case.id, Reason.TOO_LITTLE, by="ketua")
    ws.desk.answered(other.report.id, by="ani")
    out = published(ws, office)
    ws.desk.merge(other.case.id, out.case, by="ketua")
    told = {one.report: one.text for one in ws.desk.answers()}
    assert "memperbaiki jawaban" in told[other.report.id]
    assert "memperbaiki jawaban" not in told[out.reports[0].id]


def kept_for(office: Office, span: str) -> None:
    settings = office.folder / "kantor" / "govpr.toml"
    settings.write_text(settings.read_text("utf-8").replace('"180d"', f'"{span}"'), "utf-8")


def test_contacts_are_not_kept_longer_than_the_settings_say(office: Office) -> None:
    kept_for(office, "30d")
    with office.open() as ws:
        waiting = ws.desk.report(GEMPA, channel="whatsapp", reply_to="0813-1111-1111")
        out = published(ws, office)
        first, second, _ = (report.id for report in out.reports)
        office.clock.pass_by(days=20)
        ws.desk.answered(first, by="ani")
        office.clock.pass_by(days=29)  # the report is 49 days old, its answer 29
        assert [one.report for one in ws.desk.answers()] == [second]
        fixed = ws.desk.correct(out.case, Draft(fact="Lewat kantor pos dan bank."), by="penulis", note="Kurang")
        assert fixed.campaign is not None
        approve(ws, fixed.campaign.id)
        ws.deliver()
        assert {one.report for one in ws.desk.answers()} == {first, second}
        for report in (first, second):
            ws.desk.answered(report, by="ani")
        office.clock.pass_by(days=31)
        ws.desk.answers(out.case)  # of one case only: nothing is deleted
        assert "desk.forgot" not in [entry.action for entry in ws.audit()]
        assert ws.desk.answers() == ()
        (entry,) = [entry for entry in ws.audit() if entry.action == "desk.forgot"]
        assert (entry.actor, entry.detail["count"]) == ("govpr", 2)
        assert NUMBER not in str(entry)
        assert ws.desk.answers() == ()
        assert [entry.action for entry in ws.audit()].count("desk.forgot") == 1
        ws.desk.close(waiting.case.id, Reason.TRUE, by="ketua")  # who still waited is told
        assert [one.reply_to for one in ws.desk.answers()] == ["0813-1111-1111"]
        assert ws.verify() is None


def test_without_the_setting_contacts_stay_until_somebody_forgets_them(office: Office) -> None:
    settings = office.folder / "kantor" / "govpr.toml"
    text = settings.read_text("utf-8")
    settings.write_text("\n".join(line for line in text.splitlines() if "keep_contacts" not in line), "utf-8")
    with office.open() as ws:
        out = published(ws, office)
        for report in out.reports[:2]:
            ws.desk.answered(report.id, by="ani")
        office.clock.pass_by(days=4000)
        ws.desk.answers()
        assert ws.desk.forget(office.clock(), by="ketua") == 2
