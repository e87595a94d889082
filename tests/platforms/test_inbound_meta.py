"""What Meta tells by itself: signatures, comments, what became of messages, and who wants no more of them."""

import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govpr.errors import Outcome, ProtocolError
from govpr.platforms.inbound import meta, whatsapp
from govpr.platforms.inbound.meta import Comment
from govpr.platforms.inbound.signature import challenge, is_signed
from govpr.platforms.inbound.whatsapp import State, Status, Wish
from govpr.platforms.whatsapp import message_id

BODY = b'{"entry": [], "pesan": "banjir \\u00e9"}'
SIGNED = "sha256=" + hmac.new(b"rahasia", BODY, "sha256").hexdigest()
PERSON = "628110000001"
AT = datetime(2025, 6, 16, 16, 24, 5, tzinfo=UTC)
SECONDS = "1750091045"


def test_only_the_very_bytes_with_the_right_secret_are_signed() -> None:
    assert is_signed(BODY, SIGNED, "rahasia")
    assert not is_signed(BODY + b" ", SIGNED, "rahasia")
    assert not is_signed(BODY, SIGNED, "lain")
    assert not is_signed(BODY, SIGNED.replace("256=", "1="), "rahasia")


@pytest.mark.parametrize("signature", [None, "", "sha256=", "sha256=zz", "sha256=é\ud800", SIGNED.upper(), SIGNED[:-1]])
def test_what_is_no_signature_signs_nothing(signature: str | None) -> None:
    assert not is_signed(BODY, signature, "rahasia")


def test_an_empty_secret_signs_nothing() -> None:
    assert not is_signed(BODY, "sha256=" + hmac.new(b"", BODY, "sha256").hexdigest(), "")


def test_other_services_write_the_digest_in_base64() -> None:
    line = b64encode(hmac.new(b"rahasia", BODY, "sha256").digest()).decode()
    assert is_signed(BODY, line, "rahasia", prefix="", base64=True)
    assert not is_signed(BODY, line, "rahasia", prefix="")


