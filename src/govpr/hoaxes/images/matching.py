"""Is this a picture that is known? The decision, without any store or file."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from attrs import frozen

from govpr.hoaxes.images.likeness import first_fit, is_plain, likeness
from govpr.hoaxes.images.lookup import Near
from govpr.hoaxes.images.marks import Marks, View, views_of
from govpr.hoaxes.images.reading import Picture
from govpr.hoaxes.images.regions import Box
from govpr.models import FactCheck
from govpr.models.pictures import KnownPicture

# `python -m benchmarks images` prints what these thresholds find, and what they find wrongly
SAME, SIMILAR = 0.76, 0.65
PLAIN_SAME, PLAIN_SIMILAR = 0.88, 0.74
"""For pictures that are mostly of one tone, as pages and charts: much alike once they are small."""
_MOST = 40
_SETTLED = 12
_FITS = 16
_TRIES = 3
_SURE = 0.97


class PictureDecision(StrEnum):
    """What the comparison comes to. None of them says that what a picture shows is true."""

    SAME = "same"
    SIMILAR = "similar"
    NOTHING = "nothing"


@frozen
class Resemblance:
    """A known picture that a picture resembles.

    Args:
        number: Its number in the store.
        likeness: How alike both are, 0 to 1, once laid over each other.
        exact: Whether the files, or all pixels, are equal.
        mirrored: Whether left and right are changed.
        plain: Whether the known picture is mostly of one tone: then both have to be more alike.
    """

    number: int
    likeness: float
    exact: bool = False
    mirrored: bool = False
    plain: bool = False

    @property
    def decision(self) -> PictureDecision:
        """Same, similar or nothing."""
        same, similar = (PLAIN_SAME, PLAIN_SIMILAR) if self.plain else (SAME, SIMILAR)
        if self.exact or self.likeness >= same:
            return PictureDecision.SAME
        return PictureDecision.SIMILAR if self.likeness >= similar else PictureDecision.NOTHING


@frozen(kw_only=True)
class PictureCandidate:
    """A known picture, and what it belongs to.

    Args:
        decision: Same, similar or nothing.
        likeness: How alike both are, 0 to 1. It is no probability.
        exact: Whether the files, or all pixels, are equal.
        mirrored: Whether left and right are changed.
        picture: The known picture.
        factchecks: Fact-checks that it belongs to.
        reports: The ids of reports that it came with.
    """

    decision: PictureDecision
    likeness: float
    exact: bool
    mirrored: bool
    picture: KnownPicture
    factchecks: tuple[FactCheck, ...] = ()
    reports: tuple[str, ...] = ()


@frozen(kw_only=True)
class PictureMatch:
    """What is known about a picture.

    Args:
        decision: Same, similar or nothing.
        found: Known pictures that it resembles, the likeliest first.
    """

    decision: PictureDecision
    found: tuple[PictureCandidate, ...] = ()

    @property
    def factchecks(self) -> tuple[FactCheck, ...]:
        """The fact-checks of all that was found, the likeliest first."""
        every = {fact.cid: fact for candidate in self.found for fact in candidate.factchecks}
        return tuple(every.values())

    def __str__(self) -> str:
        if not self.found:
            return "no known picture resembles it; that does not make it true, and says nothing of who made it"
        best = self.found[0]
        verb = "is a known picture" if best.decision is PictureDecision.SAME else "may be a known picture"
        how = "exactly" if best.exact else f"likeness {best.likeness:.0%}{', mirrored' if best.mirrored else ''}"
        what = "; ".join(_told(fact) for fact in best.factchecks)
        return f"{verb} ({how}): {what or best.picture.name or best.picture.digest[:12]}"


def _told(fact: FactCheck) -> str:
    where = ", ".join(part for part in (fact.publisher, fact.url) if part)
    return f"{fact.text} [{fact.label or 'no verdict recorded'}] ({where})"


def resemblances(
    picture: Picture,
    near: Callable[[Sequence[int]], Sequence[Near]],
    marks: Callable[[Sequence[int]], Mapping[int, Marks]],
    *,
    top: int = 5,
) -> tuple[Resemblance, ...]:
    """Known pictures that a picture resembles, the likeliest first.

    Args:
        picture: What is asked about.
        near: Gives known hashes that are close to some hashes, nearest first.
        marks: Gives the marks of known pictures.
        top: How many at most.
    """
    views = views_of(picture)
    hits: dict[int, list[Near]] = {}
    for hit in near([view.hash for view in views]):
        if hit.picture in hits or len(hits) < _MOST:
            hits.setdefault(hit.picture, []).append(hit)
    known = marks(list(hits))
    ways = [_ways(views, known[number], hits[number]) for number in hits if number in known]
    promising = sorted(ways, key=lambda way: -way.fit)[:_SETTLED]
    best = [_best(known[way.number], way) for way in promising]
    firmness = list(PictureDecision)
    ordered = sorted(best, key=lambda one: (firmness.index(one.decision), -one.likeness, one.number))
    return tuple(one for one in ordered if one.decision is not PictureDecision.NOTHING)[:top]


@frozen
class _Ways:
    """The most promising ways to lay views over a known picture, the best first, and how well that fits at once."""

    number: int
    fit: float
    ways: tuple[tuple[View, Box], ...]


def _ways(views: Sequence[View], marks: Marks, hits: Sequence[Near]) -> _Ways:
    tried = [(views[hit.asked], marks.parts[hit.part]) for hit in hits[:_FITS]]
    fits = [first_fit(view, marks, box) for view, box in tried]
    order = sorted(range(len(tried)), key=lambda place: -fits[place])[:_TRIES]
    return _Ways(hits[0].picture, fits[order[0]], tuple(tried[place] for place in order))


def _best(marks: Marks, tried: _Ways) -> Resemblance:
    plain = is_plain(marks.little)
    best = Resemblance(tried.number, 0.0)
    for view, box in tried.ways:
        alike = likeness(view, marks, box)
        found = Resemblance(tried.number, alike, mirrored=view.mirrored, plain=plain)
        best = max(best, found, key=lambda one: one.likeness)
        if best.likeness >= _SURE:
            break
    return best
