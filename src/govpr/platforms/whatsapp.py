"""WhatsApp's Cloud API: one approved template to one person who asked for it; the text fills the template.

An answer of 200 means that the service took the message. What became of it comes as a status (see
`govpr.platforms.inbound`), by the key of the part or by the receipt. There is no list of what was sent, so a lost
answer waits for a status or a person.
"""

import hashlib
from typing import Any
from urllib.parse import quote

from attrs import evolve, frozen

from govpr.content.rules import Count, Files, Length, Rules
from govpr.http.calls import Call, Effect, Flow, Form, Json, Slice
from govpr.http.replies import puzzling, required
from govpr.models import Account, Media, Receipt
from govpr.platforms._graph import HOST, VERSION, address, answered
from govpr.platforms.access import option
from govpr.platforms.protocol import Option, Outgoing, Standing

_BASE = f"https://{HOST}/{VERSION.name}"
_PRODUCT = {"messaging_product": "whatsapp"}
_HELD = {
    "held_for_quality_assessment": "WhatsApp holds it back while it judges the template",
    "paused": "WhatsApp has paused the template",
}


class _Unshown(str):
    """A text that no repr shows: calls are kept and printed, and a person's number is nobody's business."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


@frozen
class WhatsApp:
    """WhatsApp as a platform; the credential is a token of a system user with `whatsapp_business_messaging`.

    Example:
        >>> WhatsApp().rules.text.limit
        1024
    """

    name = "whatsapp"
    hosts = frozenset({HOST})
    version = VERSION
    options = (
        Option(name="phone", help="the number's id at Meta", example="106500000000000", required=True),
        Option(name="template", help="the approved template, whose {{1}} is the text", example="info", required=True),
        Option(name="subscribers", help="the file of those who agreed, in this folder", example="pelanggan.csv"),
        Option(name="to", help="in place of subscribers: a test number, or a group's id", example="+62800000000"),
    )
    rules = Rules(
        text=Length(limit=1_024, count=Count.UTF16),
        images=Files(most=1, bytes=5_000_000, types=("image/jpeg", "image/png")),
        alt=0,
        languages=1,
        forbidden="\n\r\t",
        source="https://developers.facebook.com/documentation/business-messaging/whatsapp/templates",
    )

    def upload(self, media: Media, account: Account) -> Flow[str]:
        """Take in the picture of the template's header; it is kept for 30 days."""
        form = Form(fields={**_PRODUCT, "type": media.type}, files={"file": Slice(media.file, type=media.type)})
        reply = yield Call("POST", address(_BASE, option(account, "phone"), "media"), form)
        return required(answered(reply), reply, "id")

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send it to the one recipient of the account's options."""
        return (yield from self.send_to(part, option(account, "to"), account))

    def send_to(self, part: Outgoing, recipient: str, account: Account) -> Flow[Receipt]:
        """Send one template to one recipient.

        Args:
            part: What fills the template. Its key comes back with each status, so each recipient needs another.
            recipient: A number with its country code, or a group's id. It stands in the body alone, and in no repr.
            account: Who sends.

        Raises:
            Rejected: For this recipient; `OPT_OUTS` has the codes of people who want no more.
            Throttled: The number sends too fast, or too much to this person.
            Misconfigured: The template, its language or the number does not fit.
        """
        body = {
            **_PRODUCT,
            "recipient_type": "individual" if recipient.removeprefix("+").isdigit() else "group",
            "to": _Unshown(recipient),
            "type": "template",
            "template": _template(part, option(account, "template")),
            "biz_opaque_callback_data": part.key,
        }
        url = address(_BASE, option(account, "phone"), "messages")
        reply = yield Call("POST", url, Json(body), effect=Effect.ONCE)
        rows = answered(reply, private=True).get("messages")
        if not isinstance(rows, list) or not rows:
            raise puzzling(reply, "the answer names no message")
        taken = Receipt(id=message_id(required(rows[0], reply, "id")), at=reply.at)
        state = rows[0].get("message_status")
        return evolve(taken, note=_HELD.get(state, "")) if isinstance(state, str) else taken

    def inspect(self, account: Account) -> Flow[Standing]:
        """Whose number it is, and how its messages are received."""
        query = {"fields": "verified_name,quality_rating,name_status,code_verification_status"}
        reply = yield Call("GET", address(_BASE, option(account, "phone"), **query))
        number = answered(reply)
        notes = {
            f"quality {number.get('quality_rating')}": number.get("quality_rating") in ("YELLOW", "RED"),
            "its name is declined": number.get("name_status") == "DECLINED",
        }
        return Standing(
            name=required(number, reply, "verified_name"),
            can_post=number.get("name_status") != "DECLINED",
            notes=tuple(note for note, holds in notes.items() if holds),
        )

    def share_link(self, text: str, account: Account) -> str:  # noqa: ARG002  (the person chooses the recipients)
        """The app with the text in it, for a person who passes it on (https://faq.whatsapp.com/5913398998672934)."""
        return f"https://wa.me/?text={quote(text, safe='')}"


def message_id(wamid: str) -> str:
    """A message's name in receipts and statuses: WhatsApp's own id has the recipient's number in it.

    Args:
        wamid: WhatsApp's id.

    Example:
        >>> message_id("wamid.AAA")
        '4b92b91d00ce0d5087d651e6ad66782b'
    """
    return hashlib.sha256(wamid.encode()).hexdigest()[:32]


def _template(part: Outgoing, name: str) -> dict[str, Any]:
    components: list[dict[str, Any]] = [{"type": "body", "parameters": [{"type": "text", "text": part.text}]}]
    if part.media:
        picture = {"type": "image", "image": {"id": part.media[0].handle}}
        components.insert(0, {"type": "header", "parameters": [picture]})
    language = {"policy": "deterministic", "code": part.language.replace("-", "_")}
    return {"name": name, "language": language, "components": components}
