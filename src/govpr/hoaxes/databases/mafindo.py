"""MAFINDO Yudistira, API v2: what TurnBackHoax and its partners checked.

Everything is a POST with the key in the form. The service documents neither errors nor limits, so what is no list of
news is an error, and calls are a second apart. Source: https://mafindodocs.netlify.app/v2
"""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from attrs import evolve, frozen

from govpr.hoaxes.databases._mafindo_report import report
from govpr.hoaxes.databases.access import base
from govpr.hoaxes.databases.entries import Source, best, keywords, objects, word
from govpr.hoaxes.databases.protocol import Page, Query, Signing, Terms, Tip, TipReceipt
from govpr.hoaxes.dates import read_day
from govpr.hoaxes.readers.news import NEWS_PAGE, news_row
from govpr.http.calls import Call, Flow, Form, Reply, Secret
from govpr.http.replies import expect, puzzling
from govpr.settings import DatabaseSettings

_URL = "https://yudistira.turnbackhoax.id/api"
_SIZE = 200
_DIGITS = 10


@frozen
class Mafindo:
    """The adapter. Its option `page` is the address of an entry, with `{id}` in it."""

    name: str = "mafindo"
    hosts: frozenset[str] = frozenset({"yudistira.turnbackhoax.id"})
    terms: Terms = Terms(source="https://mafindodocs.netlify.app/v2")  # noqa: RUF009  (frozen: it may be shared)
    pace: float = 1.0
    whole_every: int = 30
    signing: Signing = Signing(header="", required=True)  # noqa: RUF009  (frozen: it may be shared)

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """Entries with the message's longest words in their title or content."""
        items: list[Any] = []
        for method, value in _tries(query.text):
            if len(items) >= query.limit:
                break
            asked = {"method": method, "value": value, "limit": str(query.limit)}
            items += _news((yield _call(database, "/antihoax/search", asked)))
        return best(self._page(items, database), query, found=True)

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:
        """All entries, 200 at a time, the newest first where only what is new is asked for.

        Nothing says in which order they come, or when one was changed. So the order is looked at: where the newest
        stand at the end, that is read backwards from the number of entries that there are.
        """
        if cursor and cursor.startswith("<"):
            return (yield from self._backwards(cursor, database))
        offset = int(cursor or 0)
        items = _news((yield _listed(database, offset, _SIZE)))
        runs_back, runs_on = _order(items)
        following = str(offset + len(items))
        if since and not cursor and runs_on:
            total = _total((yield _call(database, "/antihoax/get_total", {})))
            following = f"<{total}:{len(items)}" if total > len(items) else following
        ended = not items or (not runs_on and _is_older(items, since))  # a service may give fewer than it is asked for
        return evolve(self._page(items, database, None if ended else following), newest_first=runs_back)

    def _backwards(self, cursor: str, database: DatabaseSettings) -> Flow[Page]:
        """The page before a place; the very first page was read to begin with."""
        end, _, size = cursor[1:].partition(":")
        start = max(0, int(end) - int(size))
        items = _news((yield _listed(database, start, int(end) - start)))
        further = f"<{start}:{size}" if start > int(size) else None
        return evolve(self._page(items, database, further), newest_first=_order(items)[1])

    def submit(self, tip: Tip, database: DatabaseSettings) -> Flow[TipReceipt]:
        """Report a hoax to MAFINDO. Name and e-mail of whoever passes it on go with it."""
        return report(tip, base(database, _URL))

    def _page(self, items: list[Any], database: DatabaseSettings, cursor: str | None = None) -> Page:
        found, problems = objects(items, "news")
        template = database.options.get("page", NEWS_PAGE)
        rows = [(place, news_row(item, template)) for place, item in found]
        return Source(database=database, terms=self.terms, publisher="MAFINDO").page(
            rows, cursor=cursor, problems=problems
        )


def _tries(text: str) -> tuple[tuple[str, str], ...]:
    """One field is looked through at a time, for a text as it stands: so with three words, and then with one."""
    some = keywords(text, 3)
    tries = (("title", some), ("content", some), *(("title", one) for one in keywords(text, 2).split()))
    return tuple(dict.fromkeys(one for one in tries if one[1]))


def _call(database: DatabaseSettings, path: str, fields: Mapping[str, str]) -> Call:
    return Call("POST", base(database, _URL) + path, Form({"key": Secret("key"), **fields}))


def _listed(database: DatabaseSettings, offset: int, limit: int) -> Call:
    return _call(database, "/antihoax/", {"limit": str(limit), "offset": str(offset)})


def _total(reply: Reply) -> int:
    """How many entries there are: a number, or an object with it; 0 where the answer says something else."""
    body = expect(reply)
    said = word(body.get("total") if isinstance(body, dict) else body)
    return int(said) if said.isdecimal() and len(said) <= _DIGITS else 0


def _order(items: list[Any]) -> tuple[bool, bool]:
    """Whether the numbers of entries only fall, and whether they only rise."""
    numbers = [word(item.get("id")) for item in items if isinstance(item, dict)]
    known = [int(number) for number in numbers if number.isdecimal() and len(number) <= _DIGITS]
    steps = [after - before for before, after in pairwise(known)]
    sure = len(known) == len(items) and bool(steps)
    return sure and all(step < 0 for step in steps), sure and all(step > 0 for step in steps)


def _news(reply: Reply) -> list[Any]:
    """A list, or the one entry itself; an answer that says something else says nothing about hoaxes."""
    body = expect(reply)
    if isinstance(body, list) and (not body or any(isinstance(item, dict) for item in body)):
        return body
    if isinstance(body, dict) and "id" in body and "title" in body:
        return [body]
    raise puzzling(reply, "the answer is no list of news")


def _is_older(items: list[Any], since: date | None) -> bool:
    """Whether the list runs backwards and has passed the day; in any other order the rest must be read."""
    days = [read_day(word(item.get("tanggal"))) for item in items if isinstance(item, dict)]
    known = [day for day in days if day]
    return since is not None and bool(known) and known == sorted(known, reverse=True) and known[-1] < since
