"""MAFINDO's News object.

Source: https://mafindodocs.netlify.app/v2
"""

from collections.abc import Iterator, Mapping
from typing import Any

from govpr.hoaxes.readers.html import plain
from govpr.hoaxes.readers.values import plain as word
from govpr.hoaxes.verdicts import split_label, verdict_of
from govpr.models import Verdict

NEWS_PAGE = "https://gfd.turnbackhoax.id/focus/{id}"
"""The address of an entry."""

_STATUS = {"1": ("TRUE", Verdict.TRUE), "2": ("FALSE", Verdict.FALSE)}


def news_row(item: Mapping[str, Any], template: str = NEWS_PAGE) -> dict[str, object]:
    """An entry as a row of a table of fact-checks.

    The label is what stands in brackets before the title, with the classification behind it: both are the publisher's.

    Args:
        item: The News object.
        template: The address of an entry, with `{id}` in it.

    Example:
        >>> row = news_row({"id": "7", "title": "[SALAH] Bansos cair", "classification": "False Context"})
        >>> row["label"], row["rated"].value, row["url"]
        ('SALAH (False Context)', 'false', 'https://gfd.turnbackhoax.id/focus/7')
    """
    prefix, title = split_label(word(item.get("title")))
    kind = word(item.get("classification")).strip("-")
    status, told = _STATUS.get(word(item.get("status")), ("", Verdict.OTHER))
    number, authors = word(item.get("id")), word(item.get("authors"))
    verdicts = (verdict_of(prefix), verdict_of(kind), Verdict.OTHER if prefix or kind else told)
    return {
        "identifier": number,
        "text": plain(word(item.get("content"))) or title,
        "title": title,
        "label": f"{prefix} ({kind})" if prefix and kind else prefix or kind or status,
        "rated": next((one for one in verdicts if one is not Verdict.OTHER), Verdict.OTHER),
        # authors are numbers or names; a number names nobody to a reader
        "publisher": "" if authors.replace(",", "").replace(" ", "").isdigit() else authors,
        "url": template.replace("{id}", number) if number else "",
        "date": word(item.get("tanggal")),
        "conclusion": plain(word(item.get("conclusion")) or word(item.get("fact"))),
        "topic": word(item.get("tags")),
        "appearances": [word(item.get("source_link")), *_all(item.get("claim_review"), "claimed_item_url")],
        "images": [word(item.get("picture1")), word(item.get("picture2")), *_all(item.get("media"), "media_path")],
    }


def _all(items: object, name: str) -> Iterator[str]:
    for item in items if isinstance(items, list) else [items]:
        if isinstance(item, dict):
            yield word(item.get(name))
