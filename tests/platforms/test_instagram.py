"""Instagram: what is particular about it. What holds for every platform is in the contract."""

from typing import Any

import pytest
from attrs import evolve

from govpr.content.checks import check
from govpr.errors import DeliveryError, Misconfigured, NeedsHuman, Rejected, Stale, Throttled
from govpr.http.calls import Form
from govpr.models import Media, Metrics, Receipt
from govpr.platforms.access import hosts
from govpr.platforms.instagram import Instagram
from govpr.platforms.protocol import Attachment, Outgoing, Standing
from govpr.testing import Routes, answer, converse, scripted
from govpr.testing.conversations import NOON
from govpr.testing.subject import PART
from tests.platforms.instagram import ACCOUNT, ADDRESS, LINK, SUBJECT, USER
from tests.platforms.specs import fit

ONE = Instagram()
CONTAINER = "GET /v26.0/178"
PICTURE = Attachment(handle=ADDRESS, alt="Peta tiga posko", type="image/jpeg")
FILM = Attachment(handle="https://contoh.go.id/a.mp4", alt="Posko", type="video/mp4")
READY = evolve(SUBJECT.part, staged="178")
RECEIPT = Receipt(id="1790", url=LINK, at=NOON)


def staged(part: Outgoing) -> list[Any]:
    talk = SUBJECT.talk(ONE.stage(part, ACCOUNT))
    assert talk.result == "178"
    fit("instagram", talk, SUBJECT)
    return [call.body.fields for call in talk.calls if isinstance(call.body, Form)]


def test_a_picture_has_its_alt_text_and_a_single_film_is_a_reel() -> None:
    picture = {"image_url": ADDRESS, "alt_text": "Peta tiga posko", "caption": PART.text}
    assert staged(evolve(PART, media=(PICTURE,))) == [picture]
    reel = {"media_type": "REELS", "video_url": FILM.handle, "caption": PART.text}
    assert staged(evolve(PART, media=(FILM,))) == [reel]


def test_several_files_are_a_carousel_with_one_caption() -> None:
    assert staged(evolve(PART, media=(PICTURE, FILM))) == [
        {"image_url": ADDRESS, "alt_text": "Peta tiga posko", "is_carousel_item": "true"},
        {"media_type": "VIDEO", "video_url": FILM.handle, "is_carousel_item": "true"},
        {"media_type": "CAROUSEL", "children": "178,178", "caption": PART.text},
    ]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("Error: Media upload has failed with error code 2207026", Rejected),
        ("Error: 2207052", Misconfigured),
        ("Error: 2207051", NeedsHuman),
        ("Error: 2207003", Stale),
        ("Error: 2207053", Stale),
        ("Error", Rejected),
    ],
)
def test_a_container_that_failed_says_why(reason: str, kind: type[DeliveryError]) -> None:
    failed = answer({"id": "178", "status_code": "ERROR", "status": reason})
    talk = converse(ONE.publish(READY, ACCOUNT), scripted({CONTAINER: failed}))
    assert type(talk.error) is kind
    assert not talk.effects


def test_a_publication_that_comes_too_early_waits() -> None:
    early = answer({"error": {"message": "not ready", "code": 9007, "error_subcode": 2207027}}, 400)
    routes: Routes = {**SUBJECT.routes, f"POST /v26.0/{USER}/media_publish": early}
    talk = converse(ONE.publish(READY, ACCOUNT), scripted(routes))
    assert type(talk.error) is Throttled
    assert talk.error.after == 60


def test_a_post_without_a_picture_is_a_finding() -> None:
    assert [found.code for found in check([PART.text], (), ONE.rules)] == ["media.missing"]
    png = Media(file="a.png", alt="a", type="image/png", url="https://contoh.go.id/a.png")
    assert [found.code for found in check([PART.text], (png,), ONE.rules)] == ["media.type"]
    jpeg = evolve(SUBJECT.media, width=1_000, height=2_000)
    assert [found.code for found in check([PART.text], (jpeg,), ONE.rules)] == ["media.ratio"]
    assert [found.code for found in check([PART.text], (evolve(SUBJECT.media, url=None),), ONE.rules)] == [
        "media.no-address"
    ]
    tags = " ".join(f"#tagar{number}" for number in range(6))
    assert [found.code for found in check([tags], (SUBJECT.media,), ONE.rules)] == ["hashtags.too-many"]


def test_whoever_signs_in_through_instagram_speaks_with_its_own_host_and_deletes_by_hand() -> None:
    own = evolve(ACCOUNT, server="https://graph.instagram.com")
    talk = SUBJECT.talk(ONE.stage(SUBJECT.part, own))
    assert [call.url for call in talk.calls] == [f"https://graph.instagram.com/v26.0/{USER}/media"]
    assert "graph.instagram.com" in hosts(ONE, own)
    refused = converse(ONE.revoke(RECEIPT, own), scripted({}))
    assert type(refused.error) is NeedsHuman
    assert not refused.calls
    assert SUBJECT.talk(ONE.revoke(RECEIPT, ACCOUNT)).error is None


def test_counts_and_the_day_of_an_account() -> None:
    counted = Metrics(post=PART.post, at=NOON, views=90, likes=3, shares=2, replies=1)
    assert SUBJECT.talk(ONE.metrics(RECEIPT, PART.post, NOON, ACCOUNT)).result == counted
    assert SUBJECT.talk(ONE.inspect(ACCOUNT)).result == Standing(name="@humas", used=2, quota=50)


def test_counts_are_read_in_both_shapes_and_odd_ones_are_left_out() -> None:
    rows: list[Any] = [
        {"name": "views", "total_value": {"value": 7}},
        {"name": "likes", "values": []},
        {"name": "shares", "values": [{"value": {"a": 1}}]},
        {"name": "comments", "values": [{"value": -1}]},
        3,
    ]
    talk = converse(ONE.metrics(RECEIPT, PART.post, NOON, ACCOUNT), scripted({"GET /*": answer({"data": rows})}))
    assert talk.result == Metrics(post=PART.post, at=NOON, views=7)


def test_an_account_that_is_connected_speaks_to_instagram_itself() -> None:
    connected = evolve(ACCOUNT, options={**ACCOUNT.options, "client_id": "990602627938098"})
    talk = SUBJECT.talk(ONE.inspect(connected))
    assert {call.url.partition("/v26.0/")[0] for call in talk.calls} == {"https://graph.instagram.com"}
    assert isinstance(converse(ONE.revoke(RECEIPT, connected), scripted({})).error, NeedsHuman)
