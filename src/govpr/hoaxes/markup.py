"""Which pages get ClaimReview markup at a database, and which lose it: from what is said and what is held. Pure.

Only pages on which this workspace published a clarification are touched. Whatever else a site has there is its own.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from enum import StrEnum
from urllib.parse import urlsplit

from attrs import frozen

from govpr.hoaxes.addresses import same_address
from govpr.hoaxes.databases.protocol import MarkupPage
from govpr.models import Clarification


class MarkupStep(StrEnum):
    """What becomes of a page's markup."""

    PUBLISH = "publish"
    REPLACE = "replace"
    KEEP = "keep"
    WITHDRAW = "withdraw"


@frozen(kw_only=True)
class Said:
    """A clarification that is out.

    Args:
        case: The case that it settles.
        clarification: Its newest version that is out.
        url: The page that says it.
        former: Pages that say older versions of it.
    """

    case: str
    clarification: Clarification
    url: str
    former: tuple[str, ...] = ()


@frozen(kw_only=True)
class MarkupChange:
    """What is done about one page.

    Args:
        step: What.
        url: The page.
        case: The case whose clarification it says.
        clarification: What its markup will say; None where it is withdrawn.
        page: The markup that is there, or None.
    """

    step: MarkupStep
    url: str
    case: str
    clarification: Clarification | None = None
    page: MarkupPage | None = None


def on_site(url: str, site: str) -> bool:
    """Whether a page is on a site, or on a part of it.

    Args:
        url: The page.
        site: A host name.

    Example:
        >>> on_site("https://berita.contoh.go.id/1", "contoh.go.id"), on_site("https://x.example/1", "contoh.go.id")
        (True, False)
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return bool(site) and (host == site or host.endswith(f".{site}"))


def published(
    said: Iterable[Said], held: Collection[MarkupPage], is_current: Callable[[Said, MarkupPage], bool]
) -> tuple[MarkupChange, ...]:
    """What is done so that each clarification's page says its newest version, once, and its older pages say nothing.

    Args:
        said: The clarifications.
        held: The pages that have markup.
        is_current: Whether a page says that already.
    """
    return tuple(change for one in said for change in _of(one, held, is_current))


def _of(
    one: Said, held: Collection[MarkupPage], is_current: Callable[[Said, MarkupPage], bool]
) -> Iterator[MarkupChange]:
    here = _at(held, [one.url])
    if not here:
        yield MarkupChange(step=MarkupStep.PUBLISH, url=one.url, case=one.case, clarification=one.clarification)
    for number, page in enumerate(here):
        step = MarkupStep.KEEP if is_current(one, page) else MarkupStep.REPLACE
        if number:  # the answer to an earlier attempt was lost: its page is there twice
            yield _gone(one, page)
        else:
            yield MarkupChange(step=step, url=one.url, case=one.case, clarification=one.clarification, page=page)
    former = [url for url in one.former if same_address(url) != same_address(one.url)]
    yield from (_gone(one, page) for page in _at(held, former))


def withdrawn(said: Iterable[Said], held: Collection[MarkupPage]) -> tuple[MarkupChange, ...]:
    """What is done so that no page of these clarifications has markup.

    Args:
        said: The clarifications.
        held: The pages that have markup.
    """
    return tuple(_gone(one, page) for one in said for page in _at(held, [one.url, *one.former]))


def _at(held: Iterable[MarkupPage], urls: Iterable[str]) -> list[MarkupPage]:
    places = {same_address(url) for url in urls}
    return [page for page in held if same_address(page.url) in places]


def _gone(one: Said, page: MarkupPage) -> MarkupChange:
    return MarkupChange(step=MarkupStep.WITHDRAW, url=page.url, case=one.case, page=page)
