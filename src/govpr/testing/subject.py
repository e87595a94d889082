"""What the contract is applied to."""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from govpr.http.calls import Flow
from govpr.http.sessions import Tokens
from govpr.models import Account, Media, Receipt
from govpr.platforms.protocol import (
    Adapts,
    Edits,
    Finds,
    Inspects,
    Measures,
    Outgoing,
    Platform,
    Revokes,
    SignsIn,
    Stages,
    Uploads,
)
from govpr.testing.conversations import NOON, Conversation, converse
from govpr.testing.servers import Routes, scripted

PART = Outgoing(post="post-0123456789abcdef", key="0123456789abcdef" * 2, text="Siaga banjir: 3 posko dibuka", at=NOON)
PICTURE = Media(file="posko.png", alt="Peta tiga posko", type="image/png", digest="ab" * 32, size=3)
TOKENS = Tokens(access="akses-lama", refresh="pembaruan-lama")


@frozen
class Check:
    """One clause of the contract; calling it raises `AssertionError` where the clause is broken.

    Args:
        name: The clause in a few words, for a test's id.
        run: Looks.
    """

    name: str
    run: Callable[[], None] = field(repr=False)

    def __call__(self) -> None:
        """Look at it now."""
        self.run()

    def __str__(self) -> str:
        return self.name


@frozen(kw_only=True)
class Subject:
    """A platform with all that is needed to talk with it.

    Args:
        platform: The adapter.
        account: For whom it speaks.
        routes: What its service answers when all is well.
        absent: Answers that differ when the part is not there, for `find`.
        present: Answers that differ when it is there, where `find` asks what `publish` asks as well.
        part: What is published.
        media: What is uploaded.
    """

    platform: Platform
    account: Account
    routes: Routes
    absent: Routes = field(factory=dict)
    present: Routes = field(factory=dict)
    part: Outgoing = PART
    media: Media = PICTURE

    def talk(self, flow: Flow[Any]) -> Conversation:
        """A conversation in which all is well."""
        return converse(flow, scripted(self.routes))

    def ready(self) -> Outgoing:
        """The part, prepared where the platform prepares parts before it publishes them."""
        if not isinstance(self.platform, Stages):
            return self.part
        talk = self.talk(self.platform.stage(self.part, self.account))
        if isinstance(talk.result, str) and talk.result:
            return evolve(self.part, staged=talk.result)
        raise AssertionError(f"stage gives no handle when all is well: {talk.error or talk.result!r}")

    def receipt(self) -> Receipt:
        """What publishing gives."""
        talk = self.talk(self.platform.publish(self.ready(), self.account))
        if isinstance(talk.result, Receipt):
            return talk.result
        raise AssertionError(f"publish gives no receipt when all is well: {talk.error or talk.result!r}")

    def flows(self) -> Mapping[str, Callable[[], Flow[Any]]]:
        """Every conversation that the platform knows, by name."""
        one, account = self.platform, self.account
        flows: dict[str, Callable[[], Flow[Any]]] = {"publish": lambda: one.publish(self.ready(), account)}
        if isinstance(one, Stages):
            flows["stage"] = lambda: one.stage(self.part, account)
        if isinstance(one, Uploads):
            flows["upload"] = lambda: one.upload(self.media, account)
        if isinstance(one, Finds):
            flows["find"] = lambda: one.find(self.ready(), account)
        if isinstance(one, Revokes):
            flows["revoke"] = lambda: one.revoke(self.receipt(), account)
        if isinstance(one, Edits):
            flows["edit"] = lambda: one.edit(self.receipt(), self.part, account)
        if isinstance(one, Inspects):
            flows["inspect"] = lambda: one.inspect(account)
        if isinstance(one, Adapts):
            flows["limits"] = lambda: one.limits(account)
        if isinstance(one, Measures):
            flows["metrics"] = lambda: one.metrics(self.receipt(), self.part.post, NOON, account)
        if isinstance(one, SignsIn):
            flows["sign_in"] = lambda: one.sign_in(account)
            flows["renew"] = lambda: one.renew(account, TOKENS)
        return flows


def require(holds: object, message: str) -> None:
    """Raise `AssertionError` unless something holds.

    Args:
        holds: What must be true.
        message: What is said otherwise.
    """
    if not holds:
        raise AssertionError(message)
