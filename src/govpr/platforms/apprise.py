"""Internal alerts through Apprise and its many services: mail groups, pagers, chat rooms of the press office.

Not for the public: Apprise says only whether it worked, so nothing can be found, edited, deleted or measured, and a
lost answer waits for a person. Its calls have the scheme `apprise:`; `govpr.lines.AppriseLine` makes them.
"""

from attrs import frozen

from govpr.content.rules import Length, Rules
from govpr.errors import InDoubt
from govpr.http.calls import Call, Effect, Flow, Json, Secret
from govpr.http.replies import expect
from govpr.models import Account, Receipt
from govpr.platforms.protocol import Outgoing


@frozen
class Apprise:
    """Apprise as a platform; the credential is an Apprise address, as `env:PRESS_ROOM`.

    Example:
        >>> Apprise().rules.identical
        False
    """

    name = "apprise"
    hosts = frozenset[str]()
    schemes = frozenset({"apprise"})
    rules = Rules(
        text=Length(limit=10_000),
        title=250,
        identical=False,
        source="each service cuts at its own length: https://appriseit.com",
    )

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send one alert."""
        body = Json({"address": Secret("key"), "title": part.title, "text": part.text})
        reply = yield Call("POST", f"apprise://{account.id}/alerts", body, effect=Effect.ONCE)
        if expect(reply, 200) != {"sent": True}:
            raise InDoubt("Apprise does not say that it was sent", where=self.name)
        return Receipt(id=part.key, at=reply.at or part.at, note="Apprise says that it was sent, and no more")
