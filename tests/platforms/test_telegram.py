"""What a Telegram channel is sent, and what its refusals mean."""

import json
from typing import Any

import pytest
from attrs import evolve

from govpr.content.checks import check
from govpr.errors import DeliveryError, InDoubt, Misconfigured, Rejected, Throttled, Unauthorized
from govpr.http.calls import Call, Effect, Form, Json, Reply
from govpr.models import Account, MediaKind, Receipt
from govpr.platforms.protocol import Attachment, Finds, Outgoing, Standing
from govpr.platforms.telegram import Telegram
from govpr.testing import Conversation, answer, converse, failing, scripted
from govpr.testing.subject import PICTURE
from tests.platforms.specs import fits
from tests.platforms.telegram import ACCOUNT, BOT, MEMBER, MESSAGE, SUBJECT

FILM = evolve(PICTURE, file="posko.mp4", type="video/mp4", kind=MediaKind.VIDEO)
REFUSALS = [
    (400, "Bad Request: chat not found", Misconfigured),
    (400, "Bad Request: need administrator rights in the channel chat", Misconfigured),
    (400, "Bad Request: not enough rights to send photos to the chat", Misconfigured),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Misconfigured),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", Misconfigured),
    (400, "Bad Request: message is too long", Rejected),
    (400, "Bad Request: message text is empty", Rejected),
    (400, "Bad Request: message to be replied not found", Rejected),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", Rejected),
    (401, "Unauthorized", Unauthorized),
    (403, "Forbidden: bot is not a member of the channel chat", Misconfigured),
    (403, "Forbidden: bot was kicked from the channel chat", Misconfigured),
    (404, "Not Found", Unauthorized),
    (413, "Request Entity Too Large", Rejected),
    (500, "Internal Server Error", InDoubt),
    (502, "Bad Gateway", InDoubt),
]


def attached(*media: Any) -> Outgoing:
    handles = [SUBJECT.talk(SUBJECT.platform.upload(one, ACCOUNT)).result for one in media]  # type: ignore[attr-defined]
    pairs = zip(handles, media, strict=True)
    return evolve(SUBJECT.part, media=tuple(Attachment(handle=h, alt=m.alt, type=m.type) for h, m in pairs))


def published(part: Outgoing, account: Account = ACCOUNT) -> tuple[Call, Receipt]:
    talk = SUBJECT.talk(Telegram().publish(part, account))
    (call,) = talk.calls
    assert isinstance(talk.result, Receipt)
    return call, talk.result


def troubled(name: str, reply: Reply) -> Conversation:
    return converse(SUBJECT.flows()[name](), failing(scripted(SUBJECT.routes), 0, reply))


def said(status: int, words: str, **more: object) -> Reply:
    return answer({"ok": False, "error_code": status, "description": words, **more}, status)


@pytest.mark.parametrize(("status", "words", "kind"), REFUSALS)
def test_refusals_mean_what_telegram_says(status: int, words: str, kind: type[DeliveryError]) -> None:
    error = troubled("publish", said(status, words)).error
    assert type(error) is kind
    assert words in str(error)


def test_telegram_says_how_long_to_wait_in_the_body() -> None:
    error = troubled("publish", said(429, "Too Many Requests: retry after 5", parameters={"retry_after": 5})).error
    assert isinstance(error, Throttled)
    assert error.after == 5


def test_the_token_stands_in_the_path_and_nowhere_else() -> None:
    call, _ = published(SUBJECT.part)
    assert (call.url, call.fills, call.effect) == ("https://api.telegram.org/bot{+key}/sendMessage", "key", Effect.ONCE)


def test_a_server_of_ones_own_is_asked() -> None:
    call, _ = published(SUBJECT.part, evolve(ACCOUNT, server="https://bot.contoh.go.id"))
    assert call.url == "https://bot.contoh.go.id/bot{+key}/sendMessage"


