"""What LINE tells by itself: signatures, messages, what was taken back, and who comes and goes."""

import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govpr.errors import ProtocolError
from govpr.platforms.inbound.line import Event, Kind, is_from_line, read

PERSON = "U4af4980629deadbeef0000000000c0de"
SAID = {"type": "text", "id": "468789577898262530", "quoteToken": "q3Plxr4", "text": "Benarkah bansos cair?"}


def told(*events: dict[str, Any]) -> bytes:
    common = {
        "webhookEventId": "01H810YECXQQZ37VAXPF6H9E6T",
        "deliveryContext": {"isRedelivery": False},
        "timestamp": 1_692_251_666_727,
        "source": {"type": "user", "userId": PERSON},
        "mode": "active",
    }
    return json.dumps({"destination": "U0", "events": [{**common, **event} for event in events]}).encode()


def signature(body: bytes, secret: str = "rahasia") -> str:
    return b64encode(hmac.new(secret.encode(), body, "sha256").digest()).decode()


def test_only_the_very_bytes_with_the_channels_secret_are_lines() -> None:
    body = told({"type": "follow"})
    assert is_from_line(body, signature(body), "rahasia")
    for other in (signature(body, "lain"), signature(body + b" "), "", None, "sha256=" + signature(body)):
        assert not is_from_line(body, other, "rahasia")
    assert not is_from_line(body, signature(body, ""), "")


def test_what_people_write_is_read_without_who_they_are() -> None:
    (event,) = read(told({"type": "message", "message": {**SAID, "quotedMessageId": "468789532432007169"}}))
    assert event == Event(
        id="01H810YECXQQZ37VAXPF6H9E6T",
        kind=Kind.MESSAGE,
        message="468789577898262530",
        type="text",
        text="Benarkah bansos cair?",
        answers="468789532432007169",
        at=datetime(2023, 8, 17, 5, 54, 26, 727_000, UTC),
    )
    assert PERSON not in repr(event)
    assert "bansos" not in repr(event)


def test_what_is_taken_back_names_the_message() -> None:
    (event,) = read(told({"type": "unsend", "unsend": {"messageId": "325708"}}))
    assert (event.kind, event.message, event.text) == (Kind.UNSEND, "325708", "")


def test_comings_and_goings_are_events_and_a_repeat_says_so() -> None:
    again = {"type": "unfollow", "deliveryContext": {"isRedelivery": True}}
    assert [(one.kind, one.again) for one in read(told({"type": "follow"}, again))] == [
        (Kind.FOLLOW, False),
        (Kind.UNFOLLOW, True),
    ]


def test_other_kinds_and_questions_whether_anybody_is_there_are_passed_over() -> None:
    assert read(told({"type": "beacon"}, {"type": "message", "webhookEventId": None})) == ()
    assert read(told()) == ()
    assert read(b"{}") == ()


@pytest.mark.parametrize("stamp", [None, "1692251666727", -1, 10**20, True, 1.5])
def test_a_time_that_cannot_be_is_none(stamp: object) -> None:
    (event,) = read(told({"type": "follow", "timestamp": stamp}))
    assert event.at is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff"])
def test_what_is_no_notification_is_an_error_of_the_tree(body: bytes) -> None:
    with pytest.raises(ProtocolError) as caught:
        read(body)
    assert caught.value.where == "line"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(event=st.dictionaries(st.sampled_from(["message", "unsend", "timestamp", "deliveryContext", "type"]), JSON))
def test_nothing_in_an_event_is_taken_for_granted(event: dict[str, Any]) -> None:
    for one in read(told({"type": "message"} | event)):
        assert isinstance(one.text, str)
