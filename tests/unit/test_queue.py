"""A queue that people can change: each post keeps its id, and who did what is in the audit log."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.office import CAMPAIGN, MORNING, Office

from govpr.cli import main
from govpr.errors import InputError, NotAllowed, NotFound
from govpr.models import DeliveryState
from govpr.workspace import Workspace

LATER = MORNING + timedelta(days=2)
NEW = "Kantor buka juga hari Sabtu, mulai pukul 8 pagi. Bawa KTP."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def site(ws: Workspace) -> str:
    """The post of the agency's own account."""
    return next(one.post for one in ws.deliveries() if one.account == "situs")


def approved(ws: Workspace, office: Office) -> str:
    ws.approve(ws.plan(office.campaign(ws)), by="ketua")
    return site(ws)


def actions(ws: Workspace) -> list[tuple[str, str]]:
    return [(entry.actor, entry.action) for entry in ws.audit() if entry.action.startswith("post.")]


def test_a_post_goes_out_at_another_time_and_stays_approved(office: Office) -> None:
    with office.found() as ws:
        post = approved(ws, office)
        moved = ws.queue.reschedule(post, LATER, by="ketua")
        assert (moved.post.id, moved.post.due, moved.delivery.state) == (post, LATER, DeliveryState.APPROVED)
        assert ws.deliver().sent == ()
        assert ws.plan("layanan").changes == ()  # a plan that is made again keeps the time
        assert ws.plan_stream("layanan").changes == {}
        office.clock.pass_by(days=2)
        assert [one.post for one in ws.deliver().sent] == [post]
        assert ("ketua", "post.rescheduled") in actions(ws)
        with pytest.raises(NotAllowed):
            ws.queue.reschedule(post, LATER, by="ketua")


def test_new_words_need_an_approval_of_somebody_else(office: Office) -> None:
    with office.found() as ws:
        post = approved(ws, office)
        edited = ws.queue.edit(post, NEW, by="ketua")
        assert edited.post.id == post
        assert edited.delivery.state is DeliveryState.PLANNED
        assert edited.post.text == f"Akun resmi Kementerian Contoh\n{NEW}"
        assert ws.deliver().sent == ()
        plan = ws.plan("layanan")
        assert plan.changes == ()
        assert NEW in next(one.text for one in plan.posts if one.id == post)
        with pytest.raises(NotAllowed) as own:
            ws.approve(plan, by="ketua")
        assert own.value.code == "approval.own-work"
        assert ws.approve(plan, by="ani").posts == (post,)
        assert [one.post for one in ws.deliver().sent] == [post]
        assert ("ketua", "post.edited") in actions(ws)


def test_a_stream_of_approvals_asks_who_worded_it_too(office: Office) -> None:
    with office.found() as ws:
        ws.plan(office.campaign(ws))
        ws.queue.edit(site(ws), NEW, by="ketua")
        seal = ws.plan_stream("layanan").seal
        with pytest.raises(NotAllowed) as own:
            ws.approve_stream("layanan", seal, by="ketua")
        assert own.value.code == "approval.own-work"
        assert ws.approve_stream("layanan", seal, by="ani").posts == 3


def test_the_same_words_change_nothing(office: Office) -> None:
    with office.found() as ws:
        post = approved(ws, office)
        (before,) = (one for one in ws.queue.waiting() if one.post.id == post)
        assert ws.queue.edit(post, before.post.text, by="ketua").delivery.state is DeliveryState.APPROVED


def test_new_words_are_checked(office: Office) -> None:
    with office.found() as ws:
        post = approved(ws, office)
        found = ws.queue.edit(post, " ", by="ketua").findings
        assert {finding.code for finding in found} >= {"text.empty"}
        assert ws.approve(ws.plan("layanan"), by="ani").stopped == (post,)


def test_what_is_on_hold_waits_until_it_is_released(office: Office) -> None:
    with office.found() as ws:
        post = approved(ws, office)
        assert ws.queue.hold(post, by="ani", note="tunggu BMKG").problem == "tunggu BMKG"
        assert ws.deliver().sent == ()
        assert ws.plan("layanan").changes == ()
        with pytest.raises(NotAllowed):
            ws.queue.hold(post, by="ani")
        assert ws.queue.release(post, by="ani").state is DeliveryState.APPROVED
        assert [one.post for one in ws.deliver().sent] == [post]
        assert actions(ws)[-2:] == [("ani", "post.put_on_hold"), ("ani", "post.released")]


