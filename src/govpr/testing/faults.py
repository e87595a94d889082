"""The fault matrix: everything that can go wrong with the call that publishes, through the real client."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from urllib.parse import urlsplit

from attrs import evolve

from govpr.errors import Outcome
from govpr.http.calls import Effect
from govpr.models import Account, Media
from govpr.platforms.protocol import Finds, Outgoing, Platform
from govpr.testing._faults import FAULTS, Fault
from govpr.testing._playing import PASSES, Played, play
from govpr.testing._service import publishing_call
from govpr.testing.servers import Routes
from govpr.testing.subject import PART, PICTURE, Check, Subject, require

Own = Mapping[str, Outcome | None]
_NOTHING: Own = MappingProxyType({})
_CLOSE = 1e-3


def fault_checks(
    platform: Platform,
    account: Account,
    routes: Routes,
    *,
    absent: Routes | None = None,
    present: Routes | None = None,
    part: Outgoing = PART,
    media: Media = PICTURE,
    own: Own = _NOTHING,
) -> list[Check]:
    """One check for each fault: it is understood rightly, and nothing is published twice.

    The faults are refused and broken connections, timeouts before, during and after the body, refusals by status, waits
    in every header that services use, and answers that are no answer. What a service asks for is waited for; what is in
    doubt is looked up where the platform can `find`.

    Args:
        platform: The adapter.
        account: An account on it, with the server that it needs.
        routes: What its service answers when all is well; see `scripted`.
        absent: Answers that differ when the part is not there; needed for a platform that can `find`.
        present: Answers that differ when it is there.
        part: What is published.
        media: What is uploaded.
        own: What the service means where it means something else than others, by the fault's name: the outcome, or None
            for a success, as where a 409 says that the key was published before.

    Returns:
        The checks; none for a platform that is not asked over HTTP.

    Example:
        With pytest, beside the contract:

            FAULTS = fault_checks(Warta(), ACCOUNT, ROUTES, absent=ABSENT, own={"409": None})

            @pytest.mark.parametrize("check", FAULTS, ids=str)
            def test_a_fault_is_understood_and_nothing_goes_out_twice(check):
                check()
    """
    told = {"routes": routes, "absent": absent or {}, "present": present or {}}
    return faults_of(Subject(platform=platform, account=account, part=part, media=media, **told), own)


def faults_of(subject: Subject, own: Own = _NOTHING) -> list[Check]:
    """The same checks, for a subject that other tests use too.

    Args:
        subject: A platform with all that is needed to talk with it.
        own: What its service means where it means something else than others.
    """
    unknown = sorted(own.keys() - {fault.name for fault in FAULTS})
    require(not unknown, f"no fault is called {', '.join(unknown)}; known: {', '.join(f.name for f in FAULTS)}")
    if urlsplit(publishing_call(subject).url).scheme not in {"http", "https"}:
        return []
    return [Check(fault.name, partial(_is_understood, subject, fault, own)) for fault in FAULTS]


def _is_understood(subject: Subject, fault: Fault, own: Own) -> None:
    fault, outcome = _meant(subject, fault, own)
    played = play(subject, fault)
    require(played.published <= 1, f"{fault.name}: published {played.published} times")
    require(played.first == outcome, f"{fault.name}: understood as {_word(played.first)}, not as {_word(outcome)}")
    if fault.after is not None and outcome in PASSES:
        near = played.after is not None and abs(played.after - fault.after) < _CLOSE
        require(near, f"{fault.name}: waits {played.after} seconds, not {fault.after}")
    if outcome in {None, *PASSES} or (outcome is Outcome.IN_DOUBT and isinstance(subject.platform, Finds)):
        _is_settled(played, fault)


def _is_settled(played: Played, fault: Fault) -> None:
    require(played.settled, f"{fault.name}: it is never known to be published")
    require(played.published == 1, f"{fault.name}: it counts as published, and is not")


def _meant(subject: Subject, fault: Fault, own: Own) -> tuple[Fault, Outcome | None]:
    """The fault as it happens on a platform, and what it means there.

    A refusal that means success, such as a repeat that is recognised, says that the post was taken before.
    """
    if fault.name in own:
        outcome = own[fault.name]
        return (evolve(fault, taken=True) if outcome is None else fault), outcome
    return fault, fault.means[publishing_call(subject).effect is Effect.ONCE]


def _word(outcome: Outcome | None) -> str:
    return "a success" if outcome is None else outcome.value
