"""Publishing markup through Google Fact Check Tools: the conversations of its resource `pages`.

The account has to be a user of the site in Google Search Console, and what is written here goes on to Data Commons.
Source: Google's discovery document for factchecktools v1alpha1, and https://developers.google.com/fact-check/tools/api
"""

from typing import Any
from urllib.parse import quote, urlencode

from govpr.hoaxes.databases.protocol import MarkupPage
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.replies import expect, puzzling, required
from govpr.models import Clarification

_SIZE = 100
_MOST = 100


def pages(address: str, organization: str) -> Flow[tuple[MarkupPage, ...]]:
    """All pages of a site that have markup, a hundred at a time.

    Args:
        address: The service.
        organization: The site, as `komdigi.go.id`.
    """
    found: list[MarkupPage] = []
    token = ""
    for _ in range(_MOST):
        asked = {"organization": organization, "pageSize": str(_SIZE)} | ({"pageToken": token} if token else {})
        reply = yield Call("GET", f"{address}/v1alpha1/pages?{urlencode(asked)}")
        body = expect(reply)
        listed = body.get("claimReviewMarkupPages", []) if isinstance(body, dict) else None
        if not isinstance(listed, list):
            raise puzzling(reply, "the answer is no list of pages")
        found += [_page(item, reply) for item in listed]
        following = body.get("nextPageToken")
        if not isinstance(following, str) or following in ("", token):
            break
        token = following
    else:  # what is not known of would be written a second time
        raise puzzling(reply, f"the site has more than {_MOST * _SIZE:,} pages with markup, or the list never ends")
    return tuple(found)


def create(address: str, clarification: Clarification, page_url: str, publisher: str) -> Flow[MarkupPage]:
    """Put markup on a page. Done twice it may be there twice.

    Args:
        address: The service.
        clarification: What is said.
        page_url: The page that says it.
        publisher: Who says it: the agency's name.
    """
    body = Json(markup(clarification, page_url, publisher))
    reply = yield Call("POST", f"{address}/v1alpha1/pages", body, effect=Effect.ONCE)
    return _page(expect(reply), reply)


def update(
    address: str, clarification: Clarification, page_url: str, publisher: str, page: MarkupPage
) -> Flow[MarkupPage]:
    """Replace all markup of a page; the service refuses it if somebody changed it since.

    Args:
        address: The service.
        clarification: What is said now.
        page_url: The page that says it.
        publisher: Who says it.
        page: What is replaced.
    """
    body = Json({**markup(clarification, page_url, publisher), "name": page.name, "versionId": page.version})
    reply = yield Call("PUT", f"{address}/v1alpha1/{_name(page)}", body, effect=Effect.KEYED)
    return _page(expect(reply), reply)


def remove(address: str, page: MarkupPage) -> Flow[None]:
    """Take all markup of a page back; gone already is as good.

    Args:
        address: The service.
        page: Which one.
    """
    expect((yield Call("DELETE", f"{address}/v1alpha1/{_name(page)}", effect=Effect.KEYED)), 200, 204, 404)


def markup(clarification: Clarification, page_url: str, publisher: str) -> dict[str, Any]:
    """A clarification as a ClaimReviewMarkupPage, with the agency as author and its label as the only rating.

    Args:
        clarification: What is said.
        page_url: The page that says it.
        publisher: The agency's name, or "" for its id.
    """
    one: dict[str, Any] = {
        "url": page_url,
        "claimReviewed": clarification.claim,
        # no number: it would say more than the agency did
        "rating": {"textualRating": clarification.label, "ratingExplanation": clarification.conclusion},
    }
    page = {
        "pageUrl": page_url,
        "claimReviewAuthor": {"name": publisher or clarification.agency},
        "claimReviewMarkups": [one],
    }
    if clarification.published:
        page["publishDate"] = clarification.published.date().isoformat()
    return page


def is_said(wanted: Any, held: Any) -> bool:
    """Whether the service holds at least what is wanted; what it adds itself does not count.

    Args:
        wanted: A page's markup, or a part of it.
        held: The same as the service gives it.

    Example:
        >>> is_said({"rating": {"textualRating": "Hoaks"}}, {"rating": {"textualRating": "Hoaks"}, "versionId": "7"})
        True
    """
    if isinstance(wanted, dict):
        return isinstance(held, dict) and all(is_said(value, held.get(name)) for name, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(held, list) and len(wanted) == len(held) and all(map(is_said, wanted, held))
    return bool(wanted == held)


def _page(body: Any, reply: Reply) -> MarkupPage:
    name = required(body, reply, "name")
    url, version = body.get("pageUrl"), body.get("versionId")
    return MarkupPage(
        name=name,
        url=url if isinstance(url, str) else "",
        version=version if isinstance(version, str) else "",
        says=body,
    )


def _name(page: MarkupPage) -> str:
    return "pages/" + quote(page.name.removeprefix("pages/"), safe="")
