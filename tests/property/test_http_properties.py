"""Rules of the http floor that hold for anything that can happen."""

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govpr.errors import (
    DeliveryError,
    GovprError,
    InDoubt,
    ProtocolError,
    Rejected,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Effect, Flow, Reply
from govpr.http.client import Client
from govpr.http.drivers import arun, run
from govpr.http.replies import expect, refusal
from govpr.http.retry import Policy, wait
from govpr.http.waits import wait_from
from govpr.platforms._records import tid
from govpr.testing import converse

BEGIN = datetime(1970, 1, 2, tzinfo=UTC)
URL = "https://sosial.example/api"
KINDS = (Unreachable, Throttled, InDoubt, Unauthorized, Rejected)
effects = st.sampled_from(Effect)
moments = st.integers(0, 7_000_000_000_000_000).map(lambda micros: BEGIN + timedelta(microseconds=micros))
errors = st.builds(
    lambda kind, after: kind("x", after=after),
    st.sampled_from(KINDS),
    st.none() | st.floats(0, 1e6),
)
steps = st.sampled_from([200, 201, 302, 400, 401, 404, 429, 500, 503]) | st.sampled_from(
    [httpx.ConnectError, httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError, httpx.PoolTimeout]
)


def conversation(effects: Sequence[Effect]) -> Flow[list[str]]:
    """Asks once for each effect, and goes on whatever happens."""
    told = []
    for number, effect in enumerate(effects):
        try:
            told.append(str(expect((yield Call("POST", f"{URL}/{number}", effect=effect, signed=False)))))
        except GovprError as error:
            told.append(f"{type(error).__name__}: {error}")
    return told


class Wire:
    """A server that follows a list of answers and failures, and remembers what it was asked."""

    def __init__(self, steps: Sequence[int | type[httpx.TransportError]]) -> None:
        self.steps, self.asked, self.slept = steps, list[str](), list[float]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url}")
        step = self.steps[(len(self.asked) - 1) % len(self.steps)]
        if isinstance(step, int):
            return httpx.Response(step, json={"error": "x"}, headers={"Retry-After": str(len(self.asked))})
        raise step("lost", request=request)


def synchronous(wire: Wire, asks: Sequence[Effect]) -> list[str]:
    policy = Policy(random=lambda: 0.5)
    with Client(transport=httpx.MockTransport(wire), policy=policy, sleep=wire.slept.append) as client:
        return run(conversation(asks), client.sender(hosts={"sosial.example"}))


async def asynchronous(wire: Wire, asks: Sequence[Effect]) -> list[str]:
    async def sleep(seconds: float) -> None:
        wire.slept.append(seconds)

    policy = Policy(random=lambda: 0.5)
    async with AsyncClient(transport=httpx.MockTransport(wire), policy=policy, sleep=sleep) as client:
        return await arun(conversation(asks), client.sender(hosts={"sosial.example"}))


@given(st.lists(steps, min_size=1, max_size=8), st.lists(effects, min_size=1, max_size=4))
def test_both_drivers_hold_the_same_conversation(
    happens: Sequence[int | type[httpx.TransportError]], asks: Sequence[Effect]
) -> None:
    one, other = Wire(happens), Wire(happens)
    assert synchronous(one, asks) == asyncio.run(asynchronous(other, asks))
    assert (one.asked, one.slept) == (other.asked, other.slept)


@given(st.lists(steps, min_size=1, max_size=8))
def test_what_may_publish_twice_is_sent_once(happens: Sequence[int | type[httpx.TransportError]]) -> None:
    wire = Wire(happens)
    synchronous(wire, [Effect.ONCE])
    assert len(wire.asked) == 1


@given(errors, st.integers(1, 10), st.floats(0, 1), effects)
def test_the_policy_is_patient_within_limits(error: DeliveryError, attempt: int, chance: float, effect: Effect) -> None:
    policy = Policy(random=lambda: chance)
    seconds = wait(Call("POST", URL, effect=effect), error, attempt, policy)
    if effect is Effect.ONCE or attempt >= policy.attempts or not isinstance(error, Unreachable | Throttled):
        assert seconds is None
    if seconds is not None:
        assert 0 <= seconds <= max(policy.longest, policy.patience)


@given(
    st.dictionaries(
        st.sampled_from(["retry-after", "ratelimit-reset", "x-ratelimit-reset"]),
        st.text() | st.integers().map(str) | st.datetimes().map(str) | st.floats().map(str),
    ),
    st.none() | moments,
)
def test_a_wait_is_never_negative(headers: dict[str, str], now: datetime | None) -> None:
    seconds = wait_from(headers, now)
    assert seconds is None or seconds >= 0


@given(st.integers(300, 599), st.binary(max_size=300), effects)
def test_every_refusal_is_one_typed_error(status: int, body: bytes, effect: Effect) -> None:
    error = refusal(Reply(status, body=body, effect=effect))
    assert len(error.message) <= 200
    assert isinstance(error, InDoubt) == (effect is Effect.ONCE and (status >= 500 or status in (408, 425)))


@given(st.binary(max_size=60), effects)
def test_any_body_is_a_value_or_a_typed_error(body: bytes, effect: Effect) -> None:
    def flow() -> Flow[object]:
        return expect((yield Call("POST", URL, effect=effect)))

    talk = converse(flow(), lambda _call: Reply(200, body=body))
    assert talk.error is None or isinstance(talk.error, InDoubt if effect is not Effect.SAFE else ProtocolError)


@given(moments, st.text())
def test_a_tid_is_always_valid(at: datetime, key: str) -> None:
    assert re.fullmatch(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", tid(at, key))


@given(moments, st.timedeltas(timedelta(microseconds=1), timedelta(days=9_000)), st.text())
def test_a_tid_grows_with_time(at: datetime, later: timedelta, key: str) -> None:
    assert tid(at, key) < tid(at + later, key)


def test_a_driver_closes_a_flow_that_is_broken_off() -> None:
    closed = []

    def flow() -> Flow[None]:
        try:
            yield Call("GET", URL)
        finally:
            closed.append(True)

    def broken(_call: Call) -> Reply:
        raise ValueError("a mistake in the sender")

    with pytest.raises(ValueError, match="mistake"):
        run(flow(), broken)
    assert closed == [True]
