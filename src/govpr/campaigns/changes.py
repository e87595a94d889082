"""What a plan changes, compared with what was planned or sent before."""

import json
from collections.abc import Iterator, Mapping

from govpr.campaigns.planning import Line
from govpr.models import Change, DeliveryState, Finding, Post, Severity
from govpr.models.converter import from_data
from govpr.storage.planned import Old


def change_of(line: Line, old: Old | None) -> Change | None:
    """How a post differs from the stored one; None when it does not.

    Args:
        line: The post now.
        old: What was planned before under the same id.
    """
    row = line.row
    if old is not None and old.silent:
        return None
    if old is None or old.state == DeliveryState.WITHDRAWN:
        return Change(post=row.id, kind="added", after=line.text)
    if row.content_hash != old.content_hash:
        kind = "sent" if old.is_out else "changed"
        return Change(post=row.id, kind=kind, before=_post(old).text, after=line.text)
    if row.data != old.data and not old.is_out:
        before = _post(old)
        if row.due != before.due:
            return Change(post=row.id, kind="moved", before=before.due.isoformat(), after=row.due.isoformat())
    return None


def removed(old: Mapping[str, Old], now: Mapping[str, Line]) -> Iterator[Change]:
    """Posts that were planned before, and that the campaign says no longer.

    Args:
        old: What was planned before, by post id.
        now: What is planned now, by post id.
    """
    for one in old.values():
        if one.id not in now and (one.can_go or one.is_out):
            yield Change(post=one.id, kind="sent" if one.is_out else "removed", before=_post(one).text)


def too_late(change: Change) -> Finding:
    """A warning for an edit of what is out already.

    Args:
        change: The edit.
    """
    return Finding(
        code="edit.after-sending",
        severity=Severity.WARNING,
        message="the post is out already; the edit changes nothing there",
        advice="withdraw it, or publish a correction as a message of its own",
        post=change.post,
    )


def _post(old: Old) -> Post:
    return from_data(json.loads(old.data), Post)
