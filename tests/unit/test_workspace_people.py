"""Consent, share kits, confirmation, the audit log: rules that work."""

import inspect
import re
import sqlite3
from pathlib import Path

import pytest
from tests.office import OFFICERS, Office

from govpr.errors import InvalidFile, NotAllowed, NotFound, StoreError
from govpr.models import DeliveryState
from govpr.workspace import AsyncWorkspace, Workspace

CODE = re.compile(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b")
NUMBERS = re.findall(r"\b\d{18}\b", OFFICERS)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def handed_over(office: Office) -> Workspace:
    ws = office.found()
    ws.approve(ws.plan(office.campaign(ws)), by="ketua")
    assert len(ws.deliver().handed_over) == 2
    return ws


def kit(ws: Workspace, officer: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ws.folder / "sharekits" / officer).rglob("*.html")))


def code_of(ws: Workspace, officer: str) -> str:
    found = CODE.search(kit(ws, officer))
    assert found
    return found[0]


def test_a_share_kit_has_the_exact_words_and_a_code(office: Office) -> None:
    with handed_over(office) as ws:
        (post,) = (post for post in ws.plan("layanan").posts if post.officer == "ani")
        texts = [path.read_text("utf-8") for path in (ws.folder / "sharekits" / "ani").rglob("*.txt")]
        assert any(post.text in text for text in texts)
        assert code_of(ws, "ani") != code_of(ws, "beni")
        assert "share?text=" in kit(ws, "ani")


def test_an_officer_confirms_once(office: Office) -> None:
    with handed_over(office) as ws:
        code = code_of(ws, "ani")
        sent = ws.officers.confirm(code.lower().replace("-", " "), url="https://sosial.example/@ani/1")
        assert sent.state is DeliveryState.SENT
        assert sent.receipt is not None
        assert sent.receipt.url == "https://sosial.example/@ani/1"
        with pytest.raises(NotAllowed) as again:
            ws.officers.confirm(code)
        assert again.value.code.startswith("confirmation.")
        assert code not in str(again.value)


@pytest.mark.parametrize("code", ["", "AAAAA-AAAAA", "x" * 500])
def test_an_unknown_code_confirms_nothing(office: Office, code: str) -> None:
    with handed_over(office) as ws:
        with pytest.raises(NotAllowed) as unknown:
            ws.officers.confirm(code)
        assert unknown.value.code == "confirmation.unknown"
        assert len(ws.deliveries(DeliveryState.HANDED_OVER)) == 2


def test_a_code_expires(office: Office) -> None:
    with handed_over(office) as ws:
        office.clock.pass_by(days=8)
        with pytest.raises(NotAllowed) as expired:
            ws.officers.confirm(code_of(ws, "ani"))
        assert expired.value.code == "confirmation.expired"
        assert len(ws.officers.renew("ani")) == 1
        assert ws.officers.confirm(code_of(ws, "ani")).state is DeliveryState.SENT
        assert not CODE.search(kit(ws, "ani"))
        with pytest.raises(NotFound):
            ws.officers.renew("siapa")


def test_a_late_hand_over_still_leaves_a_week_to_confirm(office: Office) -> None:
    with office.found() as ws:
        ws.approve(ws.plan(office.campaign(ws)), by="ketua")
        office.clock.pass_by(days=20)
        ws.deliver()
        assert ws.officers.confirm(code_of(ws, "beni")).state is DeliveryState.SENT


def test_a_code_is_for_exactly_these_words(office: Office) -> None:
    with handed_over(office) as ws:
        code = code_of(ws, "ani")
        edited = (office.folder / "campaign.toml").read_text("utf-8").replace("Sabtu", "Minggu")
        ws.plan(office.campaign(ws, edited))
        assert code not in kit(ws, "ani")  # nor may the old words be posted any more
        with pytest.raises(NotAllowed) as void:
            ws.officers.confirm(code)
        assert void.value.code == "confirmation.void"


def test_the_store_keeps_neither_codes_nor_numbers(office: Office) -> None:
    with handed_over(office) as ws:
        codes = [code_of(ws, "ani"), code_of(ws, "beni")]
    raw = b"".join(path.read_bytes() for path in (office.folder / "kantor").glob("govpr.db*"))
    for secret in (*codes, *NUMBERS):
        assert secret.encode() not in raw
        assert secret.replace("-", "").encode() not in raw


def test_what_is_withdrawn_or_rejected_leaves_the_kit(office: Office) -> None:
    with handed_over(office) as ws:
        (post,) = (delivery.post for delivery in ws.deliveries() if delivery.account == "beni-mastodon")
        ws.withdraw(post, by="ketua")
        assert not CODE.search(kit(ws, "beni"))
        assert CODE.search(kit(ws, "ani"))
        ws.reject(ws.plan("layanan"), by="ketua", note="tunggu")
        assert not CODE.search(kit(ws, "ani"))


