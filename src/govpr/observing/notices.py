"""Notices to addresses of one's own: what is told of a delivery, when it is sent again, and when it is given up.

They are signed and repeated as Standard Webhooks 1.0.0 says (https://www.standardwebhooks.com): a repeat has the same
`webhook-id`, by which a receiver knows it. None holds a text, or anything about a person.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from attrs import evolve

from govpr.errors import DeliveryError
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.credentials import resolve
from govpr.http.replies import refusal
from govpr.http.sessions import Session
from govpr.identifiers import stable_id
from govpr.platforms._standard_webhooks import ID, sealed
from govpr.settings.hooks import HookEvent, HookSettings
from govpr.storage.notices import HookState, Notice

ACTIONS: Mapping[str, HookEvent] = {
    "delivery.published": HookEvent.DELIVERED,
    "delivery.refused": HookEvent.REFUSED,
    "delivery.lost": HookEvent.IN_DOUBT,
    "delivery.failed": HookEvent.FAILED,
}
"""What each action of the audit log tells a hook of."""

PATIENCE = 10.0
"""Seconds in which a receiver must have answered."""

WAITS = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
"""Seconds between the tries, as Standard Webhooks recommends them ("Retry schedule"): three and a half days in all."""

_REST, _LONGEST_REST = 5, 300
_GONE = 410


def name_of(hook: HookSettings) -> str:
    """What a hook is called where its state is kept: its address may hold a token.

    Args:
        hook: The hook.
    """
    return stable_id("hook", (hook.url,))


def made(hook: HookSettings, entries: Collection[Mapping[str, Any]]) -> Iterator[Notice]:
    """The notices that a hook wants of some entries of the audit log.

    Args:
        hook: The hook.
        entries: Entries with what is known of their deliveries.
    """
    for entry in entries:
        event = ACTIONS[entry["action"]]
        if event in hook.events:
            yield Notice(hook=name_of(hook), seq=entry["seq"], event=event.value, data=_data(entry))


def _data(entry: Mapping[str, Any]) -> dict[str, Any]:
    receipt = entry["receipt"] or {}
    data = {
        "post": entry["subject"],
        "campaign": entry["campaign"],
        "platform": entry["platform"],
        "account": entry["account"],
        "attempts": entry["detail"].get("attempts"),
        "receipt": receipt.get("id"),
        "url": receipt.get("url"),
        "at": entry["at"].isoformat(),
    }
    return {name: value for name, value in data.items() if value not in (None, "")}


def told(notice: Notice, hook: HookSettings) -> Flow[None]:
    """Send one notice. Nothing is made again at once: what fails comes back after its wait, with the same id.

    Args:
        notice: The notice.
        hook: To whom.

    Raises:
        DeliveryError: It was not taken.
    """
    about = dict(notice.data)
    message = {"type": f"post.{notice.event}", "timestamp": about.pop("at"), "data": about}
    # The time too: a log that was restored from a backup goes on with numbers that were used before.
    headers = {ID: stable_id("msg", (notice.hook, str(notice.seq), about["post"], message["type"], notice.data["at"]))}
    reply = yield Call("POST", hook.url, Json(message), headers, Effect.ONCE, within=PATIENCE)
    if not 200 <= reply.status < 300:  # noqa: PLR2004
        raise refusal(reply)


def session(hook: HookSettings) -> Session:
    """What signs a hook's calls.

    Args:
        hook: The hook.
    """
    return Session(partial(resolve, hook.secret), name=hook.host, seal=sealed)


def later(notice: Notice, error: DeliveryError, now: datetime, jitter: float) -> datetime | None:
    """When a notice is sent again; None when it is given up.

    Args:
        notice: The notice.
        error: Why it was not taken; a receiver that says 410 wants no more.
        now: The moment.
        jitter: A number between 0 and 1: waits are up to a fifth longer, so that many do not come at once.
    """
    if error.status == _GONE or notice.attempts > len(WAITS):
        return None
    wait = max(WAITS[notice.attempts - 1], error.after or 0.0)
    return now + timedelta(seconds=wait * (1 + jitter / 5))


def resting(state: HookState, now: datetime, jitter: float) -> HookState:
    """A hook that did not take a notice: nothing is sent there for a while, the longer the oftener in a row.

    Args:
        state: How it stood.
        now: The moment.
        jitter: A number between 0 and 1.
    """
    wait = min(_LONGEST_REST, _REST * 2 ** min(state.failures, 10))
    return evolve(state, failures=state.failures + 1, rests=now + timedelta(seconds=wait * (1 + jitter / 5)))
