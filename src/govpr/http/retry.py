"""When a call is made again at once, and when it is left to the outbox.

Both clients share the decision; tenacity carries the waiting.
"""

import random
from collections.abc import Callable
from typing import Any

from attrs import field, frozen
from tenacity import RetryCallState

from govpr.errors import DeliveryError, Throttled, Unreachable
from govpr.http.calls import Call, Effect, Reply
from govpr.http.replies import refusal

_TOO_MANY = 429


@frozen(kw_only=True)
class Policy:
    """How patient a client is before it hands a call back to the outbox.

    Args:
        attempts: How often a call is made at most, the first time included.
        base: Seconds of the first wait; each next one may be twice as long.
        longest: The longest wait of its own, in seconds.
        patience: The longest wait that a service may ask for, in seconds; what is longer is the outbox's.
        random: Gives a number from 0 to 1, so that many clients do not come back at once.
    """

    attempts: int = 4
    base: float = 0.5
    longest: float = 8.0
    patience: float = 10.0
    random: Callable[[], float] = field(default=random.random, eq=False, repr=False)


def wait(call: Call, error: DeliveryError, attempt: int, policy: Policy) -> float | None:
    """Seconds until the call is made again, or None if it is not.

    A call with the effect `ONCE` is never made again. Waits grow exponentially with full jitter (Brooker, "Exponential
    backoff and jitter", 2015).

    Args:
        call: What was asked.
        error: What became of it.
        attempt: How often it was made, from 1.
        policy: How patient to be.

    Example:
        >>> calm = Policy(random=lambda: 1.0)
        >>> [wait(Call("GET", "https://a.example"), Unreachable("no answer"), n, calm) for n in (1, 2, 3, 4)]
        [0.5, 1.0, 2.0, None]
    """
    if call.effect is Effect.ONCE or attempt >= policy.attempts:
        return None
    if error.after is not None and isinstance(error, Throttled | Unreachable):
        return error.after if error.after <= policy.patience else None
    if not isinstance(error, Unreachable):
        return None
    ceiling = min(policy.longest, policy.base * 2.0 ** (attempt - 1))
    return ceiling * policy.random()


def plan(call: Call, policy: Policy) -> dict[str, Any]:
    """The policy as arguments for tenacity's `Retrying` and `AsyncRetrying`.

    Args:
        call: The call that is tried.
        policy: How patient to be.
    """
    arrived = False

    def seconds(state: RetryCallState) -> float | None:
        nonlocal arrived
        error = _trouble(state)
        if isinstance(error, Unreachable):  # what an earlier try sent may have arrived, whatever becomes of the last
            arrived = arrived or not error.unsent
            error.unsent = not arrived
        return None if error is None else wait(call, error, state.attempt_number, policy)

    return {
        "retry": lambda state: seconds(state) is not None,
        "wait": lambda state: seconds(state) or 0.0,
        "reraise": True,
    }


def _trouble(state: RetryCallState) -> DeliveryError | None:
    outcome = state.outcome
    if outcome is None:
        return None
    error = outcome.exception()
    if error is not None:
        return error if isinstance(error, DeliveryError) else None
    reply: Reply = outcome.result()
    # Other statuses are for the flow to judge.
    return refusal(reply) if reply.status >= 500 or reply.status == _TOO_MANY else None  # noqa: PLR2004
