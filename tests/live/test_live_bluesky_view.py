"""Bluesky's own AppView reads what the adapter posts, shows it, and counts what becomes of it."""

import select
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest
from attrs import evolve
from tests.live.conftest import PATIENCE, Hold
from tests.live.material import attached, part, picture
from tests.live.network import Network, bluesky
from tests.live.test_live_bluesky import PASSWORD, new_account, password

from govpr.models import Account
from govpr.platforms.access import hosts, session
from govpr.platforms.bluesky import Bluesky

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    with bluesky() as one:
        yield one


@pytest.fixture
def account(network: Network) -> Account:
    return new_account(network.pds)


def shown(network: Network, uri: str, until: str = "", least: int = 1) -> Any:
    """A post as readers see it, as soon as they do: with so much counted, if that is waited for."""
    ends = monotonic() + PATIENCE
    while monotonic() < ends:
        posts = httpx.get(f"{network.view}/xrpc/app.bsky.feed.getPosts", params={"uris": uri}).json()["posts"]
        if posts and (not until or posts[0][until] >= least):
            return posts[0]
        select.select([], [], [], 0.1)
    pytest.fail(f"the view never shows {until or 'the post'}")


def react(network: Network, kind: str, **record: Any) -> None:
    """Somebody else answers or likes a post."""
    reader = new_account(network.pds)
    named = {"identifier": reader.handle, "password": PASSWORD}
    signed = httpx.post(f"{network.pds}/xrpc/com.atproto.server.createSession", json=named).json()
    body = {
        "repo": signed["did"],
        "collection": kind,
        "record": {"$type": kind, "createdAt": datetime.now(UTC).isoformat().replace("+00:00", "Z"), **record},
    }
    token = {"Authorization": f"Bearer {signed['accessJwt']}"}
    address = f"{network.pds}/xrpc/com.atproto.repo.createRecord"
    httpx.post(address, json=body, headers=token).raise_for_status()


def test_readers_see_words_links_and_the_card(network: Network, account: Account, hold: Hold) -> None:
    platform, own = Bluesky(view=network.view), session(Bluesky(), account, find=password)
    text = f"Siaga 👨\u200d👩\u200d👧: contoh.go.id/banjir, info @{account.handle} #SiagaBanjir"
    receipt = hold(platform.publish(part(text, title="Siaga banjir"), account), own, hosts(platform, account))
    post = shown(network, receipt.id)
    assert post["record"]["text"] == text
    assert len(post["record"]["facets"]) == 3
    assert (post["embed"]["external"]["uri"], post["embed"]["external"]["title"]) == (
        "https://contoh.go.id/banjir",
        "Siaga banjir",
    )


def test_likes_and_answers_are_counted_without_the_own_thread(network: Network, account: Account, hold: Hold) -> None:
    platform, own = Bluesky(view=network.view), session(Bluesky(), account, find=password)
    allowed = hosts(platform, account)
    first = hold(platform.publish(part("Satu"), account), own, allowed)
    second = hold(platform.publish(part("Dua", first=first, previous=first), account), own, allowed)
    subject = {"uri": first.id, "cid": shown(network, first.id)["cid"]}
    react(network, "app.bsky.feed.like", subject=subject)
    react(network, "app.bsky.feed.post", text="Terima kasih", reply={"root": subject, "parent": subject})
    shown(network, first.id, "likeCount")
    shown(network, first.id, "replyCount", 2)
    thread = evolve(first, parts=(first.id, second.id))
    counts = hold(platform.metrics(thread, "post-0123456789abcdef", datetime.now(UTC), account), own, allowed)
    assert (counts.likes, counts.replies, counts.shares, counts.quotes) == (1, 1, 0, 0)


def test_pictures_are_shown_with_their_words(network: Network, account: Account, hold: Hold, tmp_path: Path) -> None:
    platform, own = Bluesky(view=network.view), session(Bluesky(), account, find=password)
    allowed, media = hosts(platform, account), [evolve(picture(tmp_path, 90), width=8, height=8)]
    handle = hold(platform.upload(media[0], account), own, allowed)
    receipt = hold(platform.publish(part("Peta", media=attached([handle], media)), account), own, allowed)
    (image,) = shown(network, receipt.id)["embed"]["images"]
    assert (image["alt"], image["aspectRatio"]) == (media[0].alt, {"width": 8, "height": 8})
