"""TikTok's envelope: what its codes mean, and the two questions that come before and after a post."""

from collections.abc import Mapping
from typing import Any

from govpr.errors import (
    DeliveryError,
    InDoubt,
    Misconfigured,
    NeedsHuman,
    Rejected,
    Stale,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.replies import expect, puzzling, required, said

API = "https://open.tiktokapis.com/v2"
_DAY = 86_400.0
CODES: Mapping[str, tuple[type[DeliveryError], float | None]] = {
    "access_token_invalid": (Unauthorized, None),
    "scope_not_authorized": (Unauthorized, None),
    "scope_permission_missed": (Unauthorized, None),
    "rate_limit_exceeded": (Throttled, 60.0),
    "spam_risk_too_many_posts": (Throttled, _DAY),
    "spam_risk_too_many_pending_share": (Throttled, _DAY),
    "reached_active_user_cap": (Throttled, _DAY),
    "unaudited_client_can_only_post_to_private_accounts": (Misconfigured, None),
    "url_ownership_unverified": (Misconfigured, None),
    "privacy_level_option_mismatch": (Misconfigured, None),
    "app_version_check_failed": (Misconfigured, None),
    "token_not_authorized_for_specified_publish_id": (Misconfigured, None),
    "spam_risk_user_banned_from_posting": (NeedsHuman, None),
    "spam_risk_text": (Rejected, None),
    "spam_risk": (Rejected, None),
    "invalid_param": (Rejected, None),  # both spellings occur
    "invalid_params": (Rejected, None),
    "invalid_file_upload": (Rejected, None),
    "invalid_publish_id": (Stale, None),
}
"""Codes of the API (developers.tiktok.com/doc/content-posting-api-reference-direct-post and the pages on errors)."""
REASONS: Mapping[str, tuple[type[DeliveryError], float | None]] = {
    "file_format_check_failed": (Rejected, None),
    "duration_check_failed": (Rejected, None),
    "frame_rate_check_failed": (Rejected, None),
    "picture_size_check_failed": (Rejected, None),
    "publish_cancelled": (NeedsHuman, None),
    "auth_removed": (Unauthorized, None),
    "internal": (Stale, None),  # documented as one that may be tried again, from the start
    "video_pull_failed": (Stale, None),
    "photo_pull_failed": (Stale, None),
}
"""Reasons of posts that failed (developers.tiktok.com/doc/content-posting-api-reference-get-video-status)."""


def asked(
    path: str, body: Mapping[str, Any], effect: Effect = Effect.SAFE, *, needs: tuple[str, ...] = (), after: float = 0.0
) -> Flow[dict[str, Any]]:
    """What TikTok says to a question; it is a success only where its code says so, whatever the status.

    Args:
        path: Of the API.
        body: The question.
        effect: What happens when it is asked twice.
        needs: The names of texts that the answer must have.
        after: Seconds to wait before it is asked.
    """
    reply = yield Call("POST", f"{API}/{path}", Json(body), effect=effect, after=after)
    data = _data(reply)
    for name in needs:
        required(data, reply, name)
    return data


def creator() -> Flow[dict[str, Any]]:
    """What the account may do now; TikTok wants this asked before each post."""
    return (yield from asked("post/publish/creator_info/query/", {}, needs=("creator_username",)))


def state_of(begun: str, after: float = 0.0) -> Flow[dict[str, Any]]:
    """Where a post stands.

    Args:
        begun: Its `publish_id`.
        after: Seconds to wait before it is asked.

    Raises:
        Stale: TikTok does not know it, or no longer.
    """
    return (yield from asked("post/publish/status/fetch/", {"publish_id": begun}, needs=("status",), after=after))


def failed(reason: str) -> DeliveryError:
    """The error that a post's failure stands for.

    Args:
        reason: TikTok's word.
    """
    kind, after = REASONS.get(reason) or CODES.get(reason) or (Rejected, None)
    return kind(f"TikTok did not publish it: {reason or 'no reason given'}", where="tiktok", code=reason, after=after)


def _data(reply: Reply) -> dict[str, Any]:
    code, words = said(reply)
    if code and code != "ok":
        kind, after = CODES.get(code, (None, None))
        if kind is not None:
            raise kind(words or code, where="tiktok", code=code, status=reply.status, after=after)
        if code == "internal_error":
            trouble = InDoubt if reply.effect is Effect.ONCE else Unreachable
            raise trouble(words or code, where="tiktok", code=code, status=reply.status)
        if reply.status == 200:  # noqa: PLR2004  (a failure all the same)
            raise Rejected(words or code, where="tiktok", code=code, status=reply.status)
    body = expect(reply, 200)
    data = body.get("data") if isinstance(body, dict) else None
    if code != "ok" or not isinstance(data, dict):
        raise puzzling(reply, "the answer is not TikTok's envelope")
    return data
