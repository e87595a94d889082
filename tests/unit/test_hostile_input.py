"""Input that somebody broke, by mistake or on purpose: one clear error, and nothing told that is secret."""

import json
import os
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from govpr.campaigns.media_files import describe_media
from govpr.content.render import render, variables_in
from govpr.errors import InputError, InvalidFile, InvalidValue, Misconfigured, ProtocolError
from govpr.hoaxes import read_factchecks
from govpr.http.calls import Call, Flow, Reply
from govpr.http.client import Client
from govpr.http.credentials import resolve
from govpr.http.drivers import run
from govpr.http.sessions import Session
from govpr.http.tokens import FileTokens
from govpr.identifiers import OfficerNumber
from govpr.models import Account, Receipt
from govpr.newsroom import NewsroomFolder, Site
from govpr.platforms._records import facets
from govpr.platforms.bluesky import Bluesky
from govpr.platforms.mastodon import Mastodon
from govpr.platforms.protocol import Outgoing
from govpr.settings import parse_settings, read_settings
from govpr.sharekit import ShareKit, write_kit
from govpr.text import plain_words

DEEP = "[" * 20_000 + "]" * 20_000
NOW = datetime(2026, 12, 1, tzinfo=UTC)
LISTS = ('[["a"], 1, null, "", ".", "..", "a\\u0000b", "../victim", "/victim"]', '{"a": 1}', "5", "null", DEEP)


@pytest.mark.parametrize("text", [f"a = {DEEP}", f"a = {'9' * 5_000}", "a = 2026-02-30", "govpr = true", "govpr = 1.0"])
def test_settings_that_cannot_be_read(text: str) -> None:
    with pytest.raises(InvalidFile):
        parse_settings(text)


def test_settings_that_are_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "a\0b", tmp_path / ("x" * 300)):
        with pytest.raises(InvalidFile):
            read_settings(path)


def test_settings_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "govpr.toml"
    path.write_bytes(b"\xef\xbb\xbfgovpr = 1\nlanguage = 'en'\n")
    assert read_settings(path).language == "en"


@pytest.mark.parametrize(
    "template",
    [
        "{% if kota > 3 %}x{% endif %}",
        "{% if kota is nosuch %}x{% endif %}",
        "{% if 3 is divisibleby 0 %}x{% endif %}",
        "{{ kota|trim(3) }}",
        "{{ 0x" + "f" * 20_000 + " }}",
        '{{ "\\ud800" }}',
    ],
)
def test_templates_that_cannot_be_filled_in(template: str) -> None:
    with pytest.raises(InputError, match="cannot be filled in"):
        render(template, {"kota": "Ambon"})


def test_a_template_with_an_endless_number() -> None:
    with pytest.raises(InputError, match="too long"):
        variables_in("{{ " + "9" * 5_000 + " }}")


def test_a_pipe_is_no_picture(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "peta.png")
    campaign = {"messages": [{"media": [{"file": "peta.png", "alt": "Peta"}]}]}
    assert [problem.message for problem in describe_media(campaign, tmp_path)] == ["cannot be read: it is no file"]


@pytest.mark.parametrize("secret", ["rahasia-1\nrahasia-2", "rahasi\u00e1", "raha\0sia"])
def test_a_token_that_no_header_can_carry_is_not_told(secret: str) -> None:
    with (
        Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as client,
        pytest.raises(Misconfigured) as caught,
    ):
        client.sender(Session(lambda: secret), {"sosial.example"})(Call("GET", "https://sosial.example/api"))
    assert "raha" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("part", ["humas:rahasia@sosial.example", "sosial.example?a=b", "sosial.example#@b.example"])
def test_a_server_is_a_bare_address(part: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Account(id="a", platform="mastodon", handle="@a", agency="komdigi", server=f"https://{part}")
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize("place", ["http://[", "//[", "https://sosial.example]/"])
def test_a_redirect_to_no_address(place: str) -> None:
    answer = httpx.Response(302, headers={"location": place})
    with Client(transport=httpx.MockTransport(lambda _: answer)) as client:
        send = client.sender(hosts={"sosial.example"})
        assert send(Call("GET", "https://sosial.example/api", signed=False)).status == answer.status_code


def test_credentials_of_nobody(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured):
        resolve("file:~nobody-has-this-name/token")
    (tmp_path / "humas.token").write_text(DEEP)
    assert FileTokens(tmp_path, bytes(32)).load("humas") is None


def account(server: str) -> Account:
    return Account(id="a", platform="x", handle="@a", agency="komdigi", server=server)


def played(flow: Flow[Any], *bodies: object) -> Any:
    answers = iter(bodies)
    return run(flow, lambda _: Reply(200, body=json.dumps(next(answers)).encode(), at=NOW))


@pytest.mark.parametrize("post", [1, {"replyCount": "many"}, {"likeCount": ["x"]}])
def test_bluesky_counts_that_are_none(post: object) -> None:
    receipt = Receipt(id="at://did:plc:a/app.bsky.feed.post/b", parts=("1", "2"))
    metrics = played(Bluesky().metrics(receipt, "p", NOW, account("https://pds.example")), {"posts": [post]})
    assert (metrics.likes, metrics.replies) == (None, None)


def test_mastodon_answers_of_odd_types() -> None:
    part, home = Outgoing(post="p", key="k", text="Siaga", at=NOW), account("https://sosial.example")
    assert played(Mastodon().publish(part, home), {"id": "1", "url": 5, "visibility": [1]}).url == ""
    status = {"id": "2", "created_at": "2026-01-01", "content": "lain"}
    assert played(Mastodon().find(part, home), {"id": "1"}, [status]) is None
    with pytest.raises(ProtocolError):
        played(Mastodon().find(part, home), {"id": "1"}, [status | {"created_at": "9999-12-31T23:59:59-23:00"}])


def test_a_hashtag_too_long_for_bluesky_stays_plain() -> None:
    assert [one["index"] for one in facets(f"#{'a' * 65} #{'b' * 64}", {})] == [{"byteStart": 67, "byteEnd": 132}]


def test_a_review_of_lists_in_lists(tmp_path: Path) -> None:
    path = tmp_path / "reviews.json"
    lists = "[" * 900 + "]" * 900
    path.write_text(f'{{"@type": "ClaimReview", "claimReviewed": "Klaim", "author": {lists}, "keywords": {lists}}}')
    assert read_factchecks(path)[0].text == "Klaim"


@pytest.mark.parametrize("listed", LISTS)
def test_a_broken_list_of_files_removes_nothing_else(tmp_path: Path, listed: str) -> None:
    (tmp_path / "victim").write_text("x")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "victim").write_text("x")
    (tmp_path / "news" / "built.json").write_text(listed)
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / ".kit.json").write_text(listed)
    site = Site(title="Ruang berita", url="https://a.go.id", agency="Komdigi", agency_url="https://a.go.id")
    assert NewsroomFolder(tmp_path / "news", site).build().removed == ()
    write_kit(tmp_path / "kit", ShareKit(officer="ayu", officer_name="Ayu", agency_name="Komdigi"))
    assert (tmp_path / "victim").exists()
    assert (tmp_path / "news" / "victim").exists()


def test_an_unknown_kind_of_number() -> None:
    with pytest.raises(InvalidValue, match="nip"):
        OfficerNumber.parse("198609262015051001", "ktp")


def test_one_endless_word_takes_no_endless_time() -> None:
    started = time.process_time()
    assert len(list(plain_words("https://a.id/?" + "a=" * 50_000))) > 50_000
    assert time.process_time() - started < 3  # it was the square of the length, 8 seconds
