"""What is particular about films in Slack: sent beforehand, shared by one call, and found by their own shares."""

from typing import Any

import pytest
from attrs import evolve

from govpr.errors import InDoubt, Misconfigured, Rejected, Stale, Submitted, Throttled
from govpr.http.calls import Effect, Json, Slice
from govpr.models import Media, Receipt
from govpr.platforms.slack import Slack
from govpr.testing import Conversation, answer, converse, scripted
from govpr.testing.subject import PART
from tests.platforms.slack import ACCOUNT, CHANNEL, PLACE, SENT
from tests.platforms.slack_film import FILE, MESSAGE, SHARED, SUBJECT

SLACK = Slack()
READY = SUBJECT.ready()
INFO = "GET /api/files.info"


def replaced(name: str, **routes: Any) -> Conversation:
    told = {INFO: routes["info"], **{key: one for key, one in SUBJECT.routes.items() if key != INFO}}
    if "share" in routes:
        told["POST /api/files.completeUploadExternal"] = routes["share"]
    flow = SLACK.publish(READY, ACCOUNT) if name == "publish" else SLACK.find(READY, ACCOUNT)
    return converse(flow, scripted(told))


def info(**file: Any) -> Any:
    return answer({"ok": True, "file": {**FILE, **file}})


def test_a_film_is_sent_where_nobody_sees_it() -> None:
    talk = SUBJECT.talk(SLACK.stage(SUBJECT.part, ACCOUNT))
    asked, given = talk.calls
    assert asked.url.endswith("/files.getUploadURLExternal?filename=posko.mp4&length=3")
    assert (given.url, given.body, given.signed) == (PLACE, Slice("posko.mp4", type="video/mp4"), False)
    assert talk.result == FILE["id"]
    assert SUBJECT.talk(SLACK.stage(PART, ACCOUNT)).calls == ()


def test_one_call_shares_it_with_its_words_as_they_are() -> None:
    part = evolve(READY, text="Siaga *banjir* & <b>", first=Receipt(id="1.1"))
    talk = SUBJECT.talk(SLACK.publish(part, ACCOUNT))
    (call,) = talk.effects
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Siaga *banjir* & <b>"}]}
    assert call.effect is Effect.ONCE
    assert call.body == Json(
        {
            "files": [{"id": FILE["id"], "title": "posko.mp4"}],
            "channel_id": CHANNEL,
            "blocks": [{"type": "rich_text", "elements": [words]}],
            "thread_ts": "1.1",
        }
    )
    assert talk.result.id == SENT
    assert talk.result.url == f"https://kemenag-contoh.slack.com/archives/{CHANNEL}/p1796126401000100"


def test_slack_shares_it_some_time_after_it_said_so() -> None:
    elsewhere = {"public": {"C999": [{"ts": "9.9"}]}, "private": {CHANNEL: []}}
    private = {"private": {CHANNEL: [{"ts": SENT}]}}
    talk = replaced("publish", info=[info(), info(shares=elsewhere), info(shares=private)])
    assert talk.result.id == SENT
    assert [call.after for call in talk.calls[2:]] == [1, 2, 3]
    talk = replaced("publish", info=info())
    assert isinstance(talk.error, Submitted)
    assert talk.error.after == 30


@pytest.mark.parametrize("error", ["file_not_found", "missing_scope"])
def test_a_film_that_cannot_be_looked_at_is_not_shared_again(error: str) -> None:
    assert isinstance(replaced("publish", info=answer({"ok": False, "error": error})).error, Submitted)
    limited = replaced("publish", info=answer({"ok": False, "error": "ratelimited"}, 429, {"retry-after": "9"}))
    assert isinstance(limited.error, Throttled)


def test_a_refusal_is_none_and_a_failure_is_a_doubt() -> None:
    said = {"not_in_channel": Misconfigured, "file_not_found": Rejected, "internal_error": InDoubt}
    for code, kind in said.items():
        talk = replaced("publish", info=info(), share=answer({"ok": False, "error": code}))
        assert type(talk.error) is kind
    unprepared = SUBJECT.talk(SLACK.publish(SUBJECT.part, ACCOUNT))
    assert isinstance(unprepared.error, Stale)
    assert unprepared.calls == ()


def test_a_lost_answer_is_settled_by_where_the_film_was_shared() -> None:
    assert SUBJECT.talk(SLACK.find(READY, ACCOUNT)).result == SUBJECT.receipt()
    absent = replaced("find", info=answer({"ok": False, "error": "file_not_found"}))
    assert (absent.result, absent.error) == (None, None)
    assert isinstance(replaced("find", info=info()).error, Submitted)
    assert isinstance(replaced("find", info=answer({"ok": False, "error": "missing_scope"})).error, Misconfigured)
    unprepared = SUBJECT.talk(SLACK.find(SUBJECT.part, ACCOUNT))
    assert (unprepared.result, unprepared.error, unprepared.calls) == (None, None, ())


def test_new_words_take_the_place_of_the_old_block() -> None:
    assert MESSAGE["files"] == [FILE]
    (change,) = SUBJECT.talk(SLACK.edit(SUBJECT.receipt(), evolve(PART, text="4 posko"), ACCOUNT)).effects
    assert isinstance(change.body, Json)
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": "4 posko"}]}
    assert change.body.value["blocks"] == [{"type": "rich_text", "elements": [words]}]


def test_a_film_whose_size_is_not_known_is_refused_before_anything_is_sent() -> None:
    talk = converse(SLACK.upload(Media(file="a.mp4", alt="a", type="video/mp4"), ACCOUNT), scripted({}))
    assert isinstance(talk.error, Rejected)
    assert SHARED["id"] == FILE["id"]
