"""A text measured for a platform: how long each part is, what is in it, what is wrong, and what would fit."""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from govpr.content import weighted_links
from govpr.content.checks import check, rule_of
from govpr.content.compose import compose
from govpr.content.entities import extract
from govpr.content.length import fits, measure
from govpr.content.rules import Count, Length, Rules
from govpr.content.split import split
from govpr.content.units import byte_length
from govpr.errors import InputError
from govpr.models import Finding, Media, Severity

SHORTEN, THREAD = "shorten", "thread"
_TOO_LONG = frozenset({"text.too-long", "text.bytes"})


@frozen(kw_only=True)
class Part:
    """One part, as its platform counts it.

    Args:
        text: Its words.
        length: How long it is.
        limit: The most that is accepted.
        count: What counts as one.
        bytes: Its bytes in UTF-8.
        links: The links in it.
        mentions: The mentions in it.
        hashtags: The hashtags in it.
    """

    text: str
    length: int
    limit: int
    count: Count
    bytes: int
    links: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


@frozen(kw_only=True)
class Proposal:
    """What could be done about a text that is too long; nothing does it by itself.

    Args:
        kind: `shorten` or `thread`.
        part: Which part is too long, counted from 1.
        by: For `shorten`: by how much, as the platform counts.
        parts: For `thread`: all parts of the post, each of which fits.
    """

    kind: str
    part: int
    by: int = 0
    parts: tuple[str, ...] = ()


@frozen(kw_only=True)
class Measured:
    """What a platform makes of a text.

    Args:
        parts: Its parts; a line that is only `---` separates them.
        findings: What is wrong.
        proposals: What would help where a part is too long.
    """

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether no error stops it."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def measured(text: str, rules: Rules, *, title: str = "", media: Sequence[Media] = ()) -> Measured:
    """Measure a text for a platform. Nothing is cut.

    Args:
        text: The words; a line that is only `---` separates the parts of a thread.
        rules: What the platform accepts.
        title: The headline, for platforms that have one.
        media: What is attached.

    Example:
        >>> found = measured("Air naik. Segera mengungsi!", Rules(text=Length(limit=20), parts=3))
        >>> found.parts[0].length, found.parts[0].limit, found.fits
        (27, 20, False)
        >>> found.proposals[1].parts
        ('Air naik.', 'Segera mengungsi!')
    """
    texts = compose(text)
    beside = bool(media)
    findings = check(texts, media, rules, title=title)
    too_long = any(finding.code in _TOO_LONG for finding in findings)
    return Measured(
        parts=tuple(_part(one, rule_of(rules, number, beside=beside)) for number, one in enumerate(texts)),
        findings=findings,
        proposals=tuple(_proposals(texts, rules, beside=beside)) if too_long else (),
    )


def _part(text: str, rule: Length) -> Part:
    found = extract(text)
    links = tuple(link.text for link in found.links)
    if rule.count is Count.WEIGHTED:  # X takes other words for links than others do, and counts those
        links = tuple(text[start:end] for start, end in weighted_links.links_in(text))
    return Part(
        text=text,
        length=measure(text, rule),
        limit=rule.limit,
        count=rule.count,
        bytes=byte_length(text),
        links=links,
        mentions=tuple(one.text for one in found.mentions),
        hashtags=tuple(one.text for one in found.hashtags),
    )


def _proposals(texts: Sequence[str], rules: Rules, *, beside: bool) -> Iterator[Proposal]:
    for number, text in enumerate(texts):
        rule = rule_of(rules, number, beside=beside)
        if fits(text, rule):
            continue
        over = max(measure(text, rule) - rule.limit, byte_length(text) - (rule.bytes or byte_length(text)))
        yield Proposal(kind=SHORTEN, part=number + 1, by=over)
        thread = _thread(texts, rules, number, beside=beside)
        if thread:
            yield Proposal(kind=THREAD, part=number + 1, parts=thread)


def _thread(texts: Sequence[str], rules: Rules, number: int, *, beside: bool) -> tuple[str, ...]:
    """All parts with one of them parted, or none where that is not allowed or does not help."""
    # The parts of a thread go by one rule: with media in the first, by the one for texts beside media.
    own = evolve(rules, text=rule_of(rules, number, beside=beside))
    try:
        parts = (*texts[:number], *split(texts[number], own), *texts[number + 1 :])
    except InputError:
        return ()
    return parts if len(parts) <= rules.parts else ()
