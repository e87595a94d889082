"""The Data Commons feed of ClaimReviews: one JSON document of tens of megabytes, read four at a time.

It is asked for by ranges of bytes (RFC 9110, section 14), so that it is never in memory as a whole, and a reading that
was stopped goes on where it was. Source: https://datacommons.org/factcheck/download
"""

import codecs
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from attrs import define, field, frozen

from govpr.errors import Misconfigured, Problem, Rejected
from govpr.hoaxes.databases.access import base
from govpr.hoaxes.databases.entries import Source
from govpr.hoaxes.databases.protocol import Page, Query, Terms
from govpr.hoaxes.readers.claimreview import reviews_of
from govpr.http.calls import Call, Flow, Reply
from govpr.http.replies import puzzling, refusal
from govpr.settings import DatabaseSettings

_URL = "https://storage.googleapis.com/datacommons-feeds/factcheck/latest/data.json"
_SIZE = 4 * 1024 * 1024
_WHOLE, _PART, _BEYOND = 200, 206, 416
_BEGINNING = re.compile(r'"dataFeedElement"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


@frozen
class DataCommons:
    """The adapter. It can only be read through: nothing there answers a search."""

    name: str = "datacommons"
    hosts: frozenset[str] = frozenset({"storage.googleapis.com"})
    terms: Terms = Terms(  # noqa: RUF009  (frozen: it may be shared)
        licence="CC BY 4.0",
        attribution="Data Commons (datacommons.org)",
        source="https://datacommons.org/factcheck/download",
    )
    pace: float = 0.5
    only_synced: bool = True

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:  # noqa: ARG002
        """It cannot be searched, and says so: an empty answer would look like one.

        Raises:
            Misconfigured: Always.
        """
        yield from ()  # a flow that asks nothing is one all the same
        advice = f"read it through with govpr hoax sync {database.name}, then its entries are found here"
        raise Misconfigured(f"it cannot be searched; {advice}")

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:  # noqa: ARG002
        """The entries of the next four megabytes.

        Raises:
            Rejected: The feed is another one than when the reading began.
        """
        start, _, version = (cursor or "0").partition(":")
        first = int(start)
        asked = {"Range": f"bytes={first}-{first + _SIZE - 1}", "Accept-Encoding": "identity"}
        reply = yield Call("GET", base(database, _URL), headers=asked)
        if reply.status == _BEYOND and first:
            return Page()
        if reply.status not in (_WHOLE, _PART):
            raise refusal(reply)
        now = reply.headers.get("etag", "")
        if version and now != version:
            raise Rejected("the feed has changed since; it has to be read from its beginning", where=database.name)
        part = _Part(reply, first)
        rows = [row for place, item in part.items() for row in reviews_of(item, place)]
        following = None if part.is_last else f"{part.next}:{now}"
        return Source(database=database, terms=self.terms).page(rows, cursor=following, problems=part.problems)


@define
class _Part:
    """A piece of the document: its whole elements, and where the first broken one begins."""

    reply: Reply
    first: int
    next: int = 0
    is_last: bool = False
    problems: list[Problem] = field(factory=list)

    def items(self) -> Iterator[tuple[str, Any]]:
        data = self.reply.body if self.reply.status == _PART else self.reply.body[self.first :]
        text = codecs.getincrementaldecoder("utf-8")("replace").decode(data)
        place, count, decoder = self._beginning(text), 0, json.JSONDecoder(strict=False)
        while True:
            between = _BETWEEN.match(text, place)
            place = between.end() if between else place
            if text.startswith("]", place):
                self.is_last = True
                return
            try:
                item, end = decoder.raw_decode(text, place)
            except (ValueError, RecursionError):
                self._broken(text, place, count, self.first + len(data))
                return
            yield f"dataFeedElement@{self.first}[{count}]", item
            place, count = end, count + 1

    def _beginning(self, text: str) -> int:
        found = _BEGINNING.search(text) if self.first == 0 else None
        if self.first == 0 and found is None:
            raise puzzling(self.reply, "the answer is no feed of ClaimReviews")
        return found.end() if found else 0

    def _broken(self, text: str, place: int, count: int, end: int) -> None:
        """An element that goes on in the next piece; or one that nothing can be made of."""
        total = self.reply.headers.get("content-range", "").rpartition("/")[2]
        self.next = self.first + len(text[:place].encode())
        if self.reply.status == _WHOLE or not total.isdigit() or end >= int(total):
            self.is_last = True
            self.problems.append(
                Problem(f"byte {self.next}", "is no JSON", "the feed ends before its end: read it again")
            )
        elif not count:
            raise puzzling(self.reply, f"an entry of the feed is longer than {_SIZE} bytes, or broken")
