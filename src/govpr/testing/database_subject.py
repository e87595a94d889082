"""What the contract of hoax databases is applied to."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from govpr.errors import Misconfigured
from govpr.hoaxes.databases.protocol import HoaxDatabase, Page, Query, Syncs, TakesTips, Tip
from govpr.http.calls import Flow
from govpr.settings import DatabaseSettings
from govpr.testing.conversations import Conversation, converse
from govpr.testing.servers import Routes, scripted
from govpr.testing.subject import require

QUERY = Query(text="Bansos Rp600 ribu cair hari ini, daftar lewat tautan", language="id", limit=10)
TIP = Tip(key="0123456789abcdef", text="Bansos Rp600 ribu cair hari ini", name="Budi Contoh", email="budi@example.org")


@frozen(kw_only=True)
class DatabaseSubject:
    """A hoax database with all that is needed to talk with it.

    Args:
        adapter: The adapter.
        database: Which database it speaks to.
        routes: What its service answers when all is well.
        query: What is searched for.
        since: From which day on it is read through; None for everything.
        tip: What is passed on to it.
    """

    adapter: HoaxDatabase
    database: DatabaseSettings
    routes: Routes
    query: Query = QUERY
    since: date | None = None
    tip: Tip = field(default=TIP)

    def talk(self, flow: Flow[Any]) -> Conversation:
        """A conversation in which all is well."""
        return converse(flow, scripted(self.routes))

    def flows(self) -> Mapping[str, Callable[[], Flow[Any]]]:
        """Every conversation that the database knows, by name; of a reading its first page."""
        one = self.adapter
        flows: dict[str, Callable[[], Flow[Any]]] = {}
        if not (isinstance(one, Syncs) and self._refuses_to_search()):
            flows["search"] = lambda: one.search(self.query, self.database)
        if isinstance(one, Syncs):
            flows["changes"] = lambda: one.changes(self.since, None, self.database)
        if isinstance(one, TakesTips):
            flows["submit"] = lambda: one.submit(self.tip, self.database)
        return flows

    def _refuses_to_search(self) -> bool:
        """Some can only be read through, and say so before they ask anything."""
        talk = self.talk(self.adapter.search(self.query, self.database))
        return isinstance(talk.error, Misconfigured) and not talk.calls

    def pages(self) -> Mapping[str, Page]:
        """What searching gives, and the first page of reading through."""
        found = {name: self.talk(flow()).result for name, flow in self.flows().items() if name != "submit"}
        for name, page in found.items():
            require(isinstance(page, Page), f"{name} gives {page!r} and not a Page when all is well")
        return found
