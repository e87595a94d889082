"""Slack channels by an app's bot.

Slack knows no key against repeats. A message carries the part's key in its metadata, which nobody sees, and by which
`find` knows it.
"""

from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from attrs import frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.errors import NeedsHuman, Rejected, Stale, Unreachable
from govpr.http.calls import Effect, Flow, Reply, Slice
from govpr.http.replies import puzzling, required
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms import _slack_films as films
from govpr.platforms._answers import inner, rows, whole
from govpr.platforms._files import film_in, noted
from govpr.platforms._slack import TEXT, blocks_of, escaped, expect, get, post, receipt_of, words_of
from govpr.platforms.access import option
from govpr.platforms.paces import Pace
from govpr.platforms.protocol import Option, Outgoing, Standing
from govpr.settings.rates import Rate

_KIND = "govpr_part"
_MESSAGE = "message"
"""What is prepared for a message without a film: nothing."""
_MARGIN = timedelta(hours=1)
_PAGES = 5
_POLLS = 20


@frozen
class Slack:
    """Slack by a bot; the credential is a bot token, `xoxb-...`, of an app of the agency's own.

    It needs the scopes `chat:write` and `channels:history`, and `files:write` with `files:read` for pictures and films.

    Example:
        >>> Slack().rules.markup
        'escaped'
    """

    name = "slack"
    pace = Pace(rate=Rate.parse("1/s"), source="https://docs.slack.dev/apis/web-api/rate-limits")
    hosts = frozenset({"slack.com", "files.slack.com"})
    rules = Rules(
        text=TEXT,
        caption=Length(limit=3_000, count=Count.CODE_POINTS),
        parts=20,
        images=Files(most=10, types=("image/png", "image/jpeg", "image/gif")),
        # 1 GB is what users report for one file; Slack's pages name only the storage of a workspace.
        videos=Files(most=1, bytes=1_000_000_000, types=("video/mp4", "video/quicktime", "video/webm")),
        alt=1_000,
        markup="escaped",
        source="https://docs.slack.dev/reference/methods/chat.postMessage#truncating: 4,000 is what Slack recommends; "
        "https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object",
    )
    options = (
        Option(name="channel", help="the id of the channel, not its name", example="C0123456789", required=True),
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:  # noqa: ARG002  (the token says whose)
        """Take in one picture, which stays private until a message shows it; Slack works on it for some seconds.

        A film is sent when its message is prepared.
        """
        if media.type.startswith("video/"):
            return noted(media, self.name)
        name = PurePath(media.file).name
        file = yield from films.sent(name, media.size or 0, Slice(media.file, type=media.type), media.alt)
        expect((yield post("files.completeUploadExternal", {"files": [{"id": file, "title": name}]}, Effect.SAFE)))
        for attempt in range(_POLLS):
            reply = yield get("files.info", {"file": file}, after=min(0.5 + attempt, 3.0))
            if inner(expect(reply), "file").get("mimetype"):
                return file
        raise Unreachable("Slack is still working on a file", where=self.name)

    def stage(self, part: Outgoing, account: Account) -> Flow[str]:  # noqa: ARG002  (the token says whose)
        """Send the film; nobody sees it before it is published."""
        film = film_in(part)
        return _MESSAGE if film is None else (yield from films.taken_in(film))

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Post one message, or share the film with its words; a later part stands in the thread of the first."""
        if not part.staged:
            raise Stale("nothing is prepared for this part", where=self.name)
        home = yield from _home()
        film = film_in(part)
        if film is not None:
            return (yield from films.shared(part, film, _channel(account), home))
        mark = {"event_type": _KIND, "event_payload": {"key": part.key}}
        body = {"channel": _channel(account), "text": escaped(part.text), "mrkdwn": False, "metadata": mark}
        if part.media:
            body["blocks"] = blocks_of(part.text, part.media)
        if part.first:
            body["thread_ts"] = part.first.id
        reply = yield post("chat.postMessage", body, Effect.ONCE)
        return _receipt(expect(reply), reply, account, home)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The message since the part was due, by its metadata; a film says itself where it was shared."""
        if film_in(part) is not None and not part.staged:
            return None
        home = yield from _home()
        if film_in(part) is not None:
            return (yield from films.found(part, _channel(account), home))
        oldest = f"{(part.at - _MARGIN).timestamp():.6f}"
        query = {"channel": _channel(account), "include_all_metadata": "true", "limit": "100", "oldest": oldest}
        method = "conversations.history"
        if part.first:
            method, query = "conversations.replies", {**query, "ts": part.first.id}
        for _ in range(_PAGES):
            reply = yield get(method, query)
            body = expect(reply)
            for message in _messages(body, reply):
                if _key(message) == part.key:
                    return _receipt(message, reply, account, home)
            cursor = inner(body, "response_metadata").get("next_cursor")
            if not cursor:
                return None
            query["cursor"] = str(cursor)
        raise NeedsHuman("the channel has too many newer messages to look through", where=self.name)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put new words into the first part; its files stay."""
        message = yield from _message(receipt, account)
        pictures = [one for one in rows(message, "blocks") if one.get("type") == "image"]
        body: dict[str, Any] = {"channel": _channel(account), "ts": receipt.id, "text": escaped(part.text)}
        if pictures or rows(message, "files"):  # the words of a film's message are a block, which would stay
            kept = [{key: one[key] for key in ("type", "slack_file", "alt_text") if key in one} for one in pictures]
            body["blocks"] = [words_of(part.text), *kept]
        expect((yield post("chat.update", body, Effect.KEYED)))
        return receipt

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete all parts, the last one first."""
        for message in reversed(receipt.parts or (receipt.id,)):
            reply = yield post("chat.delete", {"channel": _channel(account), "ts": message}, Effect.KEYED)
            try:
                expect(reply)
            except Rejected as error:
                if error.code != "message_not_found":
                    raise

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """Reactions to the first part, and what others said in its thread."""
        message = yield from _message(receipt, account)
        counts = [one.get("count") for one in rows(message, "reactions")]
        likes = sum(whole(count) or 0 for count in counts)
        said = whole(message.get("reply_count", 0))
        own = max(0, len(receipt.parts) - 1)
        return Metrics(post=post, at=at, likes=likes, replies=None if said is None else max(0, said - own))

    def inspect(self, account: Account) -> Flow[Standing]:
        """Who the bot is, what it may do, and whether it is in the channel."""
        reply = yield get("auth.test", {})
        who = expect(reply)
        scopes = tuple(scope.strip() for scope in reply.headers.get("x-oauth-scopes", "").split(",") if scope.strip())
        reply = yield get("conversations.info", {"channel": _channel(account)})
        channel = expect(reply).get("channel")
        if not isinstance(channel, dict):
            raise puzzling(reply, "the answer has no channel")
        notes = {
            "the bot is not in the channel: invite it": not channel.get("is_member")
            and "chat:write.public" not in scopes,
            "the channel is archived": channel.get("is_archived") is True,
        }
        found = tuple(note for note, holds in notes.items() if holds)
        name = f"{who.get('user', '')} ({who.get('team', '')})"
        return Standing(name=name, can_post=not found, scopes=scopes, notes=found)


def _channel(account: Account) -> str:
    return option(account, "channel")


def _home() -> Flow[str]:
    """The address of the workspace, which the addresses of its messages begin with."""
    reply = yield get("auth.test", {})
    return required(expect(reply), reply, "url").rstrip("/")


def _receipt(message: dict[str, Any], reply: Reply, account: Account, home: str) -> Receipt:
    return receipt_of(required(message, reply, "ts"), reply, home, _channel(account))


def _messages(body: dict[str, Any], reply: Reply) -> list[dict[str, Any]]:
    messages = body.get("messages")
    if isinstance(messages, list):
        return [one for one in messages if isinstance(one, dict)]
    raise puzzling(reply, "the answer has no messages")


def _message(receipt: Receipt, account: Account) -> Flow[dict[str, Any]]:
    """The first part as it stands now."""
    query = {
        "channel": _channel(account),
        "latest": receipt.id,
        "oldest": receipt.id,
        "inclusive": "true",
        "limit": "1",
    }
    reply = yield get("conversations.history", query)
    messages = _messages(expect(reply), reply)
    if not messages:
        raise Rejected("the message is not there: deleted, or in another channel", where="slack")
    return messages[0]


def _key(message: dict[str, Any]) -> str:
    mark = inner(message, "metadata")
    return str(inner(mark, "event_payload").get("key", "")) if mark.get("event_type") == _KIND else ""
