"""Is this a picture that is known? The decision, without any store or file."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from attrs import frozen

from govpr.hoaxes.images.likeness import first_fit, likeness
from govpr.hoaxes.images.lookup import Near
from govpr.hoaxes.images.marks import Marks, View, views_of
from govpr.hoaxes.images.reading import Picture
from govpr.models import FactCheck
from govpr.models.pictures import KnownPicture

# `python -m benchmarks images` prints what these thresholds find, and what they find wrongly
SAME = 0.75
SIMILAR = 0.62
_MOST = 40
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
    """

    number: int
    likeness: float
    exact: bool = False
    mirrored: bool = False

    @property
    def decision(self) -> PictureDecision:
        """Same, similar or nothing."""
        if self.exact or self.likeness >= SAME:
            return PictureDecision.SAME
        return PictureDecision.SIMILAR if self.likeness >= SIMILAR else PictureDecision.NOTHING


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
    best = [_best(views, known[number], hits[number]) for number in hits if number in known]
    ordered = sorted(best, key=lambda one: (-one.likeness, one.number))
    return tuple(one for one in ordered if one.decision is not PictureDecision.NOTHING)[:top]


def _best(views: Sequence[View], marks: Marks, hits: Sequence[Near]) -> Resemblance:
    """The best of the most promising ways to lay both over each other."""
    best = Resemblance(hits[0].picture, 0.0)
    ways = [(views[hit.asked], marks.parts[hit.part]) for hit in hits[:_FITS]]
    for view, box in sorted(ways, key=lambda way: -first_fit(way[0], marks, way[1]))[:_TRIES]:
        found = Resemblance(hits[0].picture, likeness(view, marks, box), mirrored=view.mirrored)
        best = max(best, found, key=lambda one: one.likeness)
        if best.likeness >= _SURE:
            break
    return best
