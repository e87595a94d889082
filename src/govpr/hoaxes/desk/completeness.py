"""What a report lacks before somebody can look into it."""

from attrs import frozen

from govpr.hoaxes.addresses import links_in
from govpr.models import HoaxReport
from govpr.text import plain_words

_ENOUGH_WORDS = 6


@frozen
class Completeness:
    """How much of what a fact-finder asks for is there.

    Args:
        score: 0 to 100.
        missing: What is not there, each with what to ask the reporter.
    """

    score: int
    missing: tuple[tuple[str, str], ...]


def completeness(report: HoaxReport) -> Completeness:
    """What a report lacks; a reporter who is asked at once still knows.

    Args:
        report: The report.

    Example:
        >>> from datetime import UTC, datetime
        >>> came = datetime(2026, 11, 3, tzinfo=UTC)
        >>> tip = HoaxReport(id="a", channel="whatsapp", text="Air garam obat demam?", at=came)
        >>> completeness(tip).score, [name for name, _ in completeness(tip).missing]
        (0, ['text', 'where', 'seen', 'picture'])
    """
    words = {plain for _, plain in plain_words(report.text)}
    parts = (
        ("text", 40, len(words) >= _ENOUGH_WORDS, "the whole message, as it was forwarded"),
        (
            "where",
            30,
            bool(report.where.strip() or links_in(report.text)),
            "where it was seen: its address, or the group",
        ),
        ("seen", 15, report.seen is not None, "when it was seen"),
        ("picture", 15, bool(report.picture), "a screenshot, or the picture that it is about"),
    )
    return Completeness(
        score=sum(points for _, points, there, _ in parts if there),
        missing=tuple((name, ask) for name, _, there, ask in parts if not there),
    )
