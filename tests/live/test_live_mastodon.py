"""A mock of Mastodon that its own client library is tested with takes what the adapter sends."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

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


def test_an_edit_changes_the_words_and_keeps_the_pictures(
    account: Account, own: Session, hold: Hold, tmp_path: Path
) -> None:
    allowed, media = hosts(PLATFORM, account), [picture(tmp_path, 90)]
    handles = [hold(PLATFORM.upload(one, account), own, allowed) for one in media]
    post = part("Posko dibuka pukul tujuh", media=attached(handles, media))
    receipt = hold(PLATFORM.publish(post, account), own, allowed)
    changed = hold(PLATFORM.edit(receipt, evolve(post, text="Posko dibuka pukul enam"), account), own, allowed)
    shown = status(account, receipt.id).json()
    assert (changed.id, changed.url) == (receipt.id, receipt.url)
    assert "pukul enam" in shown["content"]
    assert [image["id"] for image in shown["media_attachments"]] == handles
    assert hold(PLATFORM.find(post, account), own, allowed).id == receipt.id  # by the words that it had


def test_the_server_tells_its_limits_and_how_the_account_stands(account: Account, own: Session, hold: Hold) -> None:
    said = httpx.get(f"{account.server}/api/v2/instance").json()["configuration"]
    rules = hold(PLATFORM.limits(account), own, hosts(PLATFORM, account))
    assert rules.text.limit == said["statuses"]["max_characters"]
    assert rules.images.bytes == said["media_attachments"]["image_size_limit"]
    assert hold(PLATFORM.publish(part("a" * rules.text.limit), account), own, hosts(PLATFORM, account)).id
    assert account.server is not None
    token = connected(account.server, "read write:media")
    granted = session(PLATFORM, account, find=lambda _reference: token)
    standing = hold(PLATFORM.inspect(account), granted, hosts(PLATFORM, account))
    assert (standing.name, standing.scopes) == ("testuser", ("read", "write:media"))
    assert not standing.can_post
    assert standing.notes == ("the app lacks the scope write:statuses",)


def connected(server: str, scopes: str) -> str:
    """A token of an app that asked for some scopes only."""
    back = "http://127.0.0.1/kembali"
    asked = {"client_name": "govpr", "redirect_uris": back, "scopes": scopes}
    app = httpx.post(f"{server}/api/v1/apps", data=asked).raise_for_status().json()
    chosen = {"username": "testuser", "client_id": app["client_id"], "redirect_uri": back}
    place = httpx.post(f"{server}/oauth/authorize", data=chosen).headers["location"]
    known = {name: app[name] for name in ("client_id", "client_secret")}
    code = parse_qs(urlsplit(place).query)["code"][0]
    traded = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, **known}
    return str(httpx.post(f"{server}/oauth/token", data=traded).raise_for_status().json()["access_token"])


def test_refusals_say_what_the_server_says(account: Account, own: Session, hold: Hold) -> None:
    with pytest.raises(Rejected):
        hold(PLATFORM.publish(part("a" * 5_001), account), own, hosts(PLATFORM, account))
    stranger = session(PLATFORM, account, find=lambda _reference: "bukan-tokennya")
    with pytest.raises(Unauthorized) as caught:
        hold(PLATFORM.publish(part("Tidak"), account), stranger, hosts(PLATFORM, account))
    assert "bukan-tokennya" not in str(caught.value)
