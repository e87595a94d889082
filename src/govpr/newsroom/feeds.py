"""What machines read: JSON Feed 1.1 and schema.org ClaimReview.

ClaimReview is meant for independent fact-checkers. A government's clarification is no such check, and it says so: the
author is a `GovernmentOrganization`, the rating is the word "clarification" without a number, and genre and description
name it.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from govpr.models import Source
from govpr.models._checks import is_web_address
from govpr.newsroom.items import Item, Site
from govpr.newsroom.views import View, headline, page_path
from govpr.newsroom.words import words

GENRE = "government-clarification"


def json_feed(entries: Sequence[tuple[View, str]], site: Site) -> dict[str, Any]:
    """A JSON Feed 1.1 document (jsonfeed.org/version/1.1).

    Args:
        entries: Each item with its content as HTML, newest first.
        site: Whose feed it is.
    """
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.title,
        "home_page_url": site.url,
        "feed_url": urljoin(site.url, "feed.json"),
        "description": site.description,
        "language": words(site.language)["tag"],
        "authors": [{"name": site.agency, "url": site.agency_url}],
        "items": [_entry(view, content) for view, content in entries],
    }


def claim_review(item: Item, site: Site) -> dict[str, Any]:
    """A clarification as ClaimReview (schema.org/ClaimReview), with the agency as author."""
    url = urljoin(site.url, page_path(item))
    text = words(site.language)
    review: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{url}#claimreview",
        "url": url,
        "headline": headline(item),
        "datePublished": item.at.isoformat(timespec="seconds"),
        "dateModified": item.changed.isoformat(timespec="seconds"),
        "inLanguage": item.language,
        "author": _agency(site),
        "claimReviewed": item.answers,
        "itemReviewed": _claim(item),
        "reviewRating": {"@type": "Rating", "alternateName": item.label or text["label"]},
        "reviewBody": item.text,
        "genre": GENRE,
        "description": text["own"].format(agency=site.agency),
        "citation": [_work(source) for source in item.sources],
    }
    return review | ({"correction": item.correction} if item.correction else {})


def data_feed(items: Sequence[Item], site: Site) -> dict[str, Any]:
    """All clarifications in one schema.org DataFeed.

    Args:
        items: Clarifications, newest first.
        site: Whose they are.
    """
    feed = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": f"{site.title}: {words(site.language)['clarifications']}",
        "url": urljoin(site.url, "claimreview.json"),
        "author": _agency(site),
        "dataFeedElement": [_element(item, site) for item in items],
    }
    if items:
        feed["dateModified"] = max(item.changed for item in items).isoformat(timespec="seconds")
    return feed


def _entry(view: View, content: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": view.url,
        "url": view.url,
        "title": view.headline,
        "content_html": content,
        "summary": view.summary,
        "date_published": view.published.iso,
        "date_modified": (view.updated or view.published).iso,
        "language": view.language,
        "tags": [view.label],
    }
    if view.picture:
        entry["image"] = urljoin(view.url, f"../media/{view.picture.file}")
    return entry


def _element(item: Item, site: Site) -> dict[str, Any]:
    review = claim_review(item, site)
    return {
        "@type": "DataFeedItem",
        "dateCreated": review["datePublished"],
        "dateModified": review["dateModified"],
        "item": {name: value for name, value in review.items() if name != "@context"},
    }


def _agency(site: Site) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": site.agency, "url": site.agency_url}


def _claim(item: Item) -> dict[str, Any]:
    """The claim, and where it was seen: machines have to recognise it there, while no page links to it."""
    seen = [{"@type": "CreativeWork", "url": address} for address in item.appearances]
    return {"@type": "Claim", "name": item.answers} | ({"appearance": seen} if seen else {})


def _work(source: Source) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": source.publisher}
    work = {"@type": "CreativeWork", "name": source.title, "url": source.url, "publisher": publisher}
    public = source.archive is not None and is_web_address(source.archive)
    return work | ({"archivedAt": source.archive} if public else {})
