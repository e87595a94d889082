"""ClaimReview and MediaReview (schema.org) as JSON-LD: one, a list, a graph, a feed, or deep inside other data."""

import json
from collections.abc import Iterator, Mapping

from govpr.errors import Problem
from govpr.hoaxes.readers.jsonld import documents
from govpr.hoaxes.readers.mediareview import KIND, media_row
from govpr.hoaxes.readers.rows import Place
from govpr.hoaxes.readers.values import addresses, is_a, one, plain, word
from govpr.hoaxes.verdicts import verdict_of_rating
from govpr.models import Verdict

Rows = tuple[list[tuple[Place, dict[str, object]]], list[Problem]]
_DEEPEST = 50
_MOST_NAMES = 10_000


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
    found = reviews_of(document)
    missing = Problem("", "holds no ClaimReview", 'give each review "@type": "ClaimReview"')
    return found, [] if found else [missing]


def script_reviews(text: str, name: str = "script") -> Rows:
    """The reviews of a page's script, read as far as it can be; a script without any is no mistake.

    Args:
        text: The script's content.
        name: What paths begin with.
    """
    found, problems = documents(text)
    rows = [row for number, one in enumerate(found) for row in reviews_of(one, f"{name}[{number}]")]
    return rows, [Problem(name, problem.message, problem.advice) for problem in problems]


def reviews_of(document: object, name: str = "$") -> list[tuple[Place, dict[str, object]]]:
    """The reviews of parsed JSON-LD as rows, each with its path.

    Args:
        document: The parsed JSON.
        name: What paths begin with.
    """
    known = dict(_named(document, 0, [_MOST_NAMES]))
    return [(Place(path=f"{path}."), review_row(item, known)) for path, item in _reviews(document, name, 0)]


def is_review(item: Mapping[str, object]) -> bool:
    """Whether an object says that it is a ClaimReview.

    Args:
        item: A JSON object.
    """
    return is_a(item, "ClaimReview")


def review_row(
    item: Mapping[str, object], known: Mapping[str, Mapping[str, object]] | None = None
) -> dict[str, object]:
    """A review under the names that a row of a hoax database has.

    Args:
        item: The ClaimReview or MediaReview object.
        known: Other objects of the document by their `@id`.
    """
    item = _joined(item, known or {})
    if is_a(item, KIND) and not is_review(item):
        return media_row(item)
    rating = one(item.get("reviewRating"))
    reviewed = one(item.get("itemReviewed"))
    author = one(item.get("author")) or one(item.get("publisher"))
    return {
        "identifier": word(item.get("identifier")),
        "text": word(item.get("claimReviewed")) or word(reviewed.get("text")) or word(reviewed.get("name")),
        "title": word(item.get("headline")) or word(item.get("name")),
        "lang": word(item.get("inLanguage")),
        "publisher": word(author),
        "label": word(rating.get("alternateName")) or word(rating.get("name")),
        "rated": _rated(rating),
        "url": word(item.get("url")) or word(item.get("mainEntityOfPage")),
        "date": word(item.get("datePublished")),
        "updated": word(item.get("dateModified")),
        "conclusion": word(item.get("reviewBody")) or word(rating.get("ratingExplanation")),
        "topic": word(item.get("keywords")),
        "licence": word(item.get("license")) or word(item.get("sdLicense")),
        "independent": not is_a(author, "GovernmentOrganization"),
        "appearances": [*addresses(reviewed.get("firstAppearance")), *addresses(reviewed.get("appearance"))],
        "images": [*addresses(reviewed.get("image")), *addresses(item.get("image"))],
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
        if is_a(node, KIND):
            yield path, node
        for name, item in node.items():
            if isinstance(item, dict | list):
                yield from _reviews(item, f"{path}.{name}", depth + 1)


def _named(node: object, depth: int, left: list[int]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Objects that others refer to by `@id`: some of them, each at its fullest place."""
    if depth > _DEEPEST or left[0] <= 0:
        return
    if isinstance(node, dict) and isinstance(node.get("@id"), str) and len(node) > 1:
        left[0] -= 1
        yield node["@id"], node
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _named(item, depth + 1, left)


def _joined(item: Mapping[str, object], known: Mapping[str, Mapping[str, object]]) -> Mapping[str, object]:
    """The object with what it refers to put in place, one step deep: a graph may go round in circles."""
    return {name: _found(value, known) for name, value in item.items()} if known else item


def _found(value: object, known: Mapping[str, Mapping[str, object]]) -> object:
    if isinstance(value, dict) and len(value) == 1 and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return [_found(item, known) for item in value] if isinstance(value, list) else value


def _rated(rating: Mapping[str, object]) -> Verdict:
    """The number's verdict. schema.org: without bestRating 5 is meant, without worstRating 1 (0 on a scale up to 1)."""
    value, best = _number(rating.get("ratingValue")), _number(rating.get("bestRating"))
    best = 5.0 if best is None else best
    worst = _number(rating.get("worstRating"))
    worst = (1.0 if best > 1 else 0.0) if worst is None else worst
    return Verdict.OTHER if value is None else verdict_of_rating(value, worst, best)


def _number(value: object) -> float | None:
    try:
        return float(plain(value))
    except ValueError:
        return None