def test_an_address_is_confirmed_to_whoever_knows_the_word() -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "kata", "hub.challenge": "1158201444"}
    assert challenge(asked, "kata") == "1158201444"
    assert challenge(asked, "lain") is None
    assert challenge({**asked, "hub.mode": "unsubscribe"}, "kata") is None
    assert challenge({"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}, "") is None
    assert challenge({}, "kata") is None


def told(**value: Any) -> bytes:
    """A notification of WhatsApp, as in its reference."""
    metadata = {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"}
    change = {"value": {"messaging_product": "whatsapp", "metadata": metadata, **value}, "field": "messages"}
    entry = {"id": "102290129340398", "changes": [change]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def row(status: str, **more: Any) -> dict[str, Any]:
    return {"id": "wamid.AAA", "status": status, "timestamp": SECONDS, "recipient_id": PERSON, **more}


@pytest.mark.parametrize("state", ["sent", "delivered", "read"])
def test_a_message_goes_its_way(state: str) -> None:
    body = told(statuses=[row(state, biz_opaque_callback_data="kunci", pricing={"billable": True})])
    assert whatsapp.read(body) == (
        Status(message=message_id("wamid.AAA"), key="kunci", state=State(state), at=AT, recipient=PERSON),
    )


@pytest.mark.parametrize(
    ("code", "outcome", "opted_out"),
    [
        (131026, Outcome.PERMANENT, False),
        (131047, Outcome.PERMANENT, False),
        (130472, Outcome.PERMANENT, False),
        (131049, Outcome.WAIT, False),
        (130429, Outcome.WAIT, False),
        (131000, Outcome.RETRY, False),
        (131031, Outcome.HUMAN, False),
        (131042, Outcome.CONFIGURATION, False),
        (132015, Outcome.CONFIGURATION, False),
        (131050, Outcome.PERMANENT, True),
        (130403, Outcome.PERMANENT, True),
        (999_999, Outcome.HUMAN, False),
    ],
)
def test_a_failure_says_what_follows(code: int, outcome: Outcome, *, opted_out: bool) -> None:
    error = {"code": code, "title": "x", "error_data": {"details": f"Message to {PERSON} failed"}}
    (one,) = whatsapp.read(told(statuses=[row("failed", errors=[error])]))
    assert isinstance(one, Status)
    assert (one.state, one.code, one.outcome, one.opted_out) == (State.FAILED, str(code), outcome, opted_out)


def test_a_failure_without_a_reason_waits_for_a_person() -> None:
    (one,) = whatsapp.read(told(statuses=[row("failed")]))
    assert isinstance(one, Status)
    assert (one.code, one.outcome) == ("", Outcome.HUMAN)


def test_a_preference_is_a_wish() -> None:
    kinds = [
        {"wa_id": PERSON, "category": "marketing_messages", "value": value, "timestamp": SECONDS}
        for value in ("stop", "resume", "other")
    ]
    assert whatsapp.read(told(user_preferences=kinds)) == (
        Wish(recipient=PERSON, wants=False, at=AT),
        Wish(recipient=PERSON, wants=True, at=AT),
    )


@pytest.mark.parametrize(
    ("message", "stopped"),
    [
        ({"type": "text", "text": {"body": " Berhenti. "}}, True),
        ({"type": "text", "text": {"body": "STOP"}}, True),
        ({"type": "button", "button": {"payload": "Unsubscribe", "text": "Unsubscribe"}}, True),
        ({"type": "text", "text": {"body": "kapan banjir berhenti?"}}, False),
        ({"type": "image", "image": {"id": "1"}}, False),
        ({"type": "text", "text": "stop"}, False),
    ],
)
def test_an_answer_ends_a_subscription_only_as_a_whole(message: dict[str, Any], *, stopped: bool) -> None:
    body = told(messages=[{"from": PERSON, "id": "wamid.B", "timestamp": SECONDS, **message}])
    assert whatsapp.read(body) == ((Wish(recipient=PERSON, wants=False, at=AT),) if stopped else ())


def test_the_words_that_stop_can_be_others() -> None:
    body = told(messages=[{"from": PERSON, "text": {"body": "cukup"}}])
    assert whatsapp.read(body, {"cukup"}) == (Wish(recipient=PERSON, wants=False),)


def test_nothing_told_shows_whom_it_is_about() -> None:
    status = row("failed", errors=[{"code": 131026}])
    body = told(statuses=[status], user_preferences=[{"wa_id": PERSON, "value": "stop"}])
    assert len(whatsapp.read(body)) == 2
    assert PERSON not in repr(whatsapp.read(body))


def test_what_is_unknown_is_passed_over() -> None:
    assert whatsapp.read(told(statuses=[row("deleted"), row("sent", id=""), 7], errors=[{"code": 1}])) == ()
    assert whatsapp.read(b'{"entry": {"changes": 3}}') == ()


def page(**value: Any) -> bytes:
    change = {"field": "feed", "value": {"item": "comment", "verb": "add", "post_id": "10_20", **value}}
    return json.dumps({"object": "page", "entry": [{"id": "10", "time": 1, "changes": [change]}]}).encode()


def test_a_comment_on_a_page() -> None:
    said = {"comment_id": "20_7", "parent_id": "10_20", "message": "Di mana posko?", "created_time": int(SECONDS)}
    expected = Comment(platform="facebook", post="10_20", id="20_7", text="Di mana posko?", at=AT)
    assert meta.read(page(**said, **{"from": {"id": "99", "name": "Warga"}})) == (expected,)
    (own,) = meta.read(page(comment_id="20_8", parent_id="20_7", **{"from": {"id": "10"}}))
    assert (own.own, own.parent) == (True, "20_7")
    assert meta.read(page(comment_id="20_7", verb="remove"))[0].removed
    assert meta.read(page(item="reaction", comment_id="20_7")) == ()


def test_a_comment_on_instagram_in_both_shapes() -> None:
    value = {"id": "7", "from": {"id": "5", "username": "warga"}, "text": "Terima kasih", "media": {"id": "1790"}}
    head = {"id": "17841400000000000", "time": int(SECONDS)}
    expected = Comment(platform="instagram", post="1790", id="7", text="Terima kasih", at=AT)
    for entry in (
        {**head, "changes": [{"field": "comments", "value": value}]},
        {**head, "field": "comments", "value": value},
    ):
        assert meta.read(json.dumps({"object": "instagram", "entry": [entry]}).encode()) == (expected,)


def test_a_reply_on_threads() -> None:
    value = {
        "id": "8901234",
        "username": "warga",
        "text": "Balasan",
        "replied_to": {"id": "567890"},
        "root_post": {"id": "123456", "owner_id": "1", "username": "humas"},
        "timestamp": "2024-08-07T10:33:16+0000",
    }
    event = {"app_id": "1", "topic": "moderate", "values": {"value": value, "field": "replies"}}
    (one,) = meta.read(json.dumps(event).encode())
    at = datetime(2024, 8, 7, 10, 33, 16, tzinfo=UTC)
    assert one == Comment(platform="threads", post="123456", id="8901234", parent="567890", text="Balasan", at=at)
    value["username"] = "humas"
    assert meta.read(json.dumps(event).encode())[0].own
    event["values"] = {"value": value, "field": "mentions"}
    assert meta.read(json.dumps(event).encode()) == ()


def test_neither_words_nor_names_show() -> None:
    (one,) = meta.read(page(comment_id="1", message="Saya Budi", **{"from": {"id": "99", "name": "Warga"}}))
    assert "Budi" not in repr(one)
    assert "99" not in repr(one)
    assert "Warga" not in repr(one)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'"x"', b"\xff", b"[" * 100_000])
def test_what_is_no_notification_is_an_error(body: bytes) -> None:
    for read in (meta.read, whatsapp.read):
        with pytest.raises(ProtocolError):
            read(body)


KEYS = (
    "object",
    "entry",
    "changes",
    "field",
    "value",
    "values",
    "statuses",
    "messages",
    "user_preferences",
    "id",
    "time",
)
WORDS = st.sampled_from(("page", "feed", "comments", "replies", "failed", "stop", "instagram", "9" * 30, "comment"))
THINGS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
)


@given(st.dictionaries(st.sampled_from(KEYS), THINGS))
def test_nothing_that_is_signed_breaks_the_reading(event: dict[str, Any]) -> None:
    body = json.dumps(event).encode()
    assert isinstance(meta.read(body), tuple)
    assert isinstance(whatsapp.read(body), tuple)
