"""What a plan changes, compared with what was planned or sent before."""

from collections.abc import Iterator, Mapping, Sequence

from govpr.models import Change, Delivery, DeliveryState, Finding, Post, Severity


def changes(posts: Sequence[Post], before: Mapping[str, Post], deliveries: Mapping[str, Delivery]) -> Iterator[Change]:
    """How posts differ from the stored ones; nothing when nothing does.

    Args:
        posts: The plan now.
        before: Stored posts of the same campaign, by id.
        deliveries: Their deliveries, by post id.
    """
    for post in posts:
        change = _change(post, before.get(post.id), deliveries.get(post.id))
        if change is not None:
            yield change
    now = {post.id for post in posts}
    for old in before.values():
        delivery = deliveries.get(old.id)
        if old.id not in now and delivery is not None and delivery.state is not DeliveryState.WITHDRAWN:
            kind = "sent" if delivery.is_out else "removed"
            yield Change(post=old.id, kind=kind, before=old.text)


def _change(post: Post, old: Post | None, delivery: Delivery | None) -> Change | None:
    if old is None or delivery is None or delivery.state is DeliveryState.WITHDRAWN:
        return Change(post=post.id, kind="added", after=post.text)
    if post.content_hash != delivery.content_hash:
        kind = "sent" if delivery.is_out else "changed"
        return Change(post=post.id, kind=kind, before=old.text, after=post.text)
    if post.due != old.due and not delivery.is_out:
        return Change(post=post.id, kind="moved", before=old.due.isoformat(), after=post.due.isoformat())
    return None


def too_late(found: Sequence[Change]) -> Iterator[Finding]:
    """A warning for each edit of what is out already."""
    for change in found:
        if change.kind == "sent":
            yield Finding(
                code="edit.after-sending",
                severity=Severity.WARNING,
                message="the post is out already; the edit changes nothing there",
                advice="withdraw it, or publish a correction as a message of its own",
                post=change.post,
            )
