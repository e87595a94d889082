"""A platform of the tests' own, whose calls go nowhere but to what answers them."""

from attrs import frozen

from govpr.content.rules import Length, Rules
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.models import Account, Receipt
from govpr.platforms.protocol import Outgoing


class Killed(BaseException):
    """The process ends here: nothing after it runs."""


@frozen
class Simulated:
    """A platform whose publishing is keyed, or not."""

    effect: Effect
    name = "simulated"
    hosts = frozenset[str]()
    rules = Rules(text=Length(limit=500), parts=9)

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        yield Call("POST", "sim://x", Json({"key": part.key, "text": part.text}), effect=self.effect)
        return Receipt(id=part.key)


@frozen
class Looking(Simulated):
    """One that can also look what is there."""

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        reply = yield Call("GET", "sim://x", Json({"key": part.key, "text": part.text}))
        return Receipt(id=part.key) if reply.status == 200 else None
