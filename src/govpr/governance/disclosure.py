"""The label that says who speaks. It is part of the post and counts in its length."""

from datetime import date

from govpr.content.compose import contains_label
from govpr.models import Account, Agency, Finding, Ownership, Post
from govpr.settings import Labels


def label(labels: Labels, account: Account, agency: Agency, language: str, day: date) -> str:
    """The disclosure label for a post, or "" when the settings have none for its language.

    Args:
        labels: The settings.
        account: Its ownership decides between the two kinds of label.
        agency: Named as it was called on that day.
        language: BCP 47 tag; `id-ID` falls back to `id`.
        day: The day of the post.

    Example:
        >>> account = Account(id="a", platform="mastodon", handle="@a", agency="komdigi")
        >>> label(Labels(), account, Agency(id="komdigi", name="Komdigi"), "en", date(2026, 11, 3))
        'Official account of Komdigi'
    """
    kind = labels.official if account.ownership is Ownership.OFFICIAL else labels.personal
    text = kind.get(language) or kind.get(language.partition("-")[0], "")
    return text.replace("{agency}", agency.name_on(day))


def check(post: Post, path: str) -> Finding | None:
    """An error when a post does not say who speaks.

    Args:
        post: The post.
        path: Where its words stand, for the finding.
    """
    if post.disclosure and contains_label(post.parts[0], post.disclosure):
        return None
    return Finding(
        code="disclosure.missing",
        message=f"the post in {post.language!r} for {post.account} does not say who speaks",
        advice=f"add a label for {post.language!r} to [labels.official] and [labels.personal] in govpr.toml",
        path=path,
        post=post.id,
    )
