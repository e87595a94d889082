"""Clauses about a platform's conduct when all is well."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from attrs import evolve

from govpr.content.checks import check
from govpr.content.length import fits
from govpr.content.rules import Rules
from govpr.http.calls import Call, Effect, Form, Json
from govpr.http.guards import host_of, is_loopback
from govpr.identifiers import SLUG
from govpr.platforms.access import hosts
from govpr.platforms.handles import Handles
from govpr.platforms.paces import Pace
from govpr.platforms.protocol import Platform, Remembers
from govpr.testing.subject import Subject, require

_CREDENTIALS = frozenset({"authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token"})
_NAMES = ("token", "password", "secret", "apikey", "api_key")


def it_declares_itself(subject: Subject) -> None:
    """It has a name, hosts and rules."""
    one = subject.platform
    require(isinstance(one, Platform), "name, hosts, rules or publish is missing")
    require(SLUG.fullmatch(one.name), f"the name {one.name!r} is not one of small letters, digits and hyphens")
    for host in one.hosts:
        require(host and host_of(host) == host, f"the host {host!r} is not a plain host name in small letters")
    require(isinstance(one.rules, Rules), "rules is no govpr.content.rules.Rules")
    require(one.rules.source, "rules has no source: say where the limits are documented")


def its_rules_agree_with_counting(subject: Subject) -> None:
    """Its limit is accepted, and one more is a finding."""
    rules = subject.platform.rules
    require(rules.text.limit > 0 and rules.parts > 0, "a limit is not positive")
    most = "a" * min(rules.text.limit, rules.text.bytes or rules.text.limit)
    require(fits(most, rules.text), f"a text of {len(most)} letters is not accepted")
    title = subject.part.title or "Judul"
    found = check([most + "a"], [], rules, title=title)
    require(any(finding.code.startswith("text.") for finding in found), "a text beyond the limit is no finding")
    files = [subject.media] if rules.needs_media else []
    require(not check([subject.part.text], files, rules, title=title), "the part that is published breaks the rules")


def all_is_well(subject: Subject) -> None:
    """Every conversation ends with a result when the service answers as it should."""
    for name, flow in subject.flows().items():
        talk = subject.talk(flow())
        require(talk.error is None, f"{name}: {talk.error}")
    require(subject.receipt().id, "the receipt has no id")


def calls_stay_on_declared_hosts(subject: Subject) -> None:
    """No call goes anywhere but to the platform's hosts and the account's server."""
    declared, schemes = hosts(subject.platform, subject.account), getattr(subject.platform, "schemes", frozenset[str]())
    for name, call in _calls(subject):
        host, scheme = host_of(call.url), urlsplit(call.url).scheme
        require(scheme in {"https", "http", *schemes}, f"{name} calls by {scheme}, which is not declared in schemes")
        if scheme == subject.platform.name:  # answered on this very machine, as the newsroom is
            continue
        require(host in declared, f"{name} calls {host}, which is not declared")
        require(scheme != "http" or is_loopback(host), f"{name} calls {host} by {scheme}")


def publishing_has_one_effect(subject: Subject) -> None:
    """One call publishes; all others may be repeated."""
    effects = subject.talk(subject.flows()["publish"]()).effects
    require(len(effects) == 1, f"publish makes {len(effects)} calls with an effect, not one")
    require(effects[0].method not in {"GET", "HEAD"}, f"publish has its effect by {effects[0].method}")


def replies_alone_decide(subject: Subject) -> None:
    """The same replies lead to the same calls: no clock, no chance, no state."""
    for name, flow in subject.flows().items():
        require(subject.talk(flow()).calls == subject.talk(flow()).calls, f"{name} differs when it is held again")


def no_call_carries_a_credential(subject: Subject) -> None:
    """Credentials are the session's: no header and no address has one."""
    for name, call in _calls(subject):
        for header in call.headers:
            require(header.lower() not in _CREDENTIALS, f"{name} sets the header {header}: the session signs calls")
        address = urlsplit(call.url)
        require(not address.password and not address.username, f"{name} has a credential in the address")
        query = address.query.lower()
        require(not any(f"{word}=" in query for word in _NAMES), f"{name} has a credential in the query")


def the_exact_words_are_sent(subject: Subject) -> None:
    """The text goes out as it was approved."""
    sent = [text for name in ("publish", "stage") if name in subject.flows() for text in _said(subject, name)]
    if subject.platform.rules.markup == "plain":
        require(subject.part.text in sent, "the text is not sent as it is")


def a_part_keeps_its_key(subject: Subject) -> None:
    """A repeat of a keyed call is recognised, and other content is not taken for a repeat."""
    first = _publishing(subject)
    if first.effect is not Effect.KEYED:
        return
    require(first == _publishing(subject), "the same part is published by another call in the second try")
    other = evolve(subject, part=evolve(subject.part, key=subject.part.key[::-1]))
    require(first != _publishing(other), "the key of a part does not reach the service")


def its_memory_is_of_keys(subject: Subject) -> None:
    """Only keys are forgotten, and after some time: what it says of that agrees with how it publishes."""
    one = subject.platform
    if not isinstance(one, Remembers):
        return
    require(_publishing(subject).effect is Effect.KEYED, "remembers is declared, and publish has no key")
    limit = one.remembers
    require(limit is None or limit > timedelta(), f"remembers is {limit!r}, neither a length of time nor None")


def its_pace_has_a_source(subject: Subject) -> None:
    """A documented limit says where it is documented."""
    pace = getattr(subject.platform, "pace", None)
    require(isinstance(pace, Pace), f"pace is {pace!r}, not a govpr.platforms.paces.Pace")
    documented = pace is not None and pace.source.startswith("https://")
    require(documented, "pace has no source: say where the limit is documented")


def its_handles_name_a_server(subject: Subject) -> None:
    """The example of a handle is one, and the server that it names can be asked."""
    handles = getattr(subject.platform, "handles", None)
    require(isinstance(handles, Handles), f"handles is {handles!r}, not a govpr.platforms.handles.Handles")
    server = handles.server(handles.example) if handles is not None else None
    require(server and host_of(server), f"the example of a handle names no server: {handles!r}")


def _said(subject: Subject, name: str) -> list[str]:
    return [text for call in subject.talk(subject.flows()[name]()).calls for text in _texts(call.body)]


def _publishing(subject: Subject) -> Call:
    effects = subject.talk(subject.platform.publish(subject.ready(), subject.account)).effects
    require(effects, "publish makes no call with an effect")
    return effects[0]


def _calls(subject: Subject) -> Iterator[tuple[str, Call]]:
    for name, flow in subject.flows().items():
        for call in subject.talk(flow()).calls:
            yield name, call


def _texts(value: Any) -> list[str]:
    if isinstance(value, Json):
        return _texts(value.value)
    if isinstance(value, Form):
        return _texts(value.fields)
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []
