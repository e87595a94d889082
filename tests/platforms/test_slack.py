"""What a Slack channel is sent, by a bot and by a webhook, and what refusals mean that come with status 200."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import evolve

from govpr.errors import (
    DeliveryError,
    InDoubt,
    Misconfigured,
    NeedsHuman,
    Rejected,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Call, Effect, Json, Reply, Slice
from govpr.models import Receipt
from govpr.platforms.protocol import Attachment, Finds, Outgoing, Revokes, Standing
from govpr.platforms.slack import Slack
from govpr.testing import Conversation, Subject, answer, converse, failing, scripted
from govpr.testing.subject import PICTURE
from tests.platforms import slack_webhook
from tests.platforms.slack import ACCOUNT, CHANNEL, MESSAGE, PLACE, SENT, SUBJECT

HOOK = slack_webhook.SUBJECT
SLACK = Slack()
CODES = {
    Unauthorized: ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
    Misconfigured: (
        "missing_scope",
        "no_permission",
        "ekm_access_denied",
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "restricted_action",
        "restricted_action_read_only_channel",
        "messages_tab_disabled",
        "team_access_not_granted",
        "metadata_must_be_sent_from_app",
    ),
    Rejected: (
        "msg_too_long",
        "no_text",
        "invalid_blocks",
        "msg_blocks_too_long",
        "too_many_attachments",
        "invalid_metadata_format",
        "file_type_not_allowed",
        "apa_saja",
    ),
    Throttled: ("ratelimited", "rate_limited"),
    NeedsHuman: ("message_limit_exceeded",),
    InDoubt: ("internal_error", "fatal_error", "service_unavailable", "request_timeout"),
}
HOOKED = [
    (400, "invalid_payload", Rejected),
    (400, "no_text", Rejected),
    (400, "invalid_blocks", Rejected),
    (400, "user_not_found", Rejected),
    (400, "too_many_attachments", Rejected),
    (400, "posting_to_general_channel_denied", Misconfigured),
    (403, "action_prohibited", Misconfigured),
    (403, "invalid_token", Unauthorized),
    (404, "channel_not_found", Misconfigured),
    (404, "no_service", Misconfigured),
    (404, "no_team", Misconfigured),
    (404, "team_disabled", Misconfigured),
    (410, "channel_is_archived", Misconfigured),
    (410, "no_active_hooks", Misconfigured),
    (429, "", Throttled),
    (500, "rollup_error", InDoubt),
]


def troubled(name: str, reply: Reply, turn: int = 1, subject: Subject = SUBJECT) -> Conversation:
    return converse(subject.flows()[name](), failing(scripted(subject.routes), turn, reply))


def refused(code: str) -> Reply:
    return answer({"ok": False, "error": code})


def body(call: Call) -> dict[str, Any]:
    assert isinstance(call.body, Json)
    return dict(call.body.value)


def published(part: Outgoing) -> dict[str, Any]:
    (call,) = SUBJECT.talk(SLACK.publish(evolve(part, staged="message"), ACCOUNT)).effects
    return body(call)


@pytest.mark.parametrize(("code", "kind"), [(code, kind) for kind, codes in CODES.items() for code in codes])
def test_codes_mean_what_slack_says(code: str, kind: type[DeliveryError]) -> None:
    error = troubled("publish", refused(code)).error
    assert type(error) is kind
    assert error.code == code


def test_a_passing_failure_of_a_look_may_be_repeated() -> None:
    assert isinstance(troubled("find", refused("internal_error")).error, Unreachable)


def test_slack_says_how_long_to_wait() -> None:
    for reply in (
        answer(None, 429, {"retry-after": "30"}),
        answer({"ok": False, "error": "ratelimited"}, 200, {"retry-after": "30"}),
    ):
        error = troubled("publish", reply).error
        assert isinstance(error, Throttled)
        assert error.after == 30


@pytest.mark.parametrize(("status", "word", "kind"), HOOKED)
def test_a_webhook_answers_with_a_word(status: int, word: str, kind: type[DeliveryError]) -> None:
    error = troubled("publish", Reply(status, body=word.encode()), 0, HOOK).error
    assert type(error) is kind


def test_of_a_webhooks_message_nothing_is_known() -> None:
    receipt = HOOK.receipt()
    assert (receipt.id, receipt.url) == (HOOK.part.key, "")
    assert "no id" in receipt.note
    assert not isinstance(HOOK.platform, Finds | Revokes)
    (call,) = HOOK.talk(HOOK.flows()["publish"]()).calls
    assert (call.url, call.fills) == ("https://hooks.slack.com/services/{+key}", "key")


def test_words_are_escaped_and_read_as_no_markup() -> None:
    sent = published(evolve(SUBJECT.part, text="Siaga & sigap <!channel> *3* posko"))
    assert sent["text"] == "Siaga &amp; sigap &lt;!channel&gt; *3* posko"
    assert sent["mrkdwn"] is False
    assert sent["metadata"] == {"event_type": "govpr_part", "event_payload": {"key": SUBJECT.part.key}}
    assert SUBJECT.receipt().url == f"https://kemenag-contoh.slack.com/archives/{CHANNEL}/p1796126401000100"


def test_a_picture_is_taken_in_step_by_step_and_shown_with_its_alt_text() -> None:
    talk = SUBJECT.talk(SUBJECT.flows()["upload"]())
    asked, given, done, waiting, ready = talk.calls
    assert parse_qs(urlsplit(asked.url).query) == {"filename": ["posko.png"], "length": ["3"], "alt_txt": [PICTURE.alt]}
    assert (given.url, given.signed) == (PLACE, False)
    assert isinstance(given.body, Slice)
    assert body(done) == {"files": [{"id": "F0123456789", "title": "posko.png"}]}
    assert waiting.url == ready.url
    assert 0 < waiting.after < ready.after
    picture = Attachment(handle=talk.result, alt=PICTURE.alt, type=PICTURE.type)
    words, shown = published(
        evolve(SUBJECT.part, text="Lihat https://contoh.go.id/a_b. *Siaga* & <b>", media=(picture,))
    )["blocks"]
    assert shown == {"type": "image", "slack_file": {"id": "F0123456789"}, "alt_text": PICTURE.alt}
    assert words["elements"][0]["elements"] == [
        {"type": "text", "text": "Lihat "},
        {"type": "link", "url": "https://contoh.go.id/a_b"},
        {"type": "text", "text": ". *Siaga* & <b>"},
    ]


def test_a_file_that_slack_does_not_finish_was_published_nowhere() -> None:
    routes = {**SUBJECT.routes, "GET /api/files.info": answer({"ok": True, "file": {"mimetype": ""}})}
    assert isinstance(converse(SUBJECT.flows()["upload"](), scripted(routes)).error, Unreachable)


def test_a_later_part_stands_in_the_thread_and_is_found_there() -> None:
    later = evolve(SUBJECT.part, first=Receipt(id="1.1"), previous=Receipt(id="2.2"))
    assert published(later)["thread_ts"] == "1.1"
    talk = SUBJECT.talk(SLACK.find(later, ACCOUNT))
    assert talk.result.id == SENT
    assert "/conversations.replies?" in talk.calls[-1].url
    assert "ts=1.1" in talk.calls[-1].url


def found(*pages: dict[str, Any]) -> Conversation:
    history = {"GET /api/conversations.history": [answer({"ok": True, **page}) for page in pages]}
    return converse(SLACK.find(SUBJECT.part, ACCOUNT), scripted({**history, **SUBJECT.routes}))


def test_a_message_is_found_by_its_metadata_alone() -> None:
    same_words = {**MESSAGE, "metadata": {"event_type": "govpr_part", "event_payload": {"key": "lain"}}}
    foreign = {**MESSAGE, "metadata": {"event_type": "lain", "event_payload": {"key": SUBJECT.part.key}}}
    assert found({"messages": [same_words, foreign]}).result is None
    more = {"messages": [same_words], "response_metadata": {"next_cursor": "bGFnaQ=="}}
    talk = found(more, {"messages": [MESSAGE]})
    assert talk.result == SUBJECT.receipt()
    first = parse_qs(urlsplit(talk.calls[1].url).query)
    assert float(first["oldest"][0]) == SUBJECT.part.at.timestamp() - 3600
    assert first["include_all_metadata"] == ["true"]
    assert isinstance(found(more).error, NeedsHuman)


def test_an_edit_keeps_the_pictures() -> None:
    picture = {
        "type": "image",
        "block_id": "x",
        "slack_file": {"id": "F1"},
        "alt_text": "Peta",
        "image_url": "https://a",
    }
    shown = {**MESSAGE, "blocks": [{"type": "rich_text"}, picture]}
    routes = {"GET /api/conversations.history": answer({"ok": True, "messages": [shown]}), **SUBJECT.routes}
    (call,) = converse(SUBJECT.flows()["edit"](), scripted(routes)).effects
    assert call.effect is Effect.KEYED
    assert body(call)["ts"] == SENT
    assert body(call)["blocks"][1:] == [{"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Peta"}]
    (plain,) = SUBJECT.talk(SUBJECT.flows()["edit"]()).effects
    assert "blocks" not in body(plain)


def test_deleting_what_is_gone_is_no_error() -> None:
    assert troubled("revoke", refused("message_not_found"), 0).error is None
    assert isinstance(troubled("revoke", refused("cant_delete_message"), 0).error, Rejected)


def test_reactions_and_answers_are_counted_without_the_own_thread() -> None:
    thread = Receipt(id=SENT, parts=(SENT, "2.2", "3.3"))
    counts = SUBJECT.talk(SLACK.metrics(thread, "post-1", SUBJECT.part.at, ACCOUNT)).result
    assert (counts.likes, counts.replies) == (3, 2)
    assert isinstance(troubled("metrics", answer({"ok": True, "messages": []}), 0).error, Rejected)


def test_what_stops_a_bot_is_seen_beforehand() -> None:
    standing = SUBJECT.talk(SUBJECT.flows()["inspect"]()).result
    assert standing == Standing(name="humas (Kemenag)", scopes=("chat:write", "channels:history"))
    outside = troubled("inspect", answer({"ok": True, "channel": {"is_member": False}})).result
    assert (outside.can_post, outside.notes) == (False, ("the bot is not in the channel: invite it",))
    archived = troubled("inspect", answer({"ok": True, "channel": {"is_member": True, "is_archived": True}})).result
    assert (archived.can_post, archived.notes) == (False, ("the channel is archived",))
