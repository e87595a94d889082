"""What is out and wrong: corrected where it stands, below it, or anew; or taken back, by the platform or a person."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from attrs import field, frozen
from tests.little_server import LittleServer, little_server
from tests.office import CAMPAIGN, Office, for_account, with_account

from govpr.cli import main
from govpr.content.rules import Length, Rules
from govpr.errors import InputError, NotAllowed, NotFound, Rejected, Unreachable
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.client import Client
from govpr.http.replies import expect
from govpr.http.retry import Policy
from govpr.models import Account, Delivery, DeliveryState, Receipt
from govpr.platforms.protocol import Outgoing, Platform

TEXT = "Mulai pekan ini loket buka juga pada hari Minggu pagi."
WRONG = "Harinya salah: bukan Sabtu."


@frozen
class Paper:
    """A service where what is out is out."""

    name = "warta"
    hosts = frozenset[str]()
    rules = Rules(text=Length(limit=500))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        body = {"status": part.text, "in_reply_to_id": part.previous.id if part.previous else None}
        reply = yield Call("POST", f"{account.server}/api/v1/statuses", Json(body), effect=Effect.ONCE)
        return Receipt(id=expect(reply, 200)["id"], url=expect(reply, 200)["url"])


@frozen
class Talk(Paper):
    """One where a post can answer another."""

    rules = Rules(text=Length(limit=500), parts=5)


@frozen
class Board(Talk):
    """One where what is out can be edited and deleted; what it does is kept here."""

    edited: ClassVar[list[tuple[str, str]]] = []
    deleted: ClassVar[list[tuple[str, ...]]] = []
    trouble: list[Exception] = field(factory=list)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        yield Call("GET", f"{account.server}/api/v1/statuses/1")
        if self.trouble:
            raise self.trouble[0]
        self.edited.append((receipt.id, part.text))
        return receipt

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        yield Call("GET", f"{account.server}/api/v1/statuses/1")
        if self.trouble:
            raise self.trouble[0]
        self.deleted.append(receipt.parts or (receipt.id,))


@pytest.fixture
def server() -> Iterator[LittleServer]:
    with little_server() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: LittleServer) -> Office:
    monkeypatch.setenv("KANAL", "rahasia-sekali")
    office = Office(tmp_path)
    office.client = lambda: Client(clock=office.clock, policy=Policy(attempts=1), sleep=lambda _seconds: None)
    Board.edited.clear()
    Board.deleted.clear()
    return office


def sent(office: Office, server: LittleServer, platform: Platform | None, campaign: str = CAMPAIGN) -> Delivery:
    """A live workspace with one post that is out; on a platform that is installed where none is given."""
    office.platforms = {} if platform is None else {"warta": platform}
    agency = with_account("mastodon" if platform is None else "warta", server=server.url, credential="env:KANAL")
    with office.found(agency=agency) as ws:
        ws.approve(ws.plan(office.campaign(ws, for_account(text=campaign))), by="ketua")
    office.go_live()
    with office.open() as ws:
        ws.deliver()
        (delivery,) = ws.deliveries()
    return delivery


def corrected(office: Office, post: str, text: str = TEXT) -> Delivery:
    """The correction of a post, approved and delivered."""
    with office.open() as ws:
        plan = ws.correct(post, text=text, correction=WRONG, by="penulis")
        assert not plan.stopped
        assert ws.deliver().sent == (), "not before somebody has approved the words"
        with pytest.raises(NotAllowed):
            ws.approve(plan, by="penulis")
        assert ws.approve(plan, by="ketua").posts == (plan.posts[0].id,)
        (delivery,) = ws.deliver().sent
        assert ("post.corrected", plan.posts[0].replaces) in [(one.action, one.subject) for one in ws.audit()]
    return delivery


def test_a_post_is_corrected_where_it_stands(office: Office, server: LittleServer) -> None:
    before = sent(office, server, Board())
    after = corrected(office, before.post)
    ((place, words),) = Board.edited
    assert before.receipt is not None
    assert after.receipt is not None
    assert (place, after.receipt.id) == (before.receipt.id, before.receipt.id)
    assert TEXT in words
    assert words.startswith("Akun resmi Kementerian Contoh")
    assert len(server.statuses) == 1
    corrected(office, after.post, "Mulai pekan ini loket buka juga pada hari Senin petang.")
    assert [one for one, _ in Board.edited] == [before.receipt.id] * 2, "the one that stands there"


@pytest.mark.parametrize(
    ("platform", "answers"),
    [(Board([Rejected("too late")]), "1"), (Talk(), "1"), (Paper(), None)],
    ids=["late", "talk", "paper"],
)
def test_else_it_is_answered_or_said_anew(
    office: Office, server: LittleServer, platform: Platform, answers: str | None
) -> None:
    before = sent(office, server, platform)
    corrected(office, before.post)
    assert len(server.statuses) == 2
    assert server.statuses[1]["in_reply_to_id"] == answers
    assert TEXT in server.statuses[1]["text"]


def test_until_it_is_out_a_correction_is_changed_not_doubled(office: Office, server: LittleServer) -> None:
    before = sent(office, server, Board())
    with office.open() as ws:
        first = ws.correct(before.post, text="Loket buka hari Senin.", correction=WRONG, by="penulis")
        ws.approve(first, by="ketua")
        second = ws.correct(before.post, text=TEXT, correction=WRONG, by="penulis")
        assert second.campaign == first.campaign
        assert ws.deliver().sent == (), "other words need another approval"


def test_what_cannot_be_corrected_says_why(office: Office, server: LittleServer) -> None:
    before = sent(office, server, Board())
    with office.open() as ws:
        with pytest.raises(InputError, match="correction is empty"):
            ws.correct(before.post, text=TEXT, correction=" ", by="penulis")
        with pytest.raises(NotFound):
            ws.correct("post-0", text=TEXT, correction=WRONG, by="penulis")
        with pytest.raises(NotAllowed):
            ws.correct(before.post, text=TEXT, correction=WRONG, by="siapa")
        ws.retract(before.post, by="ketua")
        with pytest.raises(NotAllowed, match="retracted"):
            ws.correct(before.post, text=TEXT, correction=WRONG, by="penulis")


def test_a_post_is_deleted_where_the_platform_can(office: Office, server: LittleServer) -> None:
    before = sent(office, server, Board())
    with office.open() as ws:
        after = ws.retract(before.post, by="ketua", reason="angka salah")
        assert (after.state, after.problem, after.needs_a_person) == (DeliveryState.RETRACTED, "", False)
        assert Board.deleted == [("1",)]
        assert ws.deliver().sent == ()
        assert ws.report("layanan").posts.states["retracted"] == 1
        told = {one.action: dict(one.detail) for one in ws.audit()}
        assert told["post.retracted"] == {"reason": "angka salah", "done": False}
        assert told["post.deleted"] == {"outcome": "deleted"}
        assert ws.verify() is None


def test_of_a_thread_that_broke_off_what_is_out_is_deleted_and_the_rest_never_goes_out(
    office: Office, server: LittleServer
) -> None:
    server.faults.extend(["", "never"])
    before = sent(
        office, server, Board(), CAMPAIGN.replace('Sabtu pagi."', 'Sabtu pagi.\\n---\\nBawa kartu identitas."')
    )
    assert before.parts_out == 1
    with office.open() as ws:
        assert ws.retract(before.post, by="ketua").problem == ""
        office.clock.pass_by(days=1)
        ws.deliver()
    assert Board.deleted == [("1",)]
    assert len(server.statuses) == 1


def test_a_deletion_that_fails_stays_in_sight_and_may_be_ordered_again(
    office: Office, server: LittleServer, capsys: pytest.CaptureFixture[str]
) -> None:
    board = Board()
    before = sent(office, server, board)
    board.trouble.append(Unreachable("away"))
    with office.open() as ws:
        with pytest.raises(Unreachable):
            ws.retract(before.post, by="ketua")
        (left,) = ws.deliveries()
        assert left.needs_a_person
        assert "still there: away" in left.problem
        capsys.readouterr()
        assert main(["status", "--troubled", "--workspace", str(office.folder / "kantor")]) == 1
        assert before.post in capsys.readouterr().out
        board.trouble.clear()
        assert ws.retract(before.post, by="ketua").problem == ""


def test_where_only_a_person_can_delete_it_they_are_told_how_and_say_when_it_is_done(
    office: Office, server: LittleServer
) -> None:
    before = sent(office, server, Paper())
    with office.open() as ws:
        told = ws.retract(before.post, by="ketua")
        assert told.needs_a_person
        assert f"{server.url}/@kanal/1" in told.problem
        assert f"govpr retract {before.post} --done" in told.problem
        assert not ws.retract(before.post, by="ketua", done=True).needs_a_person


def test_what_is_not_out_is_withdrawn_not_retracted(office: Office, server: LittleServer) -> None:
    server.faults.append("never")
    before = sent(office, server, Board())
    assert before.state is DeliveryState.REFUSED
    with office.open() as ws:
        with pytest.raises(NotAllowed):
            ws.retract(before.post, by="ketua")
        with pytest.raises(NotAllowed):
            ws.retract(before.post, by="siapa")


def test_the_commands_correct_and_retract(
    office: Office, server: LittleServer, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sent(office, server, None)
    folder = ("--workspace", str(office.folder / "kantor"))
    assert main(["correct", before.post, "--text", TEXT, "--correction", WRONG, "--by", "penulis", *folder]) == 0
    told = capsys.readouterr().out
    assert "Next: govpr approve koreksi-" in told
    assert TEXT[:20] in told
    assert main(["retract", before.post, "--done", "--by", "ketua", "--reason", "angka salah", *folder]) == 0
    assert f"{before.post} is retracted." in capsys.readouterr().out
    assert main(["correct", before.post, "--text", TEXT, "--correction", WRONG, "--by", "penulis", *folder]) == 3
