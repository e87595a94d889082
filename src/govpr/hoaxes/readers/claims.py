"""Claims as Google Fact Check Tools gives them: each with the reviews of any number of publishers."""

from collections.abc import Iterator, Mapping
from typing import Any

from govpr.errors import Problem
from govpr.hoaxes.readers.values import plain as word
from govpr.identifiers import stable_id


def objects(items: object, place: str) -> tuple[list[tuple[str, dict[str, object]]], list[Problem]]:
    """The objects of a list, each with its place; what is none is a problem.

    Args:
        items: What should be a list.
        place: How it is called, as `claims`.

    Example:
        >>> objects([{"id": 1}, "x"], "claims")[1][0].path
        'claims[1]'
    """
    found: list[tuple[str, dict[str, object]]] = []
    problems = []
    for number, item in enumerate(items if isinstance(items, list) else [items]):
        if isinstance(item, dict):
            found.append((f"{place}[{number}].", item))
        else:
            problems.append(Problem(f"{place}[{number}]", "is no entry", "tell the database's owners"))
    return found, problems


def claim_rows(
    claim: Mapping[str, Any], place: str, problems: list[Problem]
) -> Iterator[tuple[str, dict[str, object]]]:
    """Each review of a claim as a row of a table of fact-checks.

    Args:
        claim: A claim as the service gives it.
        place: Where it stands.
        problems: Gets what cannot be read.
    """
    found, wrong = objects(claim.get("claimReview", []), f"{place}claimReview")
    problems += wrong
    if not found and not wrong:
        problems.append(Problem(f"{place}claimReview", "is missing", "nobody has reviewed this claim"))
    for where, review in found:
        publisher = review.get("publisher")
        by: Mapping[str, Any] = publisher if isinstance(publisher, dict) else {}
        url, text = word(review.get("url")), word(claim.get("text"))
        yield (
            where,
            {
                # Google names no entry: a page may review several claims
                "identifier": stable_id("claim", (url, text)),
                "text": text or word(review.get("title")),
                "title": word(review.get("title")),
                "label": word(review.get("textualRating")),
                "lang": word(review.get("languageCode")),
                "publisher": word(by.get("name")) or word(by.get("site")),
                "url": url,
                "date": word(review.get("reviewDate")) or word(claim.get("claimDate")),
            },
        )
