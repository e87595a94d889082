"""Clauses about a hoax database's conduct when all is well."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from attrs import evolve

from govpr.hoaxes.databases.access import hosts
from govpr.hoaxes.databases.protocol import HoaxDatabase, Page, Signs, Syncs, TakesTips, Terms, TipReceipt
from govpr.hoaxes.federation.merging import labelled
from govpr.http.calls import Call, Effect, Form, Json
from govpr.http.guards import host_of, is_loopback
from govpr.identifiers import SLUG
from govpr.models import FactCheck
from govpr.settings import DatabaseSettings
from govpr.testing.conversations import converse
from govpr.testing.database_subject import DatabaseSubject
from govpr.testing.servers import scripted
from govpr.testing.subject import require

_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "x-api-key", "x-goog-api-key", "x-auth-token"})
_NAMES = frozenset({"key", "api_key", "apikey", "token", "access_token", "password", "secret"})
_MOST_PAGES = 50


def it_declares_itself(subject: DatabaseSubject) -> None:
    """It has a name, hosts, terms and a pace."""
    one = subject.adapter
    require(isinstance(one, HoaxDatabase), "name, hosts, terms, pace or search is missing")
    require(SLUG.fullmatch(one.name), f"the name {one.name!r} is not one of small letters, digits and hyphens")
    for host in one.hosts:
        require(host and host_of(host) == host, f"the host {host!r} is not a plain host name in small letters")
    require(isinstance(one.terms, Terms), "terms is no Terms")
    require(one.pace >= 0, "pace is less than nothing")


def all_is_well(subject: DatabaseSubject) -> None:
    """Every conversation ends with a result when the service answers as it should, and an entry is found."""
    for name, flow in subject.flows().items():
        talk = subject.talk(flow())
        require(talk.error is None, f"{name}: {talk.error}")
    require(_facts(subject), "no entry is found: write routes with one")


def calls_stay_on_declared_hosts(subject: DatabaseSubject) -> None:
    """No call goes anywhere but to the adapter's hosts and the one of `url`."""
    declared = hosts(subject.adapter, subject.database)
    for name, call in _calls(subject):
        host, scheme = host_of(call.url), urlsplit(call.url).scheme
        require(host in declared, f"{name} calls {host}, which is not declared")
        require(scheme == "https" or is_loopback(host), f"{name} calls {host} by {scheme}")


def searching_changes_nothing(subject: DatabaseSubject) -> None:
    """Searching and reading through may be repeated at will."""
    for name, call in _calls(subject):
        require(name == "submit" or call.effect is Effect.SAFE, f"{name} makes a call with an effect")


def replies_alone_decide(subject: DatabaseSubject) -> None:
    """The same replies lead to the same calls and entries: no clock, no chance, no state."""
    for name, flow in subject.flows().items():
        first, second = subject.talk(flow()), subject.talk(flow())
        require(first.calls == second.calls, f"{name} differs when it is held again")
        require(first.result == second.result, f"{name} gives something else when it is held again")


def no_call_carries_a_credential(subject: DatabaseSubject) -> None:
    """A key is the session's: a header, an address or a form has a place for it, and never the key itself."""
    one = subject.adapter
    own = {one.signing.header.lower()} if isinstance(one, Signs) else set()
    for name, call in _calls(subject):
        for header in call.headers:
            require(header.lower() not in _HEADERS | own, f"{name} sets the header {header}: the session signs calls")
        address = urlsplit(call.url)
        require(not address.password and not address.username, f"{name} has a credential in the address")
        asked = {key.lower() for key, _ in parse_qsl(address.query, keep_blank_values=True)}
        require(not asked & _NAMES, f"{name} has a credential in the query: declare a header, or a Secret in a form")
        for key, value in _fields(call).items():
            plain = key.lower() in _NAMES and isinstance(value, str)
            require(not plain, f'{name} writes {key} into its body: write Secret("key")')


