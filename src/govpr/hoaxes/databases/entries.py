"""What a database answered, as fact-checks with the database's name and terms on each: shared by the adapters."""

import re
from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from govpr.errors import Problem
from govpr.hoaxes.databases.protocol import Page, Query, Terms
from govpr.hoaxes.readers.claims import objects
from govpr.hoaxes.readers.rows import Defaults, Place, factcheck_of, web_addresses
from govpr.http.calls import Reply
from govpr.http.replies import refusal
from govpr.models import FactCheck
from govpr.settings import DatabaseSettings

__all__ = ["Row", "Source", "best", "keywords", "objects", "placed", "read", "word"]

Row = Mapping[str, object]
"""What an entry says, under the names of a table of fact-checks: `identifier`, `text`, `title`, `label`, `date`, ..."""

_LANGUAGE = re.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SHORTEST = 3


@frozen(kw_only=True)
class Source:
    """Whose entries they are.

    Args:
        database: The database, as the workspace names it; what its settings say goes before what the adapter says.
        terms: The adapter's terms.
        publisher: Who checks, where neither the entry nor the settings say.
    """

    database: DatabaseSettings
    terms: Terms
    publisher: str = ""

    def page(
        self, rows: Iterable[tuple[str | Place, Row]], *, cursor: str | None = None, problems: Iterable[Problem] = ()
    ) -> Page:
        """A page of entries. What cannot be read is a problem of the page; what comes twice is there once.

        Args:
            rows: Each with its place, as `claims[3].`, or as a reader gives it.
            cursor: Where the next page begins, or None.
            problems: What was wrong before.
        """
        facts: dict[str, FactCheck] = {}
        wrong, defaults = list(problems), self._defaults()
        for place, row in rows:
            fact = factcheck_of(place if isinstance(place, Place) else Place(path=place), _clean(row), defaults)
            if isinstance(fact, FactCheck):
                facts.setdefault(fact.cid, fact)
            else:
                wrong.extend(fact)
        return Page(factchecks=tuple(facts.values()), cursor=cursor, problems=tuple(wrong))

    def _defaults(self) -> Defaults:
        own, terms = self.database, self.terms
        return Defaults(
            publisher=own.publisher or self.publisher,
            licence=own.licence or terms.licence,
            attribution=own.attribution or terms.attribution,
            independent=own.independent and terms.independent,
            language=own.language,
            database=own.name,
        )


def placed(problems: Iterable[Problem], place: str) -> list[Problem]:
    """What is wrong within an entry, with the entry's place in front.

    Args:
        problems: Each with its place in the entry.
        place: As `posts[3].`.

    Example:
        >>> placed([Problem("", "is too long")], "posts[3].")[0].path
        'posts[3]'
    """
    return [evolve(one, path=f"{place}{one.path}".rstrip(".")) for one in problems]


def word(value: object) -> str:
    """A text or number of an answer as text; "" for anything else."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def read(reply: Reply) -> str:
    """The text of a successful answer: UTF-8, or UTF-16 with its mark; what is neither is replaced.

    Args:
        reply: The answer.

    Raises:
        DeliveryError: The service refused.
    """
    if reply.status != 200:  # noqa: PLR2004
        raise refusal(reply)
    wide = reply.body.startswith((b"\xff\xfe", b"\xfe\xff"))
    return reply.body.decode("utf-16" if wide else "utf-8-sig", "replace")


def best(page: Page, query: Query, *, found: bool = False) -> Page:
    """The entries of a page that share words with a question, those that share most first.

    Args:
        page: Everything that there is.
        query: What is looked for.
        found: Whether the service itself found them for the question: then all of them are kept.
    """
    asked = _words(query.text)
    fresh = [one for one in page.factchecks if not (query.since and one.published and one.published < query.since)]
    shared = {one.cid: len(asked & _words(f"{one.text} {one.title}")) for one in fresh}
    ranked = sorted((one for one in fresh if found or shared[one.cid]), key=lambda one: -shared[one.cid])
    return evolve(page, factchecks=tuple(ranked[: query.limit]), cursor=None)


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) >= _SHORTEST}


def keywords(text: str, most: int) -> str:
    """The longest words of a message, in their order: for services that look for words and not for messages.

    Args:
        text: A message of any length.
        most: How many words.

    Example:
        >>> keywords("Ini benar ya? Bansos Rp600 ribu cair lewat tautan https://a.example", 4)
        'benar Bansos Rp600 tautan'
    """
    words = list(dict.fromkeys(_WORD.findall(re.sub(r"https?://\S+", " ", text))))
    chosen = set(sorted(words, key=len, reverse=True)[:most])
    return " ".join(one for one in words if one in chosen)


def _clean(row: Row) -> Row:
    """A language that is no tag is guessed anew, and an address that is none is left out."""
    language, url = word(row.get("lang")), web_addresses(row.get("url"))
    return {**row, "lang": language if _LANGUAGE.fullmatch(language) else "", "url": url[0] if url else ""}
