"""ClaimReview (schema.org) as JSON-LD: one, a list, an `@graph`, a DataFeed or an ItemList."""

import json
from collections.abc import Iterator, Mapping

from govpr.errors import Problem
from govpr.hoaxes.readers.rows import Place
from govpr.hoaxes.verdicts import verdict_of_rating
from govpr.models import Verdict

Rows = tuple[list[tuple[Place, dict[str, object]]], list[Problem]]
_WRAPPERS = ("@graph", "dataFeedElement", "itemListElement", "item")
_DEEPEST = 50


def claim_reviews(text: str) -> Rows:
    """The reviews of a document as rows, each with its path, and what is wrong with the document.

    Args:
        text: The whole file.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        return [], [Problem("", "is no JSON", "check quotes, commas and brackets around this place", line)]
    except RecursionError:
        return [], [Problem("", "is nested too deeply", "write the reviews as one list")]
    found = [(Place(path=f"{path}."), review_row(item)) for path, item in _reviews(document, "$", 0)]
    missing = Problem("", "holds no ClaimReview", 'give each review "@type": "ClaimReview"')
    return found, [] if found else [missing]


def is_review(item: Mapping[str, object]) -> bool:
    """Whether an object says that it is a ClaimReview.

    Args:
        item: A JSON object.
    """
    kinds = item.get("@type")
    return any(
        isinstance(kind, str) and kind.rpartition("/")[2].rpartition(":")[2] == "ClaimReview"
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def review_row(item: Mapping[str, object]) -> dict[str, object]:
    """A review under the names that a row of a hoax database has.

    Args:
        item: The ClaimReview object.
    """
    rating = _one(item.get("reviewRating"))
    reviewed = _one(item.get("itemReviewed"))
    author = _one(item.get("author")) or _one(item.get("publisher"))
    return {
        "identifier": _word(item.get("identifier")),
        "text": _word(item.get("claimReviewed")) or _word(reviewed.get("text")) or _word(reviewed.get("name")),
        "title": _word(item.get("headline")) or _word(item.get("name")),
        "lang": _word(item.get("inLanguage")),
        "publisher": _word(author),
        "label": _word(rating.get("alternateName")) or _word(rating.get("name")),
        "rated": _rated(rating),
        "url": _word(item.get("url")) or _word(item.get("mainEntityOfPage")),
        "date": _word(item.get("datePublished")),
        "conclusion": _word(item.get("reviewBody")) or _word(rating.get("ratingExplanation")),
        "topic": _word(item.get("keywords")),
        "licence": _word(item.get("license")),
        "independent": author.get("@type") not in ("GovernmentOrganization", "schema:GovernmentOrganization"),
    }


def _reviews(node: object, path: str, depth: int) -> Iterator[tuple[str, dict[str, object]]]:
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for place, item in enumerate(node):
            yield from _reviews(item, f"{path}[{place}]", depth + 1)
    elif isinstance(node, dict) and is_review(node):
        yield path, node
    elif isinstance(node, dict):
        for name in _WRAPPERS:
            yield from _reviews(node.get(name), f"{path}.{name}", depth + 1)


def _one(value: object) -> Mapping[str, object]:
    """The first object; a bare string is the name of one."""
    return next((one for one in map(_object, value if isinstance(value, list) else [value]) if one), {})


def _object(value: object) -> Mapping[str, object]:
    if isinstance(value, str):
        return {"name": value}
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    """The text of a value that may be a string, a number, a list of such, or an object with a name."""
    return next((word for word in map(_said, value if isinstance(value, list) else [value]) if word), "")


def _said(value: object) -> str:
    if isinstance(value, dict):
        return next(
            (word for name in ("name", "@value", "value", "@id", "url") if (word := _plain(value.get(name)))), ""
        )
    return _plain(value)


def _plain(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _rated(rating: Mapping[str, object]) -> Verdict:
    """The number's verdict. schema.org: without bestRating 5 is meant, without worstRating 1 (0 on a scale up to 1)."""
    value, best = _number(rating.get("ratingValue")), _number(rating.get("bestRating"))
    best = 5.0 if best is None else best
    worst = _number(rating.get("worstRating"))
    worst = (1.0 if best > 1 else 0.0) if worst is None else worst
    return Verdict.OTHER if value is None else verdict_of_rating(value, worst, best)


def _number(value: object) -> float | None:
    try:
        return float(_plain(value))
    except ValueError:
        return None
