"""What Slack answers, and how it wants words: escaped where it reads markup, as rich text beside pictures."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from govpr.content.rules import Count, Length
from govpr.errors import (
    DeliveryError,
    InDoubt,
    Misconfigured,
    NeedsHuman,
    Rejected,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Call, Effect, Json, Reply
from govpr.http.replies import expect as expect_json
from govpr.http.replies import puzzling
from govpr.http.waits import wait_from
from govpr.models import Receipt
from govpr.platforms.protocol import Attachment

API = "https://slack.com/api"
TEXT = Length(limit=4_000, count=Count.CODE_POINTS)
"""What Slack recommends; it cuts texts off only after 40,000."""
_LINK = re.compile(r"(https?://\S*[^\s.,;:!?)\]])")
_AUTH = ("account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked")
_SETTINGS = (
    "access_denied",
    "accesslimited",
    "app_access_restricted",
    "channel_not_found",
    "deprecated_endpoint",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "invalid_channel",
    "is_archived",
    "messages_tab_disabled",
    "metadata_must_be_sent_from_app",
    "method_deprecated",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_in_channel",
    "org_login_required",
    "posting_to_channel_denied",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_locked",
    "restricted_action_thread_only_channel",
    "team_access_not_granted",
    "team_added_to_org",
    "team_not_found",
    "user_is_external_guest",
)
_PASSING = ("fatal_error", "internal_error", "request_timeout", "service_unavailable")
_CODES: Mapping[str, type[DeliveryError]] = {
    **dict.fromkeys(_AUTH, Unauthorized),
    **dict.fromkeys(_SETTINGS, Misconfigured),
    **dict.fromkeys(_PASSING, Unreachable),
    "message_limit_exceeded": NeedsHuman,
    "rate_limited": Throttled,
    "ratelimited": Throttled,
}
"""https://docs.slack.dev/reference/methods/chat.postMessage#errors; what is not here is about the message itself."""


def get(method: str, query: Mapping[str, str], after: float = 0.0) -> Call:
    """A call that looks.

    Args:
        method: Of Slack's web API.
        query: What is asked.
        after: Seconds to wait before.
    """
    return Call("GET", f"{API}/{method}" + (f"?{urlencode(query)}" if query else ""), after=after)


def post(method: str, body: Mapping[str, Any], effect: Effect) -> Call:
    """A call that changes something.

    Args:
        method: Of Slack's web API.
        body: What is asked.
        effect: What happens when it is made twice.
    """
    return Call("POST", f"{API}/{method}", Json(body), effect=effect)


def receipt_of(moment: str, reply: Reply, home: str, channel: str) -> Receipt:
    """The receipt of a message.

    Args:
        moment: Its number, which is the time at which it was sent.
        reply: The answer.
        home: The address of the workspace.
        channel: Where it stands.
    """
    return Receipt(id=moment, url=f"{home}/archives/{channel}/p{moment.replace('.', '')}", at=reply.at)


def expect(reply: Reply) -> dict[str, Any]:
    """The object of an answer that is well; Slack answers most refusals with status 200 and `ok: false`.

    Args:
        reply: The answer.

    Raises:
        DeliveryError: By Slack's own code, or by the status.
    """
    body = expect_json(reply, 200)
    if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
        raise puzzling(reply, "the answer does not say whether it is ok")
    if body["ok"]:
        return body
    raise _refused(str(body.get("error") or "unknown_error"), reply)


def _refused(code: str, reply: Reply) -> DeliveryError:
    kind = _CODES.get(code, Rejected)
    if kind is Unreachable and reply.effect is Effect.ONCE:
        kind = InDoubt  # "It's possible some aspect of the operation succeeded before the error was raised."
    after = wait_from(reply.headers, reply.at) if kind is Throttled else None
    return kind(f"Slack says {code}", where="slack", code=code, status=reply.status, after=after)


def escaped(text: str) -> str:
    """Words without what Slack reads as mentions and links.

    Source: https://docs.slack.dev/messaging/formatting-message-text#escaping.

    Args:
        text: The words.

    Example:
        >>> escaped("Siaga & sigap <!channel>")
        'Siaga &amp; sigap &lt;!channel&gt;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def blocks_of(text: str, media: tuple[Attachment, ...]) -> list[dict[str, Any]]:
    """Words and pictures as blocks; rich text is read as it is, without markup.

    Args:
        text: The words.
        media: Pictures, which are Slack's own files by now.

    Example:
        >>> blocks_of("Lihat https://contoh.go.id.", ())[0]["elements"][0]["elements"][1]
        {'type': 'link', 'url': 'https://contoh.go.id'}
    """
    pictures = [{"type": "image", "slack_file": {"id": one.handle}, "alt_text": one.alt} for one in media]
    return [words_of(text), *pictures]


def words_of(text: str) -> dict[str, Any]:
    """Words as one block.

    Args:
        text: The words.
    """
    pieces = [piece for piece in _LINK.split(text) if piece]
    elements = [
        {"type": "link", "url": piece} if _LINK.fullmatch(piece) else {"type": "text", "text": piece}
        for piece in pieces
    ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}
