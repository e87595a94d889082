"""Four eyes: who approves is not who wrote, and a yes is to exactly one content."""

from collections.abc import Iterable
from datetime import datetime

from govpr.errors import NotAllowed
from govpr.models import Approval, Decision, Post


def check_approver(by: str, *, author: str, known: bool) -> None:
    """Whether somebody may decide on a campaign.

    Args:
        by: Who wants to decide.
        author: Who wrote the campaign.
        known: Whether `by` is an officer of the workspace.

    Raises:
        NotAllowed: An unknown person, or the author's own work.
    """
    if not known:
        raise NotAllowed("approval.unknown-officer", f"{by!r} is no officer here", "give the id of a known officer")
    if by == author:
        raise NotAllowed("approval.own-work", f"{by!r} wrote this campaign", "ask another officer to approve it")


def decide(posts: Iterable[Post], *, by: str, at: datetime, decision: Decision, note: str = "") -> tuple[Approval, ...]:
    """One decision about each post, bound to its content hash."""
    return tuple(
        Approval(post=post.id, content_hash=post.content_hash, by=by, at=at, decision=decision, note=note)
        for post in posts
    )
