"""Bluesky's own server takes what the adapter sends."""

import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve
from tests.live.conftest import Hold
from tests.live.material import attached, film, part, picture
from tests.live.video_service import video_service

from govpr.errors import Rejected, Throttled, Unauthorized
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.retry import Policy
from govpr.http.sessions import Session
from govpr.http.tokens import FileTokens
from govpr.models import Account
from govpr.platforms.access import hosts, session
from govpr.platforms.bluesky import Bluesky
from govpr.platforms.protocol import Outgoing

pytestmark = pytest.mark.live
PLATFORM = Bluesky()
PASSWORD = "kata-sandi-uji"
TEXT = "Siaga 👨‍👩‍👧‍👦: cek https://contoh.go.id/banjir, info @{handle} #SiagaBanjir"


def password(_reference: str) -> str:
    return PASSWORD


@pytest.fixture
def account(pds: str) -> Account:
    return new_account(pds)


@pytest.fixture
def own(account: Account) -> Session:
    return session(PLATFORM, account, find=password)


def new_account(server: str) -> Account:
    handle = f"humas-{uuid.uuid4().hex[:8]}.test"
    body = {"email": f"{handle}@example.com", "handle": handle, "password": PASSWORD}
    httpx.post(f"{server}/xrpc/com.atproto.server.createAccount", json=body, timeout=30).raise_for_status()
    return Account(
        id="humas", platform="bluesky", handle=handle, agency="contoh", server=server, credential="env:UNUSED"
    )


def record(account: Account, uri: str) -> Any:
    _, _, repo, collection, rkey = uri.split("/")
    query = {"repo": repo, "collection": collection, "rkey": rkey}
    return httpx.get(f"{account.server}/xrpc/com.atproto.repo.getRecord", params=query).json()


def records(account: Account) -> list[Any]:
    query = {"repo": account.handle, "collection": "app.bsky.feed.post"}
    found: list[Any] = httpx.get(f"{account.server}/xrpc/com.atproto.repo.listRecords", params=query).json()["records"]
    return found


def test_a_post_is_published_once_found_and_deleted(account: Account, own: Session, hold: Hold) -> None:
    allowed, post = hosts(PLATFORM, account), part(TEXT.format(handle=account.handle))
    assert hold(PLATFORM.find(post, account), own, allowed) is None
    first = hold(PLATFORM.publish(post, account), own, allowed)
    again = hold(PLATFORM.publish(post, account), own, allowed)
    found = hold(PLATFORM.find(post, account), own, allowed)
    assert first.id == again.id == found.id
    assert len(records(account)) == 1
    hold(PLATFORM.revoke(first, account), own, allowed)
    hold(PLATFORM.revoke(first, account), own, allowed)
    assert hold(PLATFORM.find(post, account), own, allowed) is None


def test_links_mentions_and_hashtags_are_live_at_their_bytes(account: Account, own: Session, hold: Hold) -> None:
    text = TEXT.format(handle=account.handle)
    receipt = hold(PLATFORM.publish(part(text), account), own, hosts(PLATFORM, account))
    value = record(account, receipt.id)["value"]
    live = [
        text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() for facet in value["facets"]
    ]
    assert live == ["https://contoh.go.id/banjir", f"@{account.handle}", "#SiagaBanjir"]
    assert value["facets"][1]["features"][0]["did"] in receipt.id


def test_a_handle_that_nobody_has_stays_text(account: Account, own: Session, hold: Hold) -> None:
    receipt = hold(PLATFORM.publish(part("Info @tidak-ada.test"), account), own, hosts(PLATFORM, account))
    assert "facets" not in record(account, receipt.id)["value"]


def test_a_thread_answers_itself(account: Account, own: Session, hold: Hold) -> None:
    allowed, texts = hosts(PLATFORM, account), ("Satu", "Dua", "Tiga")
    parts: list[Outgoing] = []
    receipts: list[Any] = []
    for text in texts:
        before = {"first": receipts[0], "previous": receipts[-1]} if receipts else {}
        parts.append(part(text, at=parts[0].at if parts else part(text).at, **before))
        receipts.append(hold(PLATFORM.publish(parts[-1], account), own, allowed))
    reply = record(account, receipts[2].id)["value"]["reply"]
    assert [reply["root"]["uri"], reply["parent"]["uri"]] == [receipts[0].id, receipts[1].id]
    assert hold(PLATFORM.publish(parts[2], account), own, allowed).id == receipts[2].id
    thread = evolve(receipts[0], parts=tuple(receipt.id for receipt in receipts))
    hold(PLATFORM.revoke(thread, account), own, allowed)
    assert records(account) == []


def test_pictures_carry_their_words(account: Account, own: Session, hold: Hold, tmp_path: Path) -> None:
    allowed, media = hosts(PLATFORM, account), [picture(tmp_path, shade) for shade in (10, 90, 200, 250)]
    handles = [hold(PLATFORM.upload(one, account), own, allowed) for one in media]
    taken = attached(handles, media)
    receipt = hold(PLATFORM.publish(part("Peta", media=taken, language="jv"), account), own, allowed)
    value = record(account, receipt.id)["value"]
    assert [image["alt"] for image in value["embed"]["images"]] == [one.alt for one in media]
    assert [image["image"]["size"] for image in value["embed"]["images"]] == [one.size for one in media]
    assert value["langs"] == ["jv"]


