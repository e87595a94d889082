"""Discord channels by a bot.

Posting is keyed for some minutes, by a nonce; later a lost answer is looked up in the channel's history.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from attrs import frozen

from govpr.errors import NeedsHuman
from govpr.http.calls import Body, Call, Effect, Flow, Json
from govpr.http.replies import required
from govpr.http.sessions import Signing
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._answers import inner
from govpr.platforms._discord import (
    AGENT,
    API,
    GONE,
    PERMISSIONS,
    RULES,
    VERSION,
    allowed,
    body_of,
    counts_of,
    expect,
    listed,
    receipt_of,
)
from govpr.platforms._files import described
from govpr.platforms.access import option
from govpr.platforms.protocol import Option, Outgoing, Standing

_MARGIN = timedelta(minutes=10)
_PAGES = 10
_PAGE = 100
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_NONCE = 25


@frozen
class Discord:
    """Discord by a bot; the credential is the bot's token.

    It needs the permissions to view the channel, to send messages, to attach files and to read the history.

    Example:
        >>> Discord().rules.text.limit
        2000
    """

    name = "discord"
    remembers = timedelta(minutes=2)
    hosts = frozenset({"discord.com"})
    rules = RULES
    signing = Signing(scheme="Bot")
    options = (Option(name="channel", help="the id of the channel", example="1290000000000000000", required=True),)
    version = VERSION

    def upload(self, media: Media, account: Account) -> Flow[str]:  # noqa: ARG002  (nothing is sent before the post)
        """Describe one file; it goes out with the post, in one request."""
        return described(media)

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send one message; a later part answers the one before."""
        guild = yield from _guild(account)
        more: dict[str, Any] = {"nonce": part.key[:_NONCE], "enforce_nonce": True}
        if part.previous:
            more["message_reference"] = {"message_id": part.previous.id, "fail_if_not_exists": True}
        reply = yield _call("POST", _messages(account), body_of(part, **more), Effect.KEYED)
        return receipt_of(expect(reply), reply, guild)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """The message among the bot's own since the part was due, by its words; None if it is surely not there."""
        guild = yield from _guild(account)
        reply = yield _call("GET", f"{API}/users/@me")
        own = required(expect(reply), reply, "id")
        after = str(int((part.at - _MARGIN - _EPOCH) / timedelta(milliseconds=1)) << 22)
        for _ in range(_PAGES):
            query = urlencode({"limit": _PAGE, "after": after})
            reply = yield _call("GET", f"{_messages(account)}?{query}")
            messages = listed(reply)
            for message in messages:
                if _is(message, part, own):
                    return receipt_of(message, reply, guild)
            if len(messages) < _PAGE:
                return None
            after = max((required(message, reply, "id") for message in messages), key=lambda one: (len(one), one))
        raise NeedsHuman("the channel has too many newer messages to look through", where=self.name)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put new words into the first part; its files stay."""
        body = Json({"content": part.text, "allowed_mentions": {"parse": []}})
        expect((yield _call("PATCH", f"{_messages(account)}/{quote(receipt.id)}", body, Effect.KEYED)))
        return receipt

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete all parts, the last one first."""
        for message in reversed(receipt.parts or (receipt.id,)):
            reply = yield _call("DELETE", f"{_messages(account)}/{quote(message)}", effect=Effect.KEYED)
            if reply.status != GONE:
                expect(reply, 200, 204)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """Reactions to the first part, and messages in a thread that hangs on it."""
        reply = yield _call("GET", f"{_messages(account)}/{quote(receipt.id)}")
        return Metrics(post=post, at=at, **counts_of(expect(reply)))

    def inspect(self, account: Account) -> Flow[Standing]:
        """Who the bot is, and what it may do in the channel."""
        reply = yield _call("GET", f"{API}/users/@me")
        me = expect(reply)
        own = required(me, reply, "id")
        reply = yield _call("GET", _channel(account))
        channel = expect(reply)
        guild = required(channel, reply, "guild_id")
        roles = listed((yield _call("GET", f"{API}/guilds/{quote(guild)}/roles")))
        member = expect((yield _call("GET", f"{API}/guilds/{quote(guild)}/members/{quote(own)}")))
        mine = member.get("roles")
        bits = allowed(own, guild, roles, [str(role) for role in mine] if isinstance(mine, list) else [], channel)
        may = tuple(name for name, bit in PERMISSIONS.items() if bits & bit)
        notes = tuple(f"the bot may not {name} in the channel" for name in PERMISSIONS if name not in may)
        posts = {"view channel", "send messages"} <= set(may)
        return Standing(name=str(me.get("username", "")), can_post=posts, scopes=may, notes=notes)


def _call(method: str, url: str, body: Body = None, effect: Effect = Effect.SAFE) -> Call:
    return Call(method, url, body, AGENT, effect)


def _channel(account: Account) -> str:
    return f"{API}/channels/{quote(option(account, 'channel'), safe='')}"


def _messages(account: Account) -> str:
    return f"{_channel(account)}/messages"


def _guild(account: Account) -> Flow[str]:
    """The id of the channel's server, which stands in the addresses of its messages."""
    reply = yield _call("GET", _channel(account))
    return required(expect(reply), reply, "guild_id")


def _is(message: dict[str, Any], part: Outgoing, own: str) -> bool:
    """Discord keeps no nonce in its history, and takes white space off both ends of a text."""
    before = inner(message, "message_reference").get("message_id")
    placed = before == (part.previous.id if part.previous else None)
    mine = inner(message, "author").get("id") == own
    return mine and placed and str(message.get("content", "")).split() == part.text.split()
