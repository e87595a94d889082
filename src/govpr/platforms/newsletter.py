"""A newsletter by mail: one message to each subscriber alone, or one to the address of a list server.

SMTP (RFC 5321) has no key and nothing to look in: a message whose last answer was lost is in doubt, for that subscriber
alone. Its calls have the scheme of the account's server, `smtps:` or `smtp:`; `govpr.lines.MailLine` makes them.
"""

from urllib.parse import urlsplit

from attrs import frozen

from govpr.content.rules import Files, Length, Rules
from govpr.errors import (
    DeliveryError,
    Misconfigured,
    Rejected,
    Throttled,
    Unauthorized,
)
from govpr.http.calls import Call, Effect, Flow, Form, Reply, Slice
from govpr.http.replies import parsed, puzzling
from govpr.models import Account, Media, Receipt
from govpr.platforms.access import option, server
from govpr.platforms.protocol import Option, Outgoing

_TAKEN = 250
_SOON, _LATER = 60.0, 900.0
_REFUSALS: dict[str, type[DeliveryError]] = {
    "5.7.8": Unauthorized,
    "5.7.9": Unauthorized,
    "5.7.1": Misconfigured,
    "5.7.26": Misconfigured,
    "5.7.0": Misconfigured,
}
"""Enhanced status codes that are about the sender, not about one subscriber (RFC 3463, RFC 4954, Gmail's 5.7.26)."""
_AUTH = frozenset({530, 534, 535, 538})


@frozen
class Newsletter:
    """Mail as a platform: `Account.server` is the submission server, the handle the address that it is sent from.

    Example:
        >>> [option.name for option in Newsletter().options if option.required]
        []
    """

    name = "newsletter"
    hosts = frozenset[str]()
    schemes = frozenset({"smtp", "smtps"})
    rules = Rules(
        text=Length(limit=100_000),
        title=150,
        images=Files(most=5, bytes=2_000_000, types=("image/png", "image/jpeg", "image/gif")),
        languages=1,
        identical=False,
        source="RFC 5321 and RFC 5322; sizes so that a message stays under 15 MB, as servers commonly take 20",
    )
    options = (
        Option(
            name="subscribers", help="the file of those who asked for it, in the workspace", example="pelanggan.csv"
        ),
        Option(name="to", help="the address of a list server, in place of subscribers", example="berita@list.example"),
        Option(name="user", help="who signs in at the server, where that is not the handle", example="humas"),
        Option(name="reply_to", help="where answers go", example="humas@contoh.example"),
        Option(
            name="unsubscribe", help="the page on which a subscriber ends it", example="https://contoh.example/henti"
        ),
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:  # noqa: ARG002  (nothing is asked: it goes with the message)
        """Note a file; it is sent with each message."""
        yield from ()
        return media.file

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send it to the list server of the account's options."""
        return (yield from self.send_to(part, option(account, "to"), account))

    def send_to(self, part: Outgoing, recipient: str, account: Account) -> Flow[Receipt]:
        """Send one message to one subscriber.

        Args:
            part: What is sent; its key makes the message's own id, the same in each try.
            recipient: An address. It stands in the body alone.
            account: Who sends.

        Raises:
            Rejected: This subscriber has no such mailbox, or the server will not take the message.
            Throttled: The server puts it off, as grey-listing does.
            Unauthorized: The server does not accept the sender's password.
        """
        domain = account.handle.rpartition("@")[2]
        fields = {
            "from": account.handle,
            "to": recipient,
            "subject": part.title or part.text.strip().partition("\n")[0][:150],
            "text": part.text,
            "language": part.language,
            "message_id": f"<{part.key}@{domain}>",
            "date": part.at.isoformat(),
            "agency": part.agency,
            **{name: account.options.get(name, "") for name in ("reply_to", "unsubscribe")},
            **{f"alt{place}": one.alt for place, one in enumerate(part.media)},
        }
        files = {f"picture{place}": Slice(one.handle, type=one.type) for place, one in enumerate(part.media)}
        address = f"{server(account)}/messages"
        reply = yield Call("SEND", address, Form(fields, files, multipart=True), effect=Effect.ONCE)
        code, words = _said(reply)
        if reply.status == _TAKEN:
            return Receipt(id=fields["message_id"], at=reply.at or part.at)
        raise _refusal(reply, code, words)


def _said(reply: Reply) -> tuple[str, str]:
    body = parsed(reply)
    if not isinstance(body, dict) or not isinstance(body.get("code"), str):
        raise puzzling(reply, "the mail line gave an answer that is none")
    return body["code"], str(body.get("message", ""))[:200]


def _refusal(reply: Reply, code: str, words: str) -> DeliveryError:
    """What a server's answer means: 4yz is for now, 5yz for good (RFC 5321, 4.2.1)."""
    where = urlsplit(reply.url).hostname or ""
    if reply.status in _AUTH:
        return Unauthorized(words, where=where, code=code, status=reply.status)
    if 400 <= reply.status < 500:  # noqa: PLR2004
        after = _SOON if reply.status == 421 else _LATER  # noqa: PLR2004  (the whole server is busy, or one mailbox)
        return Throttled(words, where=where, code=code, status=reply.status, after=after)
    kind = _REFUSALS.get(code, Rejected)
    return kind(words, where=where, code=code, status=reply.status)
