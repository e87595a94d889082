"""A report to MAFINDO's fact-checkers. It names whoever passes it on.

Source: https://mafindodocs.netlify.app/v2, Report. The service answers in words, and its documentation calls the text
`teks_hoax` in one place and `teks hoax` in another: both are sent.
"""

from mimetypes import guess_type

from govpr.errors import Rejected
from govpr.hoaxes.databases.protocol import Tip, TipReceipt
from govpr.http.calls import Call, Effect, Flow, Form, Slice
from govpr.http.replies import puzzling, refusal
from govpr.text.web import shortened

_SAVED = b"saved successfully"
_SCREENSHOTS = 2
_HEADLINE = 100


def report(tip: Tip, address: str) -> Flow[TipReceipt]:
    """Pass on one report.

    Args:
        tip: What it says.
        address: Where the service is.

    Raises:
        Rejected: It has more than two screenshots.
        InDoubt: The answer does not say that it was saved.
    """
    if len(tip.pictures) > _SCREENSHOTS:
        raise Rejected("a report takes at most two screenshots")
    fields = {
        "nama": tip.name,
        "email": tip.email,
        "judul": shortened(tip.text, _HEADLINE),
        "teks_hoax": tip.text,
        "teks hoax": tip.text,
        "pesan": "\n".join(filter(None, (tip.note, tip.url))),
        "prioritas": "Normal",
        "status": "Open",
    }
    files = {
        f"screenshot_{number}": Slice(path, type=guess_type(path)[0] or "application/octet-stream")
        for number, path in enumerate(tip.pictures, 1)
    }
    form = Form(fields, files, multipart=True)
    reply = yield Call("POST", f"{address}/report/{{key}}", form, effect=Effect.ONCE, fills="key")
    if reply.status != 200:  # noqa: PLR2004
        raise refusal(reply)
    if _SAVED not in reply.body[:1000].lower():
        raise puzzling(reply, "the answer does not say that the report was saved")
    return TipReceipt(at=reply.at)
