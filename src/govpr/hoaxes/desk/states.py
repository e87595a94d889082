"""The life of a case, as pure functions: `apply` says what an event makes of it.

    open ──assigned──► assigned ──drafted──► drafted ──released──► answering ──answered──► clarified
      │                   │                     │                   │  ▲  ▲                  │  │
      │                   │                     │         corrected │  │  └──reported again──┘  │ corrected
      └──────closed───────┴───────closed────────┤                   ▼  │ released               │
                                                ▼                  correcting ◄────────────────┘
                                         not-clarified ──reopened, reported again──► open

    drafted:    open, assigned, drafted ──► drafted
    assigned:   open, assigned ──► assigned       given back: assigned ──► open
    corrected:  drafted (some of it may be out), correcting ──► correcting
    merged:     open, assigned, not-clarified ──► merged
    split:      every state but merged stays as it is, with fewer reports

Three rules hold on every path. A case that is not clarified says why. What was answered once is corrected, never taken
back in silence: from `answering` on, the only ways lead to `clarified` and, with a new version, to `correcting`. A
merged case is at its end.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from attrs import evolve, frozen

from govpr.models import Case, CaseState, CaseStep, Reason


class CaseEvent(StrEnum):
    """What happened to a case."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    GIVEN_BACK = "given-back"
    DRAFTED = "drafted"
    RELEASED = "released"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    CLOSED = "closed"
    REOPENED = "reopened"
    REPORTED_AGAIN = "reported-again"
    MERGED = "merged"
    SPLIT = "split"


_S = CaseState
_WAITING = (_S.OPEN, _S.ASSIGNED)
TRANSITIONS: Mapping[CaseEvent, Mapping[CaseState, CaseState]] = {
    CaseEvent.OPENED: {},
    CaseEvent.ASSIGNED: dict.fromkeys(_WAITING, _S.ASSIGNED),
    CaseEvent.GIVEN_BACK: {_S.ASSIGNED: _S.OPEN},
    CaseEvent.DRAFTED: dict.fromkeys((*_WAITING, _S.DRAFTED), _S.DRAFTED),
    CaseEvent.RELEASED: {_S.DRAFTED: _S.ANSWERING, _S.CORRECTING: _S.ANSWERING},
    CaseEvent.ANSWERED: {_S.ANSWERING: _S.CLARIFIED},
    CaseEvent.CORRECTED: dict.fromkeys((_S.DRAFTED, _S.CORRECTING, _S.ANSWERING, _S.CLARIFIED), _S.CORRECTING),
    CaseEvent.CLOSED: dict.fromkeys((*_WAITING, _S.DRAFTED), _S.NOT_CLARIFIED),
    CaseEvent.REOPENED: {_S.NOT_CLARIFIED: _S.OPEN},
    CaseEvent.REPORTED_AGAIN: {_S.NOT_CLARIFIED: _S.OPEN, _S.CLARIFIED: _S.ANSWERING},
    CaseEvent.MERGED: dict.fromkeys((*_WAITING, _S.NOT_CLARIFIED), _S.MERGED),
    CaseEvent.SPLIT: {state: state for state in _S if state is not _S.MERGED},
}
"""Which event leads from which state to which; what is not here cannot happen."""

PASSING = frozenset({Reason.TOO_LITTLE, Reason.INCOMPLETE, Reason.BELOW_REACH})
"""Reasons that one more report may do away with."""


class ImpossibleStep(ValueError):
    """An event that cannot follow in this state; a caller that takes orders from people checks with `can` first."""


@frozen(kw_only=True)
class Order:
    """What comes with an event.

    Args:
        at: When.
        by: Who: an officer's id, or `govpr`.
        reason: Why it is not clarified, for `CLOSED`.
        note: What that person adds.
        officer: Who is to work on it, for `ASSIGNED`.
        into: The case that it is merged into, for `MERGED`.
    """

    at: datetime
    by: str
    reason: Reason | None = None
    note: str = ""
    officer: str | None = None
    into: str | None = None


def can(case: Case, event: CaseEvent) -> bool:
    """Whether an event may follow in the state that a case is in."""
    return case.state in TRANSITIONS[event]


def apply(case: Case, event: CaseEvent, order: Order) -> tuple[Case, CaseStep]:
    """The case after an event, and the step to be kept.

    Args:
        case: The case before.
        event: What happened.
        order: What comes with it.

    Raises:
        ImpossibleStep: The event cannot follow in this state, or lacks what it needs.
    """
    if not can(case, event):
        raise ImpossibleStep(f"{event} cannot happen to a case that is {case.state}")
    _complete(case, event, order)
    state = TRANSITIONS[event][case.state]
    after = evolve(
        case,
        state=state,
        officer=_officer(case, event, order),
        reason=(order.reason or case.reason) if state is _S.NOT_CLARIFIED else None,
        into=order.into if state is _S.MERGED else None,
        note=order.note,
    )
    return after, step(after, event, order)


def step(case: Case, event: CaseEvent, order: Order) -> CaseStep:
    """A step as it is kept."""
    return CaseStep(
        case=case.id, event=event.value, state=case.state, at=order.at, by=order.by, reason=case.reason, note=order.note
    )


def returns(case: Case) -> bool:
    """Whether one more report brings a case back that was not clarified."""
    return case.state is CaseState.NOT_CLARIFIED and case.reason in PASSING


def _complete(case: Case, event: CaseEvent, order: Order) -> None:
    needed = {CaseEvent.CLOSED: order.reason, CaseEvent.ASSIGNED: order.officer, CaseEvent.MERGED: order.into}
    if event in needed and not needed[event]:
        raise ImpossibleStep(f"{event} says neither why nor whom")
    if order.into == case.id:
        raise ImpossibleStep("a case cannot be merged into itself")


def _officer(case: Case, event: CaseEvent, order: Order) -> str | None:
    if event is CaseEvent.ASSIGNED:
        return order.officer
    return None if event in {CaseEvent.GIVEN_BACK, CaseEvent.REOPENED} else case.officer
