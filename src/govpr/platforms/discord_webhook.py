"""Discord channels by a webhook.

Of a webhook nothing can be looked up by its words, so a delivery whose answer was lost waits for a person.
"""

from datetime import datetime
from urllib.parse import quote, urlencode

from attrs import evolve, frozen

from govpr.http.calls import Body, Call, Effect, Flow, Json
from govpr.http.replies import required
from govpr.http.sessions import Signing
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms._discord import AGENT, API, GONE, RULES, VERSION, body_of, counts_of, expect, receipt_of
from govpr.platforms._files import described
from govpr.platforms.protocol import Option, Outgoing, Standing


@frozen
class DiscordWebhook:
    """Discord by a webhook; the credential is the end of its address, `ID/TOKEN`. There are no threads."""

    name = "discord-webhook"
    hosts = frozenset({"discord.com"})
    rules = evolve(RULES, parts=1)
    signing = Signing(header="")
    options = (Option(name="thread", help="the id of a thread to write into", example="1290000000000000001"),)
    version = VERSION

    def upload(self, media: Media, account: Account) -> Flow[str]:  # noqa: ARG002  (nothing is sent before the post)
        """Describe one file; it goes out with the post, in one request."""
        return described(media)

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send one message, and wait until Discord has kept it: without that it tells no id and no failure."""
        reply = yield _hook("GET")
        guild = required(expect(reply), reply, "guild_id")
        reply = yield _hook("POST", _query(account, wait="true"), body_of(part), Effect.ONCE)
        return receipt_of(expect(reply), reply, guild)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put new words into the message; its files stay."""
        body = Json({"content": part.text, "allowed_mentions": {"parse": []}})
        expect((yield _hook("PATCH", f"/messages/{quote(receipt.id)}{_query(account)}", body, Effect.KEYED)))
        return receipt

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete the message."""
        for message in receipt.parts or (receipt.id,):
            reply = yield _hook("DELETE", f"/messages/{quote(message)}{_query(account)}", effect=Effect.KEYED)
            if reply.status != GONE:
                expect(reply, 200, 204)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """Reactions to the message, and messages in a thread that hangs on it."""
        reply = yield _hook("GET", f"/messages/{quote(receipt.id)}{_query(account)}")
        return Metrics(post=post, at=at, **counts_of(expect(reply)))

    def inspect(self, account: Account) -> Flow[Standing]:  # noqa: ARG002  (the address says whose)
        """Whether the webhook is still there, and its name."""
        reply = yield _hook("GET")
        return Standing(name=str(expect(reply).get("name", "")))


def _hook(method: str, rest: str = "", body: Body = None, effect: Effect = Effect.SAFE) -> Call:
    return Call(method, f"{API}/webhooks/{{+key}}{rest}", body, AGENT, effect, fills="key")


def _query(account: Account, **more: str) -> str:
    thread = account.options.get("thread")
    query = more | ({"thread_id": thread} if thread else {})
    return f"?{urlencode(query)}" if query else ""
