"""The newsroom as a platform, talking to its folder."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from attrs import evolve

from govpr.errors import DeliveryError, ProtocolError, Rejected
from govpr.http.calls import Call, Effect, Flow, Reply
from govpr.models import Account, Media, MessageKind, Receipt, Source
from govpr.newsroom import NewsroomFolder, Site
from govpr.platforms.newsroom import Newsroom
from govpr.platforms.protocol import Attachment, Finds, Outgoing, Platform, Revokes, Shares, Uploads

T = TypeVar("T")
NEWSROOM = Newsroom()
ACCOUNT = Account(id="web-komdigi", platform="newsroom", handle="kabar", agency="komdigi")
PART = Outgoing(
    post="post-1",
    key="a" * 32,
    text="Siapkan tas siaga.",
    at=datetime(2026, 12, 1, 2, 0, tzinfo=UTC),
    title="Siaga banjir",
    kind=MessageKind.CLARIFICATION,
    claim="Air akan naik malam ini",
    sources=(Source(title="Peringatan dini", url="https://bmkg.example.go.id/1", publisher="BMKG"),),
)


@pytest.fixture
def folder(tmp_path: Path) -> NewsroomFolder:
    site = Site(
        title="Kabar", url="https://kabar.example.go.id/b", agency="Komdigi", agency_url="https://example.go.id"
    )
    return NewsroomFolder(tmp_path / "newsroom", site)


def run(flow: Flow[T], folder: NewsroomFolder) -> tuple[T, list[Call]]:
    calls = []
    try:
        call = next(flow)
        while True:
            calls.append(call)
            call = flow.send(folder.send(call))
    except StopIteration as stop:
        return stop.value, calls


def answered(flow: Flow[Any], reply: Reply) -> None:
    next(flow)
    flow.send(reply)


def test_it_has_the_flows_of_a_platform_and_no_link_to_share() -> None:
    assert all(isinstance(NEWSROOM, kind) for kind in (Platform, Uploads, Finds, Revokes))
    assert not isinstance(NEWSROOM, Shares)
    assert NEWSROOM.hosts == frozenset()


def test_publishing_gives_the_address_of_the_page(folder: NewsroomFolder) -> None:
    receipt, calls = run(NEWSROOM.publish(PART, ACCOUNT), folder)
    assert receipt.url == "https://kabar.example.go.id/b/items/post-1.html"
    assert (receipt.id, receipt.at) == ("post-1", PART.at)
    assert [(call.method, call.url, call.effect, call.signed) for call in calls] == [
        ("PUT", "newsroom://web-komdigi/items/post-1.json", Effect.KEYED, False)
    ]
    folder.build()
    assert (folder.folder / "site" / "items" / "post-1.html").is_file()


def test_publishing_twice_leaves_one_unchanged_item(folder: NewsroomFolder) -> None:
    first, _ = run(NEWSROOM.publish(PART, ACCOUNT), folder)
    before = folder.items()
    second, _ = run(NEWSROOM.publish(evolve(PART), ACCOUNT), folder)
    assert (first, before) == (second, folder.items())
    assert len(before) == 1


def test_the_item_keeps_all_that_was_given(folder: NewsroomFolder) -> None:
    run(NEWSROOM.publish(evolve(PART, factcheck="cid-1", agency="komdigi"), ACCOUNT), folder)
    (item,) = folder.items()
    assert (item.claim, item.factcheck, item.agency, item.sources) == (PART.claim, "cid-1", "komdigi", PART.sources)
    assert (item.kind, item.at, item.title, item.text) == (PART.kind, PART.at, PART.title, PART.text)


def test_find_knows_exactly_this_content(folder: NewsroomFolder) -> None:
    assert run(NEWSROOM.find(PART, ACCOUNT), folder)[0] is None
    receipt, _ = run(NEWSROOM.publish(PART, ACCOUNT), folder)
    assert run(NEWSROOM.find(PART, ACCOUNT), folder)[0] == receipt
    assert run(NEWSROOM.find(evolve(PART, key="b" * 32), ACCOUNT), folder)[0] is None


def test_revoking_takes_it_away_and_may_be_repeated(folder: NewsroomFolder) -> None:
    receipt, _ = run(NEWSROOM.publish(PART, ACCOUNT), folder)
    run(NEWSROOM.revoke(receipt, ACCOUNT), folder)
    run(NEWSROOM.revoke(receipt, ACCOUNT), folder)
    assert folder.items() == ()
    assert run(NEWSROOM.find(PART, ACCOUNT), folder)[0] is None


def test_a_picture_comes_with_its_item(folder: NewsroomFolder, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"picture")
    digest = hashlib.sha256(b"picture").hexdigest()
    handle, _ = run(NEWSROOM.upload(Media(file=str(tmp_path / "a.png"), alt="Peta", digest=digest), ACCOUNT), folder)
    assert handle == f"{digest}.png"
    shown = Attachment(handle=handle, alt="Peta", type="image/png")
    run(NEWSROOM.publish(evolve(PART, media=(shown,)), ACCOUNT), folder)
    folder.build()
    assert (folder.folder / "site" / "media" / handle).read_bytes() == b"picture"


def test_a_picture_that_changed_after_approval_is_refused(folder: NewsroomFolder, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"another picture")
    media = Media(file=str(tmp_path / "a.png"), alt="Peta", digest=hashlib.sha256(b"picture").hexdigest())
    with pytest.raises(Rejected, match="changed after it was approved"):
        run(NEWSROOM.upload(media, ACCOUNT), folder)
    assert list((folder.folder / "media").iterdir()) == []


def test_a_picture_that_was_never_read_is_refused() -> None:
    with pytest.raises(Rejected, match="digest"):
        next(NEWSROOM.upload(Media(file="a.png", alt="Peta"), ACCOUNT))


@pytest.mark.parametrize("reply", [Reply(200, body=b"<html>"), Reply(200, body=b'{"id": "post-1"}')])
def test_an_answer_that_makes_no_sense_is_a_protocol_error(reply: Reply) -> None:
    with pytest.raises(ProtocolError):
        answered(NEWSROOM.publish(PART, ACCOUNT), reply)


@pytest.mark.parametrize("status", [403, 422, 500])
def test_a_refusal_is_a_typed_error_at_each_flow(status: int) -> None:
    media = Media(file="a.png", alt="Peta", digest="0" * 64)
    revoke = NEWSROOM.revoke(Receipt(id="post-1"), ACCOUNT)
    for flow in (
        NEWSROOM.publish(PART, ACCOUNT),
        NEWSROOM.find(PART, ACCOUNT),
        NEWSROOM.upload(media, ACCOUNT),
        revoke,
    ):
        with pytest.raises(DeliveryError, match="no room"):
            answered(flow, Reply(status, body=b'{"detail": "no room"}'))
