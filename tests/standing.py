"""An office with two channels, one of which stands by for the other, and services that come and go."""

from pathlib import Path

import httpx
from attrs import define, field, frozen

from govpr.content.rules import Length, Rules
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.client import Client
from govpr.http.replies import expect, required
from govpr.http.retry import Policy
from govpr.models import Account, Receipt
from govpr.platforms.protocol import Outgoing
from tests.office import CAMPAIGN, Office, with_account
from tests.simulated import Killed


def account(name: str, platform: str) -> str:
    """One more official account, for the agency's file."""
    return f'\n[[accounts]]\nid = "{name}"\nplatform = "{platform}"\nhandle = "{name}"\nagency = "kemenag-contoh"\n'


AGENCY = with_account("warta", "kanal") + account("cadangan", "siaran")
RULE = '\n[[campaign.fallbacks]]\ninstead_of = "warta"\nto = "cadangan"\nafter = "30m"\n'
STANDING = CAMPAIGN.replace('units = ["daerah"]\n', "").replace('["situs"]', '["kanal"]') + RULE


@frozen
class Channel:
    """A platform on a host of its own, which drops repeats or not."""

    name: str
    effect: Effect = Effect.KEYED
    rules = Rules(text=Length(limit=500), parts=9)

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset({f"{self.name}.example"})

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        body = Json({"key": part.key, "text": part.text, "account": account.id})
        reply = yield Call("POST", f"https://{self.name}.example/posts", body, effect=self.effect, signed=False)
        return Receipt(id=required(expect(reply), reply, "id"))


@define
class Services:
    """What answers: `weather` says by host what comes next, and what comes when nothing is left there."""

    taken: list[tuple[str, str]] = field(factory=list)
    weather: dict[str, list[str]] = field(factory=dict)
    always: dict[str, str] = field(factory=dict)

    def answer(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host.partition(".")[0]
        steps = self.weather.get(host) or []
        now = steps.pop(0) if steps else self.always.get(host, "fine")
        if now == "refused connection":
            raise httpx.ConnectError(now)
        if now == "401":
            return httpx.Response(401)
        if now == "killed before":
            raise Killed
        if now in {"fine", "lost", "killed after"}:
            key = request.read().decode()
            if (host, key) not in self.taken:
                self.taken.append((host, key))
        if now == "killed after":
            raise Killed
        if now in {"lost", "timeout"}:
            raise httpx.ReadTimeout(now)
        return httpx.Response(200, json={"id": "1"}) if now == "fine" else httpx.Response(int(now))

    def said(self) -> list[str]:
        """Where something was published, in order."""
        return [host for host, _ in self.taken]


def standing_office(folder: Path, services: Services, effect: Effect = Effect.KEYED, *, found: bool = True) -> Office:
    """An office that is live, with `kanal` on `warta`, and `cadangan` on `siaran`; made anew, or there already."""

    def client() -> Client:
        transport = httpx.MockTransport(services.answer)
        return Client(transport=transport, policy=Policy(attempts=1), sleep=lambda _seconds: None)

    platforms = {name: Channel(name, effect) for name in ("warta", "siaran")}
    office = Office(folder, platforms=platforms, client=client)
    if found:
        office.found(AGENCY).close()
        office.go_live()
    return office
