"""A mock of Mastodon that its own client library is tested with takes what the adapter sends."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve
from tests.live.conftest import Hold
from tests.live.material import attached, part, picture

from govpr.errors import Rejected, Unauthorized
from govpr.http.sessions import Session
from govpr.models import Account
from govpr.platforms.access import hosts, session
from govpr.platforms.mastodon import Mastodon

pytestmark = pytest.mark.live
PLATFORM = Mastodon()
TOKEN = "mock_token"


@pytest.fixture
def account(mastodon: str) -> Account:
    return Account(
        id="humas", platform="mastodon", handle="@testuser", agency="contoh", server=mastodon, credential="env:UNUSED"
    )


@pytest.fixture
def own(account: Account) -> Session:
    return session(PLATFORM, account, find=lambda _reference: TOKEN)


def status(account: Account, handle: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.get(f"{account.server}/api/v1/statuses/{handle}", headers=headers)


def test_a_post_is_published_once_found_measured_and_deleted(account: Account, own: Session, hold: Hold) -> None:
    allowed, post = hosts(PLATFORM, account), part("Siaga & sigap: https://contoh.go.id/banjir?a=1&b=2 #SiagaBanjir")
    post = evolve(post, text=f"{post.text}\n\nNomor {post.key}")
    assert hold(PLATFORM.find(post, account), own, allowed) is None
    first = hold(PLATFORM.publish(post, account), own, allowed)
    again = hold(PLATFORM.publish(post, account), own, allowed)
    found = hold(PLATFORM.find(post, account), own, allowed)
    assert first.id == again.id == found.id
    assert first.url
    counts = hold(PLATFORM.metrics(first, post.post, post.at, account), own, allowed)
    assert (counts.likes, counts.shares, counts.replies) == (0, 0, 0)
    hold(PLATFORM.revoke(first, account), own, allowed)
    hold(PLATFORM.revoke(first, account), own, allowed)
    assert hold(PLATFORM.find(post, account), own, allowed) is None
    assert status(account, first.id).status_code == 404


def test_a_thread_answers_itself(account: Account, own: Session, hold: Hold) -> None:
    allowed = hosts(PLATFORM, account)
    first = hold(PLATFORM.publish(part("Satu"), account), own, allowed)
    second = part("Dua", first=first, previous=first)
    later = hold(PLATFORM.publish(second, account), own, allowed)
    assert status(account, later.id).json()["in_reply_to_id"] == first.id
    assert hold(PLATFORM.find(second, account), own, allowed).id == later.id
    thread = evolve(first, parts=(first.id, later.id))
    assert hold(PLATFORM.metrics(thread, second.post, second.at, account), own, allowed).replies == 0


def test_pictures_carry_their_words(account: Account, own: Session, hold: Hold, tmp_path: Path) -> None:
    allowed, media = hosts(PLATFORM, account), [picture(tmp_path, shade) for shade in (10, 200)]
    handles = [hold(PLATFORM.upload(one, account), own, allowed) for one in media]
    taken = attached(handles, media)
    receipt = hold(PLATFORM.publish(part("Peta", media=taken, language="id-ID"), account), own, allowed)
    shown: Any = status(account, receipt.id).json()
    assert [image["description"] for image in shown["media_attachments"]] == [one.alt for one in media]
    assert shown["language"] == "id"


def test_refusals_say_what_the_server_says(account: Account, own: Session, hold: Hold) -> None:
    with pytest.raises(Rejected):
        hold(PLATFORM.publish(part("a" * 5_001), account), own, hosts(PLATFORM, account))
    stranger = session(PLATFORM, account, find=lambda _reference: "bukan-tokennya")
    with pytest.raises(Unauthorized) as caught:
        hold(PLATFORM.publish(part("Tidak"), account), stranger, hosts(PLATFORM, account))
    assert "bukan-tokennya" not in str(caught.value)
