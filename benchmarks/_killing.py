"""Workers killed, or stopped, at random instants until all is out, and what came of it.

Each round, a few posts come due and some workers begin at once; most are killed as by `kill -9` after a time drawn at
random from the whole of a worker's life. The next round's workers find what was left, some minutes or hours later by
the clock. Stopped ones go on after others have done their work. In the end workers work in peace, a person settles what
is in doubt, and what the server has is compared with what the outbox says.
"""

import gc
import random
from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from time import perf_counter

from attrs import define, field

from benchmarks._crew import PATIENCE, Shift, shift
from benchmarks._hall import Hall
from benchmarks._queue import OFFICER
from benchmarks._steps import dying_at
from govpr.models import Delivery, DeliveryState
from govpr.models.deliveries import OPEN, TRIED
from govpr.workspace import Workspace

_PER_WORKER = 2
_STEPS = (timedelta(minutes=1), timedelta(minutes=6), timedelta(minutes=45), timedelta(hours=3))
_LEASE_ENDS, _LONG = _STEPS[1], _STEPS[-1]
_SPAN = 0.3
_ROUNDS_IN_PEACE = 5
_DISTURBED = 0.75
"""The share of workers that are disturbed; the others do what was left, so that the queue stays short."""


@define(kw_only=True)
class Told:
    """What came of it.

    Args:
        rounds: Rounds in which workers were killed, or stopped.
        disturbed: How many workers that were.
        empty_handed: How many of them held no post at that instant.
        claimed: Posts that they held, and had not begun to send.
        marked: Posts that they had begun to send as far as they wrote it down, and that the server did not have.
        taken: Posts that the server had, while nothing here said so.
        posts: How many posts there were.
        lost: How many were not out in the end; 0 is right.
        doubled: How many were out more than once; 0 is right.
        receipts: How many are sent, with the receipt that the server gave.
        in_doubt: How many waited for a person in the end, each in the list.
        sound: Whether the audit log holds.
        seconds: How long all of it took.
    """

    rounds: int = 0
    disturbed: int = 0
    empty_handed: int = 0
    claimed: int = 0
    marked: int = 0
    taken: int = 0
    posts: int = 0
    lost: int = 0
    doubled: int = 0
    receipts: int = 0
    in_doubt: int = 0
    sound: bool = False
    seconds: float = 0.0


@define(kw_only=True)
class Trial:
    """A trial.

    Args:
        hall: Where.
        rounds: In how many rounds workers are disturbed.
        workers: How many work at once.
        stop: Whether they are only stopped, for longer than their leases.
        sweep: 0, or how many steps lie between those at which single workers are killed, one after the other, until
            one has done its work.
        chance: What instants are drawn from.
        told: What came of it so far.
    """

    hall: Hall
    rounds: int
    workers: int
    stop: bool = False
    sweep: int = 0
    chance: random.Random = field(factory=lambda: random.Random(0))
    told: Told = field(factory=Told)
    _seen: set[tuple[str, int]] = field(factory=set)
    _span: float = _SPAN
    _holding: int = 0

    def run(self) -> Told:
        """Do all of it."""
        began = perf_counter()
        gc.freeze()  # workers are forked from here: what they do not touch is not copied
        self.hall.found()
        for many in (False, True) if self.sweep else ():
            self._sweep(many=many)
        while self.told.rounds < self.rounds and not self.sweep:
            self._queue(_PER_WORKER * self.workers)
            self._round()
            self._pass_by(self.chance.choice(_STEPS))
        self._in_peace()
        self.told.seconds = round(perf_counter() - began, 1)
        return self.told

    def _queue(self, count: int) -> None:
        with self.hall.open() as workspace:
            self.hall.queue(workspace, count)

    def _sweep(self, *, many: bool) -> None:
        """Kill workers at one step after the other; between them, one works in peace."""
        for step in count(1 + self.chance.randrange(self.sweep), self.sweep):
            self._queue(1)
            done = shift(self.hall, [PATIENCE], begun=dying_at(step), many=many)
            if not done.disturbed:
                return
            self._count(done, self._look())
            self._pass_by(_LEASE_ENDS)
            shift(self.hall, [PATIENCE])

    def _count(self, done: Shift, holding: int) -> None:
        self.told.rounds += done.disturbed > 0
        self.told.disturbed += done.disturbed
        self.told.empty_handed += done.disturbed - holding

    def _pass_by(self, time: timedelta) -> None:
        self.hall.clock.value += time.total_seconds()

    def _round(self) -> None:
        spared = [self.chance.random() >= _DISTURBED for _ in range(self.workers)]
        waits = [PATIENCE if one else self.chance.uniform(0.0, self._span) for one in spared]
        self._holding = 0
        done = shift(self.hall, waits, self._meanwhile if self.stop else None)
        self._span = max(done.took, default=self._span)
        self._count(done, self._holding if self.stop else self._look())

    def _meanwhile(self) -> None:
        """Others work while some are stopped, until after their leases."""
        self._holding = self._look()
        self._pass_by(_LEASE_ENDS)
        shift(self.hall, [PATIENCE])

    def _look(self) -> int:
        """What those who were disturbed held, and how many of them held something."""
        with self.hall.open() as workspace:
            sending = [one for one in workspace.deliveries(DeliveryState.SENDING) if self._is_new(one)]
        taken = self.hall.taken(newest=True) if sending else {}
        for delivery in sending:
            there, begun = bool(self.hall.ids(delivery, taken)), _is_begun(delivery)
            self.told.taken += there
            self.told.marked += begun and not there
            self.told.claimed += not begun and not there
        return len({delivery.worker for delivery in sending})

    def _is_new(self, delivery: Delivery) -> bool:
        known = (delivery.post, delivery.attempts) in self._seen
        self._seen.add((delivery.post, delivery.attempts))
        return not known

    def _in_peace(self) -> None:
        """Work until nothing is left but what a person has to see; then be that person, and compare."""
        for _ in range(_ROUNDS_IN_PEACE):
            self._pass_by(_LONG)
            shift(self.hall, [PATIENCE])
        with self.hall.open() as workspace:
            self.told.in_doubt = len(workspace.deliveries(DeliveryState.IN_DOUBT))
        while self._looked():
            shift(self.hall, [PATIENCE])
        with self.hall.open() as workspace:
            self._compare(workspace, self.hall.taken())

    def _looked(self) -> bool:
        """What a person does: look on the platform, and say what is there."""
        with self.hall.open() as workspace:
            doubtful, taken = workspace.deliveries(DeliveryState.IN_DOUBT), self.hall.taken()
            for delivery in doubtful:
                ids = self.hall.ids(delivery, taken)
                workspace.resolve(delivery.post, published=bool(ids), by=OFFICER, url=ids[0] if ids else "")
        return bool(doubtful)

    def _compare(self, workspace: Workspace, taken: Mapping[str, list[str]]) -> None:
        deliveries = workspace.deliveries()
        self.told.posts = len(self.hall.texts)
        assert {delivery.post for delivery in deliveries} == set(self.hall.texts)
        for delivery in deliveries:
            ids = self.hall.ids(delivery, taken)
            self.told.lost += not ids
            self.told.doubled += len(ids) > 1
            self.told.receipts += _is_told(delivery, ids)
        self.told.sound = workspace.verify() is None


def _is_begun(delivery: Delivery) -> bool:
    return any(name.startswith((OPEN, TRIED)) and value for name, value in delivery.handles.items())


def _is_told(delivery: Delivery, ids: list[str]) -> bool:
    return delivery.state is DeliveryState.SENT and delivery.receipt is not None and [delivery.receipt.id] == ids
