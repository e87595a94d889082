"""Answers of services that somebody saved as they came: MAFINDO's news, Google's claims, a page with its address."""

from govpr.errors import Problem
from govpr.hoaxes.readers.claims import claim_rows, objects
from govpr.hoaxes.readers.news import news_row
from govpr.hoaxes.readers.pages import page_rows
from govpr.hoaxes.readers.rows import Place

Rows = tuple[list[tuple[Place, dict[str, object]]], list[Problem]]


def answer_rows(document: object) -> Rows | None:
    """The rows of a saved answer; None for a document of another kind.

    Args:
        document: The parsed JSON.

    Example:
        >>> answer_rows({"text": "Bansos cair", "claimReview": [{"textualRating": "Salah"}]})[0][0][1]["label"]
        'Salah'
    """
    if isinstance(document, dict) and isinstance(document.get("page"), str):
        return page_rows(document["page"], str(document.get("url") or ""))
    claims = document.get("claims") if isinstance(document, dict) else None
    if isinstance(claims, list) or (isinstance(document, dict) and "claimReview" in document and "text" in document):
        found, problems = objects(document if claims is None else claims, "claims")
        rows = [row for place, claim in found for row in claim_rows(claim, place, problems)]
        return [(Place(path=place), dict(row)) for place, row in rows], problems
    news = document if isinstance(document, list) else [document]
    if news and all(isinstance(item, dict) and {"title", "tanggal", "classification"} <= set(item) for item in news):
        return [(Place(path=f"news[{number}]."), _published(news_row(item))) for number, item in enumerate(news)], []
    return None


def _published(row: dict[str, object]) -> dict[str, object]:
    return {**row, "publisher": row["publisher"] or "MAFINDO"}
