"""Items as pages show them: words, dates and addresses made ready, so that templates decide nothing."""

from datetime import datetime
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from attrs import frozen

from govpr.models import MessageKind, Source
from govpr.newsroom.items import Item, Picture, Site
from govpr.newsroom.words import words
from govpr.text.web import Piece, long_date, long_time, month_name, paragraphs, printable, shortened

_HEADLINE, _SUMMARY = 90, 200


@frozen(kw_only=True)
class Moment:
    """A time as a page shows it.

    Args:
        iso: For machines.
        long: Day and hour in words.
        date: The day in words.
        day: The day of the month.
        month: The month's name and the year.
    """

    iso: str
    long: str
    date: str
    day: str
    month: str


@frozen(kw_only=True)
class View:
    """An item as pages show it.

    Args:
        path: Its page, from the site's root.
        url: Its page's full address.
        headline: Its title, or the beginning of its text.
        summary: The beginning of its text, without the label.
        disclosure: The label that says who speaks, or "".
        paragraphs: Its text below the label.
        language: BCP 47 tag.
        kind: `programme`, `achievement`, `service` or `clarification`.
        label: The kind in words.
        published: When it was published.
        updated: When it changed after that, or None.
        claim: The claim that it answers, or "".
        verdict: The verdict in words, or "".
        sources: What it rests on.
        correction: What an earlier version had wrong, or "".
        media: Pictures and films.
    """

    path: str
    url: str
    headline: str
    summary: str
    disclosure: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    language: str
    kind: str
    label: str
    published: Moment
    updated: Moment | None
    claim: str
    verdict: str
    sources: tuple[Source, ...]
    correction: str
    media: tuple[Picture, ...]

    @property
    def picture(self) -> Picture | None:
        """The first picture."""
        return next((one for one in self.media if one.type.startswith("image/")), None)


def page_path(item: Item) -> str:
    """Where an item's page stands, from the site's root; it stays the same whatever is edited."""
    return f"items/{item.post}.html"


def view(item: Item, site: Site) -> View:
    """An item, ready to be shown on a site."""
    path = page_path(item)
    label, said = _parted(item)
    return View(
        path=path,
        url=urljoin(site.url, path),
        headline=headline(item),
        summary=shortened(said, _SUMMARY),
        disclosure=label,
        paragraphs=paragraphs(said),
        language=item.language,
        kind=item.kind.value,
        label=words(site.language)[item.kind.value],
        published=_moment(item.at, site),
        updated=_moment(item.updated, site) if item.updated else None,
        claim=item.answers,
        verdict=item.label,
        sources=item.sources,
        correction=item.correction,
        media=item.media,
    )


def _parted(item: Item) -> tuple[str, str]:
    """The label on its first line, which is shown as a label, and the rest of the text."""
    first, _, rest = item.text.partition("\n")
    return (first, rest.strip()) if item.disclosure and first == item.disclosure and rest.strip() else ("", item.text)


def headline(item: Item) -> str:
    """The item's title; without one, its first line."""
    first = next((line for line in printable(item.text).splitlines() if line.strip()), "")
    return printable(item.title).strip() or shortened(first, _HEADLINE) or item.post


def is_clarification(item: Item) -> bool:
    """Whether the item answers a claim."""
    return item.kind is MessageKind.CLARIFICATION


def _moment(moment: datetime, site: Site) -> Moment:
    local = moment.astimezone(ZoneInfo(site.zone))
    return Moment(
        iso=local.isoformat(timespec="seconds"),
        long=long_time(moment, site.language, site.zone),
        date=long_date(local.date(), site.language),
        day=str(local.day),
        month=f"{month_name(local.month, site.language)[:3]} {local.year}",
    )
