"""The guard against copy and paste: one wording on many accounts of a platform looks like, and is, a bot network."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from govpr.content.similarity import near_duplicates
from govpr.models import Finding, Post
from govpr.settings import Caps


def check(posts: Iterable[Post], caps: Caps) -> Iterator[Finding]:
    """An error for each post beyond the cap of accounts that may share a wording on one platform.

    Args:
        posts: All posts of a plan. A wording is compared without its disclosure label.
        caps: How many accounts may share a wording, and from which likeness on two count as one.
    """
    ordered = sorted(posts, key=lambda post: (post.platform, post.due, post.id))
    for platform, group in groupby(ordered, key=lambda post: post.platform):
        members = tuple(group)
        for wording in _wordings(members, caps.similarity):
            for post in wording[caps.identical :]:
                yield _finding(post, platform, len(wording), caps)


def _wordings(posts: tuple[Post, ...], similarity: float) -> Iterator[list[Post]]:
    """Posts that say the same in nearly the same words, together."""
    leader = {post.id: post.id for post in posts}

    def lead(post: str) -> str:
        while leader[post] != post:
            post = leader[post]
        return post

    bare = {post.id: post.text.replace(post.disclosure, "") for post in posts}
    for one, other, _ in near_duplicates(bare, similarity):
        leader[lead(other)] = lead(one)
    groups: dict[str, list[Post]] = {}
    for post in posts:
        groups.setdefault(lead(post.id), []).append(post)
    yield from groups.values()


def _finding(post: Post, platform: str, count: int, caps: Caps) -> Finding:
    return Finding(
        code="sameness.identical",
        message=f"{count} accounts on {platform} would post nearly the same words; {caps.identical} may",
        advice="write more variants, or have officers repost the official account",
        path=f"messages[{post.message}].variants[{post.variant}]",
        post=post.id,
    )