def test_words_that_were_changed_behind_the_approval_reach_no_kit(office: Office) -> None:
    with office.found() as ws:
        ws.approve(ws.plan(office.campaign(ws)), by="ketua")
    raw = sqlite3.connect(office.folder / "kantor" / "govpr.db")
    raw.execute("UPDATE posts SET data = replace(data, 'Sabtu', 'Minggu')")
    raw.commit()
    raw.close()
    with office.open() as ws:
        outcome = ws.deliver()
        assert (outcome.sent, outcome.handed_over) == ((), ())
        assert not (ws.folder / "sharekits").exists()


def test_withdrawn_consent_cancels_what_is_queued_and_clears_the_kit(office: Office) -> None:
    with handed_over(office) as ws:
        code = code_of(ws, "ani")
        assert len(ws.officers.withdraw("ani")) == 1
        assert code not in kit(ws, "ani")
        with pytest.raises(NotAllowed):
            ws.officers.confirm(code)
        assert {post.account for post in ws.plan("layanan").posts} == {"situs", "beni-mastodon"}
        ws.officers.load(office.folder / "officers.csv")  # the old list must not undo it
        assert {post.account for post in ws.plan("layanan").posts} == {"situs", "beni-mastodon"}


def test_consent_that_ends_between_approval_and_delivery_counts(office: Office) -> None:
    with office.found() as ws:
        ws.approve(ws.plan(office.campaign(ws)), by="ketua")
        ws.officers.withdraw("beni", "beni-mastodon")
        assert [delivery.account for delivery in ws.deliver().handed_over] == ["ani-mastodon"]
        assert not (ws.folder / "sharekits" / "beni").exists()
        with pytest.raises(NotFound):
            ws.officers.withdraw("siapa")


def test_loading_officers_again_changes_nothing_and_a_number_has_one_owner(office: Office) -> None:
    with office.found() as ws:
        before = (ws.officers.all(), ws.officers.accounts(), ws.officers.consents())
        ws.officers.load(office.folder / "officers.csv")
        assert (ws.officers.all(), ws.officers.accounts(), ws.officers.consents()) == before
        stolen = office.write("stolen.csv", OFFICERS.replace("ani,Ani", "tono,Tono").replace("@ani", "@tono"))
        with pytest.raises(InvalidFile) as caught:
            ws.officers.load(stolen)
        assert not any(number in str(caught.value) for number in NUMBERS)
        assert ws.officers.all() == before[0]


def test_the_audit_log_tells_who_did_what_and_shows_tampering(office: Office) -> None:
    with handed_over(office) as ws:
        actions = [(entry.actor, entry.action) for entry in ws.audit()]
        assert ("ketua", "post.approved") in actions
        assert ("govpr", "delivery.published") in actions
        assert ws.verify() is None
        place = actions.index(("ketua", "post.approved")) + 1
    raw = sqlite3.connect(office.folder / "kantor" / "govpr.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute("UPDATE audit SET actor = 'beni'")
    raw.execute("DROP TRIGGER audit_no_update")
    raw.execute("UPDATE audit SET actor = 'beni' WHERE seq = ?", (place,))
    raw.commit()
    raw.close()
    with office.open() as ws:
        assert ws.verify() == place


def test_a_removed_entry_breaks_the_chain(office: Office) -> None:
    handed_over(office).close()
    raw = sqlite3.connect(office.folder / "kantor" / "govpr.db")
    raw.execute("DROP TRIGGER audit_no_delete")
    raw.execute("DELETE FROM audit WHERE seq = 2")
    raw.commit()
    raw.close()
    with office.open() as ws:
        assert ws.verify() == 2


def test_a_workspace_without_its_key_says_so(office: Office) -> None:
    office.found().close()
    (office.folder / "kantor" / "secret.key").unlink()
    with pytest.raises(StoreError, match="key"):
        office.open()


def test_the_key_is_for_its_owner_alone(office: Office) -> None:
    office.found().close()
    assert (office.folder / "kantor" / "secret.key").stat().st_mode & 0o077 == 0


def test_making_a_workspace_again_keeps_what_is_there(office: Office) -> None:
    office.found().close()
    key = (office.folder / "kantor" / "secret.key").read_bytes()
    office.go_live()
    with office.found() as ws:
        assert ws.live
        assert len(ws.officers.all()) == 4
    assert (office.folder / "kantor" / "secret.key").read_bytes() == key


def _surface(kind: type) -> dict[str, tuple[str, ...]]:
    members = {name: member for name, member in inspect.getmembers(kind) if not name.startswith("_")}
    return {
        name: tuple(inspect.signature(member).parameters) if callable(member) else ("property",)
        for name, member in members.items()
    }


def test_both_workspaces_have_the_same_surface() -> None:
    sync, asynchronous = _surface(Workspace), _surface(AsyncWorkspace)
    assert sync.keys() == asynchronous.keys()
    doors = {"init", "open"}  # the asynchronous ones pass their options on
    assert {name: sync[name] for name in sync.keys() - doors} == {
        name: asynchronous[name] for name in sync.keys() - doors
    }
    for area in ("officers", "programmes", "campaigns", "hoaxes", "databases", "evidence", "pictures"):
        one = inspect.signature(getattr(Workspace, area).fget).return_annotation
        other = inspect.signature(getattr(AsyncWorkspace, area).fget).return_annotation
        assert _surface(one) == _surface(other)
