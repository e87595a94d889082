"""What became of a post."""

from datetime import datetime

from attrs import field, frozen

from govpr.models import _checks as check


@frozen(kw_only=True)
class Metrics:
    """Counts that a platform reported at one moment; None where it does not say.

    Args:
        post: The post's id.
        at: When it was asked.
        views: How often it was shown.
        likes: Likes or favourites.
        shares: Reposts and boosts.
        replies: Answers.
        quotes: Quotations.
    """

    post: str = field(validator=check.slug)
    at: datetime = field(validator=check.aware)
    views: int | None = None
    likes: int | None = None
    shares: int | None = None
    replies: int | None = None
    quotes: int | None = None
