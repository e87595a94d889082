"""One row of a hoax database, under any of its usual names, to a fact-check."""

import re
from collections.abc import Mapping

from attrs import frozen

from govpr.errors import InputError, Problem
from govpr.hoaxes.dates import read_day
from govpr.hoaxes.verdicts import split_label, verdict_of
from govpr.identifiers import stable_id
from govpr.models import FactCheck, Verdict
from govpr.text import guess_language

TEXT_FIELDS = ("text", "claim", "claimreviewed", "klaim", "title", "judul", "topic")
_VERDICTS = ("verdict", "label", "rating", "textualrating")
_CATEGORIES = ("category", "kategori")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile("https?://[^\\s<>\"'|\ud800-\udfff\0]+", re.IGNORECASE)
_LONGEST_ADDRESS, _MOST_ADDRESSES = 2000, 50


@frozen
class Place:
    """Where a row stands: a line, or a path inside a document."""

    line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        return f"line {self.line}" if self.line else self.path.rstrip(".")


@frozen(kw_only=True)
class Defaults:
    """What holds for rows that do not say it themselves."""

    publisher: str = ""
    licence: str = ""
    label: str = ""
    independent: bool = True
    attribution: str = ""
    language: str = ""
    database: str = ""


def factcheck_of(place: Place, row: Mapping[str, object], defaults: Defaults) -> FactCheck | list[Problem]:
    """A fact-check, or all that is wrong with its row.

    Args:
        place: Where it stands, for the problems.
        row: Names (in any case) and values.
        defaults: What the row may leave unsaid.
    """
    cells = {str(name).strip().lower(): value for name, value in row.items()}
    problems = [
        Problem(f"{place.path}{name}", problem, advice, place.line)
        for name, value in cells.items()
        if name in _KNOWN
        for problem, advice in _wrong(value)
    ]
    if not any(_text(cells.get(name)) for name in TEXT_FIELDS):
        problems.append(Problem(f"{place.path}text", "is missing", "write the claim that was checked", place.line))
    if problems:
        return problems
    try:
        return _factcheck(cells, defaults)
    except InputError as error:
        return [Problem(f"{place.path}{_name(p.path)}", p.message, p.advice, place.line) for p in error.problems]


def _factcheck(cells: Mapping[str, object], defaults: Defaults) -> FactCheck:
    claim_label, claim = split_label(_first(cells, TEXT_FIELDS))
    title_label, title = split_label(_first(cells, ("title", "judul", "headline")))
    label = _label(cells) or claim_label or title_label or defaults.label
    publisher = _first(cells, ("publisher", "penerbit", "author")) or defaults.publisher or "unknown"
    url = _first(cells, ("url", "link", "tautan"))
    language = _first(cells, ("lang", "language", "inlanguage", "bahasa")).lower().replace("_", "-")
    cid = _first(cells, ("cid", "id", "identifier")) or stable_id("fact", (publisher, url, claim))
    return FactCheck(
        # the database's name in front: what two databases call by one name is not one thing
        cid=f"{defaults.database}:{cid}" if defaults.database else cid,
        text=claim,
        title="" if title == claim else title,
        language=language or defaults.language or guess_language(claim),
        publisher=publisher,
        label=label,
        verdict=_verdict(cells, label),
        url=url,
        published=read_day(_first(cells, ("date", "published", "datepublished", "tanggal"))),
        conclusion=_first(cells, ("conclusion", "kesimpulan")),
        topic=_first(cells, ("topic", "topik")),
        licence=_first(cells, ("licence", "license", "lisensi")) or defaults.licence,
        attribution=_first(cells, ("attribution", "atribusi")) or defaults.attribution,
        independent=defaults.independent and cells.get("independent") not in (False, "false", "False", "0"),
        appearances=web_addresses(cells.get("appearances")),
        images=web_addresses(cells.get("images")),
        updated=read_day(_first(cells, ("updated", "datemodified"))),
        database=defaults.database,
    )


def web_addresses(value: object) -> tuple[str, ...]:
    """The web addresses in a text, or in the texts of a list; each once, at most fifty.

    Args:
        value: Anything; what holds no address gives none.

    Example:
        >>> web_addresses(["Beredar di https://a.example/1, lalu https://b.example", "https://a.example/1", 7])
        ('https://a.example/1', 'https://b.example')
    """
    texts = value if isinstance(value, list | tuple) else [value]
    found = (one.rstrip(".,;:!?)]}") for text in texts if isinstance(text, str) for one in _ADDRESS.findall(text))
    return tuple(dict.fromkeys(one for one in found if len(one) <= _LONGEST_ADDRESS))[:_MOST_ADDRESSES]


_USED = (
    "cid id identifier headline publisher penerbit author url link tautan lang language inlanguage bahasa date"
    " published datepublished tanggal conclusion kesimpulan topik licence license lisensi"
)
_KNOWN = frozenset((*TEXT_FIELDS, *_VERDICTS, *_CATEGORIES, *_USED.split()))


def _label(cells: Mapping[str, object]) -> str:
    """The verdict's own column; a category only where it is a verdict, as in `Klarifikasi Hoaks`."""
    label = _first(cells, _VERDICTS)
    category = _first(cells, _CATEGORIES)
    return label or (category if verdict_of(category) is not Verdict.OTHER else "")


def _verdict(cells: Mapping[str, object], label: str) -> Verdict:
    """What the label says; where it says nothing, what a ClaimReview's number said."""
    rated = cells.get("rated")
    verdict = verdict_of(label)
    return rated if verdict is Verdict.OTHER and isinstance(rated, Verdict) else verdict


def _first(cells: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := _text(cells.get(name)))), "")


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _wrong(value: object) -> list[tuple[str, str]]:
    if isinstance(value, bool) or not (value is None or isinstance(value, str | int | float)):
        return [("is no text", "write it in quotes")]
    if isinstance(value, str) and (_HALF_CHARACTER.search(value) or "\0" in value):
        return [("holds a broken character", "write the text again in UTF-8")]
    return []


def _name(path: str) -> str:
    return {"FactCheck.language": "lang"}.get(path, path.partition(".")[2] or path)
