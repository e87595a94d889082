"""A platform for trying things out: no token, no network, and every outcome on order.

What becomes of a post is chosen by its text, as `[refused]`, or else by the account's handle; the words are in
`SCENARIOS`. Its calls have the scheme `sandbox:`; `govpr.sandbox.SandboxFolder` answers them on the same machine.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from attrs import frozen

from govpr.content.rules import Files, Length, Rules
from govpr.errors import Duplicate, Rejected, Submitted
from govpr.http.calls import Call, Effect, Flow, Json, Reply, Slice
from govpr.http.replies import expect, parsed, required
from govpr.models import Account, Media, Metrics, Receipt
from govpr.platforms.protocol import Outgoing, Standing

SCENARIOS: Mapping[str, str] = {
    "delivered": "it is published; so is every post that names nothing",
    "refused": "the platform will never take it",
    "throttled": "the platform asks to come back in a second, and then takes it",
    "unreachable": "the platform fails once, and then takes it",
    "in-doubt": "it is published and the answer is lost; the next round finds it",
    "unknown": "it is published and the answer is lost; nobody can look: a person has to",
    "duplicate": "the platform has these words already, from another post: it is refused",
    "submitted": "the platform has it and works on it; the next round finds it",
    "unauthorized": "the credential has ended",
    "misconfigured": "the account lacks a permission",
    "partial": "the first part of a thread is published, the second is refused",
}
"""What can be ordered, and what it does."""
_TAKEN_IN, _ABSENT, _THERE = 202, 404, 409


@frozen
class Sandbox:
    """The sandbox as a platform: accounts need neither server nor credential.

    Example:
        >>> sorted(SCENARIOS)[:3]
        ['delivered', 'duplicate', 'in-doubt']
    """

    name = "sandbox"
    hosts = frozenset[str]()
    schemes = frozenset({"sandbox"})
    rules = Rules(
        text=Length(limit=500, link=23),
        parts=20,
        images=Files(most=4, bytes=8_000_000, types=("image/png", "image/jpeg", "image/webp")),
        videos=Files(most=1, bytes=99_000_000, types=("video/mp4",)),
        alt=1_500,
        languages=1,
        source="our own, as those of many platforms",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Take in one file; only its size is looked at."""
        if media.digest is None:
            raise Rejected("a file has no digest: it was not read before it was sent", where=self.name)
        body = Slice(media.file, type=media.type)
        reply = yield Call("PUT", _url(account, f"media/{media.digest}"), body, effect=Effect.KEYED, signed=False)
        return required(expect(reply, 201), reply, "id")

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Publish one part, or do what its text or the account's handle orders."""
        before = part.previous.id if part.previous else ""
        body = Json(
            {
                "scenario": scenario(part.text, account.handle),
                "text": part.text,
                "language": part.language,
                "media": [{"id": media.handle, "alt": media.alt} for media in part.media],
                "after": before,
            }
        )
        reply = yield Call("POST", _url(account, f"posts/{part.key}"), body, effect=Effect.ONCE, signed=False)
        if reply.status == _TAKEN_IN:
            raise Submitted("the sandbox works on it, as it was ordered", where=self.name, after=1.0)
        if reply.status == _THERE:
            known = required(parsed(reply), reply, "id")
            raise Duplicate("the sandbox has it already, as it was ordered", where=self.name, existing=known)
        return _receipt(expect(reply, 201), reply, part)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """Look the part up by its key."""
        reply = yield Call("GET", _url(account, f"posts/{part.key}"), signed=False)
        if reply.status == _ABSENT:
            return None
        return _receipt(expect(reply), reply, part)

    def edit(self, receipt: Receipt, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Put other words in place of the first part's."""
        url = _url(account, f"posts/{quote(receipt.id, safe='')}")
        reply = yield Call("PATCH", url, Json({"text": part.text}), effect=Effect.KEYED, signed=False)
        expect(reply)
        return receipt

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete all parts."""
        for one in reversed(receipt.parts or (receipt.id,)):
            url = _url(account, f"posts/{quote(one, safe='')}")
            reply = yield Call("DELETE", url, effect=Effect.KEYED, signed=False)
            if reply.status != _ABSENT:
                expect(reply, 204)

    def metrics(self, receipt: Receipt, post: str, at: datetime, account: Account) -> Flow[Metrics]:
        """Made-up counts, the same for the same post: enough to build a report on."""
        reply = yield Call("GET", _url(account, f"posts/{quote(receipt.id, safe='')}"), signed=False)
        name = required(expect(reply), reply, "id")
        views = 100 + sum(name.encode()) % 900
        return Metrics(post=post, at=at, views=views, likes=views // 20, shares=views // 50, replies=views // 100)

    def inspect(self, account: Account) -> Flow[Standing]:
        """As the handle orders: `unauthorized` and `misconfigured` are refused here too."""
        reply = yield Call("GET", _url(account, f"accounts/{quote(account.handle, safe='')}"), signed=False)
        return Standing(name=required(expect(reply), reply, "name"), scopes=("everything",))


def _receipt(body: Any, reply: Reply, part: Outgoing) -> Receipt:
    return Receipt(id=required(body, reply, "id"), url=required(body, reply, "url"), at=reply.at or part.at)


def scenario(text: str, handle: str) -> str:
    """What a text orders, as `[refused]`, or else an account's handle.

    Args:
        text: The words of a part.
        handle: The account's handle.

    Example:
        >>> scenario("Coba [throttled]", "humas"), scenario("Coba", "@in-doubt"), scenario("Coba", "humas")
        ('throttled', 'in-doubt', 'delivered')
    """
    ordered = next((name for name in SCENARIOS if f"[{name}]" in text), handle.removeprefix("@"))
    return ordered if ordered in SCENARIOS else "delivered"


def _url(account: Account, path: str) -> str:
    return f"sandbox://{account.id}/{path}"