def entries_are_whole(subject: DatabaseSubject) -> None:
    """Each entry has a claim, its verdict as the publisher words it, and no address that is none."""
    for fact in _facts(subject):
        require(fact.text.strip(), f"{fact.cid} has no claim")
        addresses = (*fact.appearances, *fact.images, *([fact.url] if fact.url else []))
        for address in addresses:
            require(urlsplit(address).scheme in {"http", "https"}, f"{fact.cid} has the address {address!r}")
    require(any(fact.label for fact in _facts(subject)), "no entry has the publisher's own label")


def identifiers_are_the_databases_own(subject: DatabaseSubject) -> None:
    """A cid is the same each time, stands once in a page, and is no other database's: its name stands before it."""
    other = evolve(subject.database, name=f"{subject.database.name}-lain")
    elsewhere = _told(subject, other)
    for name, page in subject.pages().items():
        cids = [fact.cid for fact in page.factchecks]
        require(len(set(cids)) == len(cids), f"{name} gives an entry twice")
        for cid in (*cids, *page.gone):
            require(cid.startswith(f"{subject.database.name}:"), f"{cid} does not begin with the database's name")
        same = {fact.cid for fact in elsewhere[name].factchecks}
        require(not same & set(cids), f"{name} gives two databases the same cid")


def terms_stay_with_each_entry(subject: DatabaseSubject) -> None:
    """What the settings say of licence, attribution and independence is on each entry that says nothing itself."""
    told = evolve(subject.database, licence="Lisensi uji", attribution="Sumber: uji", independent=False)
    for page in _told(subject, told).values():
        for fact in page.factchecks:
            kept = labelled(fact, subject.adapter.terms, told)
            require(fact.database in {"", told.name}, f"{fact.cid} says that it is from {fact.database}")
            require(kept.licence and kept.attribution, f"{fact.cid} has lost its licence or its attribution")
            require(not kept.independent, f"{fact.cid} passes the government off as independent")


def pages_come_to_an_end(subject: DatabaseSubject) -> None:
    """Reading through goes from cursor to cursor, never to the same one again, and ends."""
    one = subject.adapter
    if not isinstance(one, Syncs):
        return
    server, cursor = scripted(subject.routes), None
    seen: set[str] = set()
    for _ in range(_MOST_PAGES):
        talk = converse(one.changes(subject.since, cursor, subject.database), server)
        require(talk.error is None and isinstance(talk.result, Page), f"a page ends with {talk.error or talk.result!r}")
        cursor = talk.result.cursor if isinstance(talk.result, Page) else None
        if cursor is None:
            return
        require(cursor not in seen, f"the cursor {cursor!r} comes again: it is a circle")
        seen.add(cursor)
    raise AssertionError(f"after {_MOST_PAGES} pages there is no end")


def a_tip_is_passed_on_once(subject: DatabaseSubject) -> None:
    """One call passes a tip on, and a repeat of it is known by its effect."""
    if not isinstance(subject.adapter, TakesTips):
        return
    talk = subject.talk(subject.flows()["submit"]())
    require(isinstance(talk.result, TipReceipt), f"submit gives {talk.result!r} and not a TipReceipt")
    require(talk.effects, "submit makes no call with an effect")
    require(subject.tip.text in repr(talk.effects), "the words of the tip are not sent as they are")
    require(subject.tip.text not in repr(talk.result), "the receipt repeats the tip")


def _told(subject: DatabaseSubject, database: DatabaseSettings) -> Mapping[str, Page]:
    """What the same service gives to a database with other settings."""
    return evolve(subject, database=database).pages()


def _facts(subject: DatabaseSubject) -> list[FactCheck]:
    return [fact for page in subject.pages().values() for fact in page.factchecks]


def _calls(subject: DatabaseSubject) -> Iterator[tuple[str, Call]]:
    for name, flow in subject.flows().items():
        for call in subject.talk(flow()).calls:
            yield name, call


def _fields(call: Call) -> Mapping[str, Any]:
    return call.body.fields if isinstance(call.body, Form) else call.body.value if isinstance(call.body, Json) else {}