def test_a_film_reaches_the_server_through_the_video_service(
    account: Account, own: Session, hold: Hold, tmp_path: Path
) -> None:
    allowed, media = hosts(PLATFORM, account), film(tmp_path)
    with video_service(account.server or "") as address:
        handle = hold(Bluesky(video=address).upload(media, account), own, allowed)
    receipt = hold(PLATFORM.publish(part("Film", media=attached([handle], [media])), account), own, allowed)
    embed = record(account, receipt.id)["value"]["embed"]
    assert embed["$type"] == "app.bsky.embed.video"
    assert (embed["video"]["size"], embed["video"]["mimeType"], embed["alt"]) == (media.size, media.type, media.alt)
    assert embed["aspectRatio"] == {"width": 720, "height": 1280}


def test_a_link_has_a_card(account: Account, own: Session, hold: Hold) -> None:
    post = part("Lihat contoh.go.id/banjir", title="Siaga banjir")
    receipt = hold(PLATFORM.publish(post, account), own, hosts(PLATFORM, account))
    external = {"uri": "https://contoh.go.id/banjir", "title": "Siaga banjir", "description": ""}
    assert record(account, receipt.id)["value"]["embed"]["external"] == external


def test_the_server_says_how_the_account_stands(account: Account, own: Session, hold: Hold) -> None:
    standing = hold(PLATFORM.inspect(account), own, hosts(PLATFORM, account))
    assert (standing.name, standing.can_post) == (f"@{account.handle}", True)
    assert [note for note in standing.notes if "e-mail" in note] == list(standing.notes)


def test_the_server_counts_as_the_rules_do(account: Account, own: Session, hold: Hold) -> None:
    allowed, family = hosts(PLATFORM, account), "👩‍👧"
    assert hold(PLATFORM.publish(part("é" * 300), account), own, allowed)
    assert hold(PLATFORM.publish(part(family * 270), account), own, allowed)
    for text in ("a" * 301, family * 273):
        with pytest.raises(Rejected):
            hold(PLATFORM.publish(part(text), account), own, allowed)


def test_a_second_run_does_not_sign_in_again(account: Account, hold: Hold, tmp_path: Path) -> None:
    kept, allowed = FileTokens(tmp_path / "sessions", bytes(32)), hosts(PLATFORM, account)
    first = session(PLATFORM, account, kept=kept, find=password)
    hold(PLATFORM.publish(part("Pertama"), account), first, allowed)

    def no_password(_reference: str) -> str:
        raise AssertionError("the second run asks for the password")

    second = session(PLATFORM, account, kept=kept, find=no_password)
    hold(PLATFORM.publish(part("Kedua"), account), second, allowed)
    assert [file.stat().st_mode & 0o777 for file in (tmp_path / "sessions").iterdir()] == [0o600]


def test_a_token_that_is_no_good_is_renewed(account: Account, hold: Hold, tmp_path: Path) -> None:
    allowed, kept = hosts(PLATFORM, account), FileTokens(tmp_path, bytes(32))
    hold(PLATFORM.publish(part("Pertama"), account), session(PLATFORM, account, kept=kept, find=password), allowed)
    (name,) = [file.stem for file in tmp_path.iterdir()]
    tokens = kept.load(name)
    assert tokens is not None
    kept.save(name, evolve(tokens, access=tokens.access[:-8] + "xxxxxxxx"))

    def no_password(_reference: str) -> str:
        raise AssertionError("a renewal needs no password")

    second = session(PLATFORM, account, kept=kept, find=no_password)
    assert hold(PLATFORM.publish(part("Kedua"), account), second, allowed)
    renewed = kept.load(name)
    assert renewed is not None
    assert renewed.refresh != tokens.refresh


def test_a_wrong_password_is_refused_once(account: Account, hold: Hold) -> None:
    own = session(PLATFORM, account, find=lambda _reference: "bukan-sandinya")
    for _ in range(2):
        with pytest.raises(Unauthorized) as caught:
            hold(PLATFORM.publish(part("Tidak"), account), own, hosts(PLATFORM, account))
        assert "bukan-sandinya" not in str(caught.value)
    assert "before" in str(caught.value)


def test_the_limit_of_sign_ins_names_its_end(strict_pds: str) -> None:
    account = new_account(strict_pds)

    def many_runs() -> None:  # more than the 30 sign-ins in five minutes that a server allows
        for _ in range(40):
            send = client.sender(session(PLATFORM, account, find=password), hosts(PLATFORM, account))
            run(PLATFORM.publish(part("Halo"), account), send)

    with Client(policy=Policy(attempts=1)) as client, pytest.raises(Throttled) as caught:
        many_runs()
    assert caught.value.after is not None
    assert 0 < caught.value.after <= 300
