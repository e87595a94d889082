"""Every request of an adapter, held against what its service publishes about its interface."""

from collections.abc import Collection, Sequence
from functools import partial
from urllib.parse import urlsplit

from govpr.models import Account, Media
from govpr.platforms.protocol import Outgoing, Platform
from govpr.testing.servers import Routes
from govpr.testing.specs._flaws import Description, Flaw
from govpr.testing.specs._sent import SECRET, Sent, sent
from govpr.testing.subject import PART, PICTURE, Check, Subject, require


def spec_checks(
    platform: Platform,
    account: Account,
    routes: Routes,
    *descriptions: Description,
    absent: Routes | None = None,
    present: Routes | None = None,
    part: Outgoing = PART,
    media: Media = PICTURE,
    elsewhere: Collection[str] = (),
    secret: str = SECRET,
) -> list[Check]:
    """One check for each conversation: its requests are as the service's own description says.

    A mistaken field, a parameter that does not exist, a path or method that the description does not know: each is
    listed with the call, the place in it, and what the description says.

    Args:
        platform: The adapter.
        account: An account on it, with the server that it needs.
        routes: What its service answers when all is well; see `scripted`.
        descriptions: What the service publishes: see `openapi`, `discovery`, `telegram`, `graph`. The first that knows
            a call decides.
        absent: Answers that differ when the part is not there.
        present: Answers that differ when it is there.
        part: What is published.
        media: What is uploaded.
        elsewhere: Hosts of which there is no description; calls there are passed over.
        secret: The credential that stands in for the real one; of another form where it is a piece of the path.

    Example:
        With pytest, beside the contract:

            DESCRIBED = spec_checks(Warta(), ACCOUNT, ROUTES, openapi("warta.openapi.json"), absent=ABSENT)

            @pytest.mark.parametrize("check", DESCRIBED, ids=str)
            def test_requests_are_as_the_service_describes_them(check):
                check()
    """
    told = {"routes": routes, "absent": absent or {}, "present": present or {}}
    subject = Subject(platform=platform, account=account, part=part, media=media, **told)
    return specs_of(subject, *descriptions, elsewhere=elsewhere, secret=secret)


def specs_of(
    subject: Subject, *descriptions: Description, elsewhere: Collection[str] = (), secret: str = SECRET
) -> list[Check]:
    """The same checks, for a subject that other tests use too.

    Args:
        subject: A platform with all that is needed to talk with it.
        descriptions: What the service publishes.
        elsewhere: Hosts of which there is no description.
        secret: The credential that stands in for the real one.
    """
    require(descriptions, "no description is given: there is nothing to hold the requests against")
    requests = {name: partial(_requests, subject, name, elsewhere, secret) for name in subject.flows()}

    def fits(name: str) -> None:
        _all_fit(name, requests[name](), descriptions)

    def some() -> None:
        found = any(one() for one in requests.values())
        require(found, f"all calls go to {', '.join(sorted(elsewhere)) or 'nowhere'}: no description is used")

    checks = [Check(f"{name} is as described", partial(fits, name)) for name in requests]
    return [*checks, Check("a description is used", some)]


def flaws(one: Sent, *descriptions: Description) -> Sequence[Flaw]:
    """What is wrong with one request: the first description that knows it decides.

    Args:
        one: The request.
        descriptions: What the service publishes.
    """
    for description in descriptions:
        found = description(one)
        if found is not None:
            return found
    return (Flaw("call", "no description knows this method and path"),)


def _requests(subject: Subject, name: str, elsewhere: Collection[str], secret: str) -> list[Sent]:
    talk = subject.talk(subject.flows()[name]())
    require(talk.error is None, f"{name} does not end well, so that not all its calls are seen: {talk.error}")
    return [sent(call, subject, secret) for call in talk.calls if urlsplit(call.url).hostname not in elsewhere]


def _all_fit(name: str, requests: Sequence[Sent], descriptions: Sequence[Description]) -> None:
    found = [(one, flaws(one, *descriptions)) for one in requests]
    lines = [line for one, wrong in found if wrong for line in (f"  {one}", *(f"    {flaw}" for flaw in wrong))]
    count = sum(bool(wrong) for _, wrong in found)
    require(not lines, "\n".join((f"{name}: {count} of {len(found)} requests are not as described", *lines)))
