"""What is written down about tries whose end nobody knows, so that nothing is said elsewhere that may be out."""

from collections.abc import Callable

import httpx
import pytest
from attrs import evolve
from tests.office import MORNING
from tests.simulated import Looking, Simulated

from govpr.delivery.dispatch import Job, dispatch
from govpr.delivery.states import Change, Event, apply
from govpr.errors import DeliveryError, Rejected, Throttled, Unreachable
from govpr.http.calls import Call, Effect, Reply
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.retry import Policy
from govpr.models import Account, Delivery, DeliveryState, Post
from govpr.models.deliveries import DOUBT

ACCOUNT = Account(id="kanal", platform="simulated", handle="kanal", agency="contoh")
POST = Post(
    campaign="k",
    wave="w",
    message="m",
    variant="v",
    account="kanal",
    platform="simulated",
    due=MORNING,
    parts=("satu",),
)
JOB = Job(post=POST, account=ACCOUNT, platform=Simulated(Effect.KEYED), at=MORNING, now=MORNING, handles={})


def unsent() -> Unreachable:
    error = Unreachable("nothing was sent")
    error.unsent = True
    return error


def tried(job: Job, send: Callable[[Call], Reply]) -> dict[str, str]:
    left = dict(job.handles)
    with pytest.raises(DeliveryError):
        run(dispatch(job, left.__setitem__), send)
    return left


def raising(error: Exception) -> Callable[[Call], Reply]:
    def send(_call: Call) -> Reply:
        raise error

    return send


def delivery(handles: dict[str, str], state: DeliveryState = DeliveryState.APPROVED) -> Delivery:
    return Delivery(
        post=POST.id,
        account="kanal",
        platform="simulated",
        state=state,
        due=MORNING,
        content_hash=POST.content_hash,
        handles=handles,
    )


@pytest.mark.parametrize(
    ("error", "doubt"),
    [(unsent(), False), (Throttled("later"), False), (Rejected("no"), False), (Unreachable("x"), True)],
)
def test_a_repeatable_call_whose_answer_was_lost_leaves_a_doubt(error: DeliveryError, doubt: bool) -> None:
    left = tried(JOB, raising(error))
    assert (left.get(DOUBT) == "1") is doubt
    assert delivery(left).may_be_out is doubt


def test_a_look_that_finds_nothing_ends_the_doubt() -> None:
    job = evolve(JOB, platform=Looking(Effect.KEYED), handles={DOUBT: "1"}, again=True)

    def send(call: Call) -> Reply:
        if call.effect is Effect.SAFE:
            return Reply(404)
        raise unsent()

    assert not delivery(tried(job, send)).may_be_out


def test_a_look_that_fails_leaves_it() -> None:
    job = evolve(JOB, platform=Looking(Effect.KEYED), handles={DOUBT: "1"}, again=True)
    assert delivery(tried(job, raising(unsent()))).may_be_out


@pytest.mark.parametrize("state", [DeliveryState.SENDING, DeliveryState.IN_DOUBT, DeliveryState.SUBMITTED])
def test_a_try_that_nobody_ended_leaves_a_doubt_until_somebody_looked(state: DeliveryState) -> None:
    claimed = apply(delivery({}, state), Event.CLAIMED, Change(now=MORNING, worker="w"))
    later = apply(claimed, Event.LATER, Change(now=MORNING, due=MORNING))
    assert later.may_be_out
    assert not apply(evolve(later, state=DeliveryState.IN_DOUBT), Event.ABSENT, Change(now=MORNING)).may_be_out
    assert not apply(delivery({}), Event.CLAIMED, Change(now=MORNING, worker="w")).handles


@pytest.mark.parametrize(
    ("steps", "sent"),
    [
        ([httpx.ConnectError, httpx.ConnectTimeout], False),
        ([httpx.ReadTimeout, httpx.ConnectError], True),
        ([503, httpx.ConnectError], True),
        ([httpx.ConnectError, httpx.ReadTimeout], True),
    ],
)
def test_an_earlier_try_of_the_same_call_may_have_arrived(
    steps: list[int | type[httpx.TransportError]], sent: bool
) -> None:
    left = iter(steps)

    def answer(_request: httpx.Request) -> httpx.Response:
        step = next(left)
        if isinstance(step, int):
            return httpx.Response(step)
        raise step("x")

    call = Call("POST", "https://sosial.example/api", effect=Effect.KEYED)
    policy = Policy(attempts=len(steps), base=0.0)
    transport = httpx.MockTransport(answer)
    with (
        Client(transport=transport, policy=policy, sleep=lambda _seconds: None) as client,
        pytest.raises(Unreachable) as caught,
    ):
        client.sender(hosts={"sosial.example"})(call)
    assert caught.value.unsent is not sent
