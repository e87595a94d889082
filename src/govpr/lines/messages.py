"""A mail message from the fields of a call: plain words, the same as a page, pictures in it (RFC 5322, RFC 2046)."""

from datetime import datetime
from email.errors import HeaderParseError, MessageError
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from html import escape
from pathlib import Path

from attrs import field, frozen

from govpr.errors import Rejected
from govpr.http.calls import Form
from govpr.text.web import paragraphs

_PAGE = (
    '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{subject}</title></head>'
    "<body>{body}</body></html>"
)


@frozen(kw_only=True)
class Message:
    """What a mail server is given.

    Args:
        sender: Whose address bounces go to.
        recipient: Who gets it.
        data: The message's bytes.
    """

    sender: str
    recipient: str = field(repr=False)
    data: bytes = field(repr=False)


def composed(form: Form) -> Message:
    """Make a message.

    Args:
        form: The fields and pictures of the `newsletter` platform.

    Raises:
        Rejected: An address is none, a header has a line break in it, or a picture cannot be read.
    """
    asked = {name: value for name, value in form.fields.items() if isinstance(value, str)}
    sender, recipient = parseaddr(asked["from"])[1], parseaddr(asked["to"])[1]
    if recipient != asked["to"].strip() or "@" not in recipient or "@" not in sender:
        raise Rejected("an address is none", where="newsletter")
    try:
        message = _headed(asked)
        message.set_content(asked["text"])
        message.add_alternative(_page(asked, list(form.files)), subtype="html")
        _picture(message, form, asked)
        policy = SMTP if recipient.isascii() and sender.isascii() else SMTPUTF8
        return Message(sender=sender, recipient=recipient, data=message.as_bytes(policy=policy))
    except (MessageError, HeaderParseError, ValueError, OSError) as error:
        what = "a picture cannot be read" if isinstance(error, OSError) else "a header has a line break or is no header"
        raise Rejected(f"the message cannot be made: {what}", where="newsletter") from None


def _headed(asked: dict[str, str]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = asked["from"], asked["to"], asked["subject"]
    message["Date"] = format_datetime(datetime.fromisoformat(asked["date"]))
    message["Message-ID"] = asked["message_id"]
    message["Content-Language"] = asked["language"]
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "bulk"
    message["List-Id"] = f"<{asked['from'].replace('@', '.')}>"
    if asked["reply_to"]:
        message["Reply-To"] = asked["reply_to"]
    if asked["unsubscribe"]:
        message["List-Unsubscribe"] = f"<{asked['unsubscribe']}>"
    return message


def _page(asked: dict[str, str], pictures: list[str]) -> str:
    body = "".join(
        "<p>" + "".join(_piece(piece.text, piece.href) for piece in block) + "</p>"
        for block in paragraphs(asked["text"])
    )
    shown = "".join(
        f'<p><img src="cid:{name}" alt="{escape(asked[f"alt{place}"])}" style="max-width:100%"></p>'
        for place, name in enumerate(pictures)
    )
    ending = f'<p><a href="{escape(asked["unsubscribe"])}">Berhenti berlangganan / Unsubscribe</a></p>'
    rest = ending if asked["unsubscribe"] else ""
    return _PAGE.format(language=escape(asked["language"]), subject=escape(asked["subject"]), body=body + shown + rest)


def _piece(text: str, href: str) -> str:
    words = escape(text).replace("\n", "<br>")
    return f'<a href="{escape(href)}">{words}</a>' if href else words


def _picture(message: EmailMessage, form: Form, asked: dict[str, str]) -> None:
    *_, page = message.iter_parts()
    if not isinstance(page, EmailMessage):
        return
    for place, (name, file) in enumerate(form.files.items()):
        kind, _, subtype = file.type.partition("/")
        page.add_related(
            Path(file.path).read_bytes(),
            maintype=kind,
            subtype=subtype,
            cid=f"<{name}>",
            filename=f"gambar-{place + 1}.{subtype}",
            disposition="inline",
            headers=[f"Content-Description: {asked[f'alt{place}']}"],
        )