def test_what_is_edited_on_hold_is_not_approved_when_it_is_released(office: Office) -> None:
    with office.found() as ws:
        post = approved(ws, office)
        ws.queue.hold(post, by="ani")
        assert ws.queue.edit(post, NEW, by="penulis").delivery.state is DeliveryState.ON_HOLD
        assert ws.queue.release(post, by="ani").state is DeliveryState.PLANNED
        ws.queue.hold(post, by="ani")
        ws.approve(ws.plan("layanan"), by="ketua")
        assert ws.deliver().sent == ()
        assert ws.queue.release(post, by="ani").state is DeliveryState.APPROVED
        assert ws.queue.withdraw(post, by="ani").state is DeliveryState.WITHDRAWN


def test_a_post_on_hold_leaves_the_share_kit(office: Office) -> None:
    with office.found() as ws:
        approved(ws, office)
        (post,) = (one.post for one in ws.deliver().handed_over if one.account == "ani-mastodon")
        kit = ws.folder / "sharekits" / "ani"
        before = "".join(file.read_text("utf-8") for file in kit.rglob("*.html"))
        ws.queue.hold(post, by="ketua")
        after = "".join(file.read_text("utf-8") for file in kit.rglob("*.html"))
        assert len(after) < len(before)
        ws.queue.release(post, by="ketua")
        assert [one.post for one in ws.deliver().handed_over] == [post]


def test_conflicts_are_shown(office: Office) -> None:
    other = '\n[[campaign.waves]]\nid = "kedua"\nat = 2026-11-05T09:00:00+07:00\nmessages = ["buka"]\n'
    with office.found() as ws:
        ws.plan(office.campaign(ws, CAMPAIGN + other))
        first, second = (one for one in ws.queue.waiting(account="situs"))
        assert (first.close, second.close) == ((), ())
        moved = ws.queue.reschedule(second.post.id, MORNING + timedelta(minutes=5), by="ketua")
        assert moved.close == (first.post.id,)
        assert [one.close for one in ws.queue.waiting(account="situs", limit=1)] == [(second.post.id,)]
        assert len(ws.queue.waiting(campaign="layanan")) == 6


def test_what_cannot_be_changed_says_so(office: Office) -> None:
    with office.found() as ws:
        post = approved(ws, office)
        with pytest.raises(NotFound):
            ws.queue.hold("post-0", by="ketua")
        with pytest.raises(NotAllowed):
            ws.queue.hold(post, by="entah")
        with pytest.raises(InputError, match="no time zone"):
            ws.queue.reschedule(post, datetime(2026, 11, 5, 9), by="ketua")  # noqa: DTZ001
        ws.deliver()
        for change in (ws.queue.hold, ws.queue.release, ws.queue.withdraw):
            with pytest.raises(NotAllowed):
                change(post, by="ketua")


def test_the_commands(office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with office.found() as ws:
        post = approved(ws, office)
    monkeypatch.chdir(ws.folder)

    def run(*tokens: str) -> tuple[int, str]:
        capsys.readouterr()
        return main(("queue", *tokens)), "".join(capsys.readouterr())

    assert run("list")[1].count("approved") == 3
    assert len(json.loads(run("list", "--account", "situs", "--json")[1])["queued"]) == 1
    assert run("reschedule", post, "--to", LATER.isoformat(), "--by", "ketua") == (
        0,
        f"{post} goes out at 05 Nov 09:00 UTC+07:00.\n",
    )
    assert run("reschedule", post, "--to", "besok", "--by", "ketua")[0] == 2
    assert run("hold", post, "--by", "ketua", "--note", "tunggu")[0] == 0
    assert "is approved" in run("release", post, "--by", "ketua")[1]
    assert run("edit", post, "--by", "penulis")[0] == 2
    assert "is planned. Next: govpr approve layanan" in run("edit", post, "--text", NEW, "--by", "penulis")[1]
    file = office.write("baru.txt", f"{NEW} Terima kasih.\n")
    assert run("edit", post, "--file", str(file), "--by", "penulis")[0] == 0
    assert "is withdrawn" in run("withdraw", post, "--by", "ketua")[1]