def test_a_channel_without_a_name_goes_by_its_number() -> None:
    account = evolve(ACCOUNT, handle="Humas", options={"chat": "-1001234567890"})
    reply = answer({"ok": True, "result": {**MESSAGE, "chat": {"id": -1001234567890, "type": "channel"}}})
    talk = converse(Telegram().publish(SUBJECT.part, account), lambda _call: reply)
    (call,) = talk.calls
    assert isinstance(call.body, Json)
    assert call.body.value["chat_id"] == "-1001234567890"
    assert talk.result.url == "https://t.me/c/1234567890/42"


def test_one_file_goes_out_with_its_caption() -> None:
    for media, method, name in ((PICTURE, "sendPhoto", "photo"), (FILM, "sendVideo", "video")):
        call, receipt = published(attached(media))
        assert call.url.endswith(f"/{method}")
        assert isinstance(call.body, Form)
        assert call.body.fields["caption"] == SUBJECT.part.text
        assert {key: file.path for key, file in call.body.files.items()} == {name: media.file}
        assert receipt.id == "42"


def test_an_album_is_one_part_of_several_messages() -> None:
    call, receipt = published(attached(PICTURE, FILM))
    assert isinstance(call.body, Form)
    first, second = json.loads(str(call.body.fields["media"]))
    assert first == {"type": "photo", "media": "attach://file0", "caption": SUBJECT.part.text}
    assert second == {"type": "video", "media": "attach://file1"}
    assert list(call.body.files) == ["file0", "file1"]
    assert (receipt.id, receipt.url) == ("42,43", "https://t.me/humas_contoh/42")
    (gone,) = SUBJECT.talk(Telegram().revoke(evolve(receipt, parts=("42,43", "44")), ACCOUNT)).calls
    assert isinstance(gone.body, Json)
    assert gone.body.value["message_ids"] == [42, 43, 44]


def test_what_is_sent_with_files_fits_the_description() -> None:
    for part in (attached(PICTURE), attached(FILM), attached(PICTURE, FILM), later()):
        fits("telegram", evolve(SUBJECT, part=part))


def later() -> Outgoing:
    return evolve(SUBJECT.part, first=Receipt(id="42,43"), previous=Receipt(id="42,43"))


def test_a_later_part_answers_the_first_message_of_the_part_before() -> None:
    call, _ = published(later())
    assert isinstance(call.body, Json)
    assert call.body.value["reply_parameters"] == {"message_id": 42}


def test_a_caption_is_edited_where_there_is_no_text() -> None:
    talk = troubled("edit", said(400, "Bad Request: there is no text in the message to edit"))
    assert [call.url.rpartition("/")[2] for call in talk.calls] == ["editMessageText", "editMessageCaption"]
    assert talk.result == SUBJECT.receipt()


def test_an_edit_that_changes_nothing_is_done() -> None:
    talk = troubled("edit", said(400, "Bad Request: message is not modified: specified new message content …"))
    assert talk.result == SUBJECT.receipt()


def test_nobody_can_look_whether_a_post_is_there() -> None:
    assert not isinstance(SUBJECT.platform, Finds)


def test_what_the_bot_may_do_is_seen_before_anything_is_posted() -> None:
    standing = SUBJECT.talk(SUBJECT.flows()["inspect"]()).result
    assert standing == Standing(
        name="@humas_bot", scopes=("post", "edit"), notes=("the bot may not delete messages of the channel",)
    )
    for member in ({"status": "left"}, {**MEMBER, "can_post_messages": False}):
        routes = {**SUBJECT.routes, f"{BOT}/getChatMember": answer({"ok": True, "result": member})}
        assert not converse(Telegram().inspect(ACCOUNT), scripted(routes)).result.can_post
    routes = {**SUBJECT.routes, f"{BOT}/getChatMember": answer({"ok": True, "result": {"status": "creator"}})}
    assert converse(Telegram().inspect(ACCOUNT), scripted(routes)).result.can_post


def test_a_caption_is_shorter_than_a_text_and_counts_as_telegram_counts() -> None:
    codes = {finding.code for finding in check(["😀" * 513], [PICTURE], Telegram().rules)}
    assert any(code.startswith("text.") for code in codes)
    assert not check(["😀" * 512], [PICTURE], Telegram().rules)
    assert not check(["a" * 4_096], [], Telegram().rules)
