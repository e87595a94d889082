"""What a Discord channel is sent, by a bot and by a webhook, and what its refusals mean."""

import json
from typing import Any

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
from govpr.http.calls import Call, Effect, Form, Json, Reply
from govpr.models import Account, Media, MediaKind, Receipt
from govpr.platforms._discord import allowed
from govpr.platforms.discord import Discord
from govpr.platforms.discord_webhook import DiscordWebhook
from govpr.platforms.protocol import Attachment, Finds, Outgoing, Platform, Uploads
from govpr.testing import Conversation, Subject, answer, converse, failing, scripted
from govpr.testing.subject import PICTURE
from tests.platforms import discord, discord_webhook
from tests.platforms.discord import ACCOUNT, BOT, CHANNEL, GUILD, MESSAGE, SUBJECT
from tests.platforms.specs import fits

HOOK = discord_webhook.SUBJECT
FILM = evolve(PICTURE, file="posko.mp4", type="video/mp4", kind=MediaKind.VIDEO)
CODES = [
    (404, 10003, Misconfigured),
    (404, 10015, Misconfigured),
    (429, 20016, Throttled),
    (429, 20022, Throttled),
    (429, 20028, Throttled),
    (429, 20029, Throttled),
    (429, 30046, Throttled),
    (401, 0, Unauthorized),
    (400, 40005, Rejected),
    (403, 40006, Unreachable),
    (403, 50001, Misconfigured),
    (400, 50006, Rejected),
    (403, 50013, Misconfigured),
    (401, 50027, Unauthorized),
    (400, 50035, Rejected),
    (400, 50045, Rejected),
    (400, 50083, Misconfigured),
    (400, 130000, Unreachable),
    (400, 200000, Rejected),
    (400, 220001, Misconfigured),
    (400, 220003, Misconfigured),
    (400, 240000, Rejected),
]


def troubled(name: str, reply: Reply, turn: int = 1, subject: Subject = SUBJECT) -> Conversation:
    return converse(subject.flows()[name](), failing(scripted(subject.routes), turn, reply))


def attached(*media: Media) -> Outgoing:
    assert isinstance(SUBJECT.platform, Uploads)
    handles = [SUBJECT.talk(SUBJECT.platform.upload(one, ACCOUNT)).result for one in media]
    pairs = zip(handles, media, strict=True)
    return evolve(SUBJECT.part, media=tuple(Attachment(handle=h, alt=m.alt, type=m.type) for h, m in pairs))


def published(part: Outgoing, subject: Subject = SUBJECT, account: Account | None = None) -> Call:
    (call,) = subject.talk(subject.platform.publish(part, account or subject.account)).effects
    return call


def body(call: Call) -> dict[str, Any]:
    assert isinstance(call.body, Json)
    return dict(call.body.value)


@pytest.mark.parametrize(("status", "code", "kind"), CODES)
def test_codes_mean_what_discord_says(status: int, code: int, kind: type[DeliveryError]) -> None:
    for subject in (SUBJECT, HOOK):
        error = troubled("publish", answer({"code": code, "message": "Maaf"}, status), subject=subject).error
        assert type(error) is kind
        assert error.code == str(code or "")


def test_a_refusal_says_which_field_is_wrong() -> None:
    tree = {"attachments": {"0": {"description": {"_errors": [{"code": "X", "message": "Must be 1024 or fewer"}]}}}}
    error = troubled("publish", answer({"code": 50035, "message": "Invalid Form Body", "errors": tree}, 400)).error
    assert "Invalid Form Body; attachments.0.description: Must be 1024 or fewer" in str(error)


@pytest.mark.parametrize(
    ("headers", "said", "after"), [({"retry-after": "1"}, 0.65, 1.0), ({}, 2.5, 2.5), ({"retry-after": "4"}, None, 4.0)]
)
def test_the_longer_of_two_waits_counts(headers: dict[str, str], said: float | None, after: float) -> None:
    limited = {"message": "You are being rate limited.", "retry_after": said, "global": False}
    error = troubled("publish", answer(limited, 429, headers)).error
    assert isinstance(error, Throttled)
    assert error.after == after


def test_a_failure_of_a_webhook_is_a_doubt_and_of_a_bot_it_is_not() -> None:
    assert isinstance(troubled("publish", answer(None, 502)).error, Unreachable)
    assert isinstance(troubled("publish", answer(None, 502), subject=HOOK).error, InDoubt)
    assert isinstance(troubled("publish", answer(None, 204), subject=HOOK).error, InDoubt)
    assert not isinstance(HOOK.platform, Finds)


def test_a_bot_names_a_nonce_and_pings_nobody() -> None:
    call = published(SUBJECT.part)
    assert call.effect is Effect.KEYED
    assert call.headers["User-Agent"].startswith("DiscordBot (")
    assert body(call) == {
        "content": SUBJECT.part.text,
        "allowed_mentions": {"parse": []},
        "nonce": SUBJECT.part.key[:25],
        "enforce_nonce": True,
    }
    assert SUBJECT.receipt().url == f"https://discord.com/channels/{GUILD}/{CHANNEL}/{MESSAGE['id']}"


def test_a_webhook_waits_until_its_message_is_kept() -> None:
    call = published(HOOK.part, HOOK)
    assert (call.effect, call.fills) == (Effect.ONCE, "key")
    assert call.url == "https://discord.com/api/v10/webhooks/{+key}?wait=true"
    inside = evolve(discord_webhook.ACCOUNT, options={"thread": "5"})
    assert published(HOOK.part, HOOK, inside).url.endswith("?wait=true&thread_id=5")
    for flow in (
        DiscordWebhook().edit(HOOK.receipt(), HOOK.part, inside),
        DiscordWebhook().revoke(HOOK.receipt(), inside),
    ):
        (change,) = HOOK.talk(flow).effects
        assert change.url.endswith(f"/messages/{MESSAGE['id']}?thread_id=5")


@pytest.mark.parametrize(("subject", "name"), [(SUBJECT, "discord"), (HOOK, "discord_webhook")])
def test_files_go_out_with_the_message_and_their_alt_texts(subject: Subject, name: str) -> None:
    part = attached(PICTURE, FILM)
    call = published(part, subject)
    assert isinstance(call.body, Form)
    said = json.loads(str(call.body.fields["payload_json"]))
    assert said["content"] == part.text
    assert said["attachments"] == [
        {"id": "0", "filename": "posko.png", "description": PICTURE.alt},
        {"id": "1", "filename": "posko.mp4", "description": PICTURE.alt},
    ]
    assert {name: file.path for name, file in call.body.files.items()} == {
        "files[0]": PICTURE.file,
        "files[1]": FILM.file,
    }
    fits(name, evolve(subject, part=part))


def test_a_later_part_answers_the_one_before() -> None:
    before = Receipt(id="1289999999999999999")
    later = evolve(SUBJECT.part, first=before, previous=before)
    assert body(published(later))["message_reference"] == {"message_id": before.id, "fail_if_not_exists": True}
    fits("discord", evolve(SUBJECT, part=later))
    assert found([MESSAGE], part=later).result is None
    assert found([{**MESSAGE, "message_reference": {"message_id": before.id}}], part=later).result.id == MESSAGE["id"]


def found(*pages: list[dict[str, Any]], part: Outgoing = SUBJECT.part) -> Conversation:
    routes = {**SUBJECT.routes, f"GET {discord.API}/channels/{CHANNEL}/messages": [answer(page) for page in pages]}
    return converse(Discord().find(part, ACCOUNT), scripted(routes))


def test_a_message_is_found_by_its_author_and_words() -> None:
    trimmed = evolve(SUBJECT.part, text=f"  {SUBJECT.part.text} \n")
    assert found([MESSAGE], part=trimmed).result == SUBJECT.receipt()
    assert found([{**MESSAGE, "author": {"id": "9"}}]).result is None
    assert found([{**MESSAGE, "content": "lain"}]).result is None


def test_it_looks_from_the_time_when_the_part_was_due_until_now() -> None:
    others = [{**MESSAGE, "id": str(1289000000000000000 + n), "author": {"id": "9"}} for n in range(100)]
    talk = found(others, [MESSAGE])
    assert talk.result == SUBJECT.receipt()
    first, second = (call.url for call in talk.calls if "after=" in call.url)
    since = int(first.partition("after=")[2]) >> 22
    assert since + 1_420_070_400_000 == int(SUBJECT.part.at.timestamp() * 1000) - 600_000
    assert second.endswith("after=1289000000000000099")
    assert isinstance(found(others).error, NeedsHuman)


def test_deleting_what_is_gone_is_no_error() -> None:
    for subject in (SUBJECT, HOOK):
        assert troubled("revoke", answer({"code": 10008, "message": "Unknown Message"}, 404), 0, subject).error is None


def test_reactions_and_the_thread_below_are_counted() -> None:
    for subject in (SUBJECT, HOOK):
        counts = subject.talk(subject.flows()["metrics"]()).result
        assert (counts.likes, counts.replies) == (3, None)
        replied = troubled("metrics", answer({**MESSAGE, "thread": {"message_count": 4}}), 0, subject).result
        assert replied.replies == 4


def test_what_a_bot_may_do_is_seen_beforehand() -> None:
    standing = SUBJECT.talk(SUBJECT.flows()["inspect"]()).result
    assert standing.can_post
    assert standing.scopes == ("view channel", "send messages", "attach files", "read message history")
    overwrites = [{"id": "7", "deny": str(1 << 11), "allow": "0"}]
    channel = answer({"id": CHANNEL, "guild_id": GUILD, "permission_overwrites": overwrites})
    barred = troubled("inspect", channel).result
    assert not barred.can_post
    assert barred.notes == ("the bot may not send messages in the channel",)


def test_overwrites_of_a_member_count_last_and_administrators_may_all() -> None:
    rows = [{"id": GUILD, "deny": "2048"}, {"id": "7", "deny": "2048"}, {"id": BOT, "allow": "2048"}]
    roles = [{"id": GUILD, "permissions": "1024"}]
    assert allowed(BOT, GUILD, roles, ["7"], {"permission_overwrites": rows}) == 1024 | 2048
    assert allowed(BOT, GUILD, [{"id": "7", "permissions": "8"}], ["7"], {"permission_overwrites": rows}) & 2048
    assert allowed(BOT, GUILD, roles, [], {}) == 1024


def test_a_channel_has_to_be_named() -> None:
    platform: Platform = Discord()
    error = SUBJECT.talk(platform.publish(SUBJECT.part, evolve(ACCOUNT, options={}))).error
    assert isinstance(error, Misconfigured)
    assert "channel" in str(error)
