"""Clauses that hold for a platform that can do more than publish."""

from datetime import timedelta
from urllib.parse import quote, urlsplit

from attrs import evolve

from govpr.content.rules import Rules
from govpr.http.calls import Effect, Form, Json, Secret, Slice
from govpr.http.sessions import Tokens
from govpr.models import Metrics, Receipt
from govpr.platforms.protocol import Finds, Shares, SignsIn, Standing
from govpr.testing.conversations import NOON, Conversation, converse
from govpr.testing.servers import Routes, scripted
from govpr.testing.subject import Subject, require


def uploading_gives_a_handle(subject: Subject) -> None:
    """A file is described, never opened, and its handle is a text that the outbox can keep."""
    talk = subject.talk(subject.flows()["upload"]())
    require(isinstance(talk.result, str) and talk.result, f"upload gives {talk.result!r}, not a handle")
    if talk.calls:
        files = [part for call in talk.calls for part in _files(call.body)]
        require(any(part.path == subject.media.file for part in files), "upload does not send the file as a Slice")
    else:  # taken in later, by a session of its own or from its public address
        named = [name for name in (subject.media.file, subject.media.url) if name]
        require(any(name in talk.result for name in named), "upload neither sends the file nor names it")
    require(all(call.effect is not Effect.ONCE for call in talk.calls), "an upload that may be made only once")


def staging_publishes_nothing(subject: Subject) -> None:
    """What is prepared has a handle that the outbox can keep, which reaches the call that publishes."""
    talk = subject.talk(subject.flows()["stage"]())
    require(isinstance(talk.result, str) and talk.result, f"stage gives {talk.result!r}, not a handle")
    require(all(call.effect is not Effect.ONCE for call in talk.calls), "stage makes a call that may publish")
    other = evolve(subject.ready(), staged="")
    flow = subject.platform.publish(other, subject.account)
    require(subject.talk(flow).calls != subject.talk(subject.flows()["publish"]()).calls, "publish ignores the handle")


def editing_keeps_the_receipt(subject: Subject) -> None:
    """The new words are sent once, to the post that is there."""
    talk = subject.talk(subject.flows()["edit"]())
    require(isinstance(talk.result, Receipt), f"edit gives {talk.result!r}, not a receipt")
    require(talk.effects, "edit makes no call with an effect")


def inspecting_changes_nothing(subject: Subject) -> None:
    """How an account stands is asked by safe calls alone."""
    talk = subject.talk(subject.flows()["inspect"]())
    require(isinstance(talk.result, Standing), f"inspect gives {talk.result!r}, not a Standing")
    require(not talk.effects, "inspect makes a call with an effect")


def limits_are_rules(subject: Subject) -> None:
    """What a server tells of its limits is a whole set of rules."""
    talk = subject.talk(subject.flows()["limits"]())
    require(isinstance(talk.result, Rules), f"limits gives {talk.result!r}, not Rules")
    require(not talk.effects, "limits makes a call with an effect")


def finding_gives_the_receipt(subject: Subject) -> None:
    """It finds what is there, and says None of what is not."""
    one = subject.platform
    if not isinstance(one, Finds):
        return
    found = _found(subject, one, subject.present).result
    require(isinstance(found, Receipt), f"find gives {found!r} for a part that is there")
    require(found.id == subject.receipt().id, f"find gives {found!r}, publish {subject.receipt()!r}")
    require(subject.absent, "contract_checks needs the answers for a part that is not there: absent={...}")
    talk = _found(subject, one, subject.absent)
    require(talk.error is None and talk.result is None, f"find gives {talk.error or talk.result!r} for an absent part")


def _found(subject: Subject, one: Finds, told: Routes) -> Conversation:
    usual = {pattern: replies for pattern, replies in subject.routes.items() if pattern not in told}
    return converse(one.find(subject.ready(), subject.account), scripted({**told, **usual}))


def finding_changes_nothing(subject: Subject) -> None:
    """Looking may be repeated."""
    require(not subject.talk(subject.flows()["find"]()).effects, "find makes a call with an effect")


def revoking_has_an_effect(subject: Subject) -> None:
    """Every part of a thread is deleted, by a call that has an effect."""
    first = subject.receipt()
    one = len(subject.talk(subject.flows()["revoke"]()).effects)
    require(one > 0, "revoke makes no call with an effect")
    thread = evolve(first, parts=(first.id, first.id))
    flow = getattr(subject.platform, "revoke")(thread, subject.account)  # noqa: B009  (a capability, found by its name)
    require(subject.talk(flow).error is None, "revoke cannot delete a thread")


def metrics_name_the_post(subject: Subject) -> None:
    """Counts belong to the post and the moment that were asked for, and are never negative."""
    counts = subject.talk(subject.flows()["metrics"]()).result
    require(isinstance(counts, Metrics), f"metrics gives {counts!r}")
    require(counts.post == subject.part.post and counts.at == NOON, "metrics are of another post or moment")
    numbers = (counts.views, counts.likes, counts.shares, counts.replies, counts.quotes)
    require(all(number is None or number >= 0 for number in numbers), f"a count is negative: {numbers}")


def signing_in_sees_no_secret(subject: Subject) -> None:
    """The password is a place that the session fills, and a renewal is signed by the session."""
    one = subject.platform
    if not isinstance(one, SignsIn):
        return
    talk = subject.talk(one.sign_in(subject.account))
    require(isinstance(talk.result, Tokens), f"sign_in gives {talk.result!r}, not tokens")
    require(any(_secrets(call.body) for call in talk.calls), "sign_in has no Secret('password') in any body")
    require(talk.result.access not in repr(talk.result), "the tokens show in their repr")
    renewed = subject.talk(subject.flows()["renew"]())
    require(isinstance(renewed.result, Tokens), f"renew gives {renewed.result!r}, not tokens")
    require("pembaruan-lama" not in repr(renewed.calls), "renew puts a token into a call")


def share_links_carry_the_text(subject: Subject) -> None:
    """A share link is a web address that has the whole text in it."""
    one = subject.platform
    if not isinstance(one, Shares):
        return
    text = "Siaga & sigap: 100% gratis? #Banjir"
    link = one.share_link(text, subject.account)
    require(urlsplit(link).scheme == "https", f"the share link is no https address: {link}")
    require(quote(text, safe="") in link, f"the share link does not carry the text: {link}")


def a_thread_is_tied(subject: Subject) -> None:
    """A later part names the part before it."""
    first = subject.receipt()
    later = evolve(subject.part, key="f" * 32, at=subject.part.at + timedelta(seconds=1), first=first, previous=first)
    second = evolve(subject, part=later)
    talk = second.talk(second.flows()["publish"]())
    require(talk.error is None, f"a second part ends with {talk.error}")
    prepared = second.talk(second.flows()["stage"]()).calls if "stage" in second.flows() else ()
    require(first.id in repr((*prepared, *talk.effects)), "a second part does not name the part before it")


def _files(body: object) -> list[Slice]:
    if isinstance(body, Form):
        return list(body.files.values())
    return [body] if isinstance(body, Slice) else []


def _secrets(body: object) -> bool:
    values = body.value if isinstance(body, Json) else body.fields if isinstance(body, Form) else {}
    return Secret("password") in values.values()
