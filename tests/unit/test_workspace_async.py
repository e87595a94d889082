"""The asynchronous workspace: the same work, many conversations at once."""

from pathlib import Path

import pytest
from tests.little_server import little_server
from tests.office import AGENCY, CAMPAIGN, Office

from govpr.http.async_client import AsyncClient
from govpr.models import DeliveryState
from govpr.workspace import AsyncWorkspace

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_the_whole_way_awaited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANAL", "rahasia-sekali")
    office = Office(tmp_path)
    with little_server() as server:
        accounts = "".join(
            f'\n[[accounts]]\nid = "kanal{n}"\nplatform = "mastodon"\nhandle = "kanal{n}"\nagency = "kemenag-contoh"\n'
            f'server = "{server.url}"\ncredential = "env:KANAL"\n'
            for n in range(3)
        )
        office.found(agency=AGENCY + accounts).close()
        office.go_live()
        client = AsyncClient(clock=office.clock)
        async with await AsyncWorkspace.open(tmp_path / "kantor", clock=office.clock, client=client) as ws:
            text = CAMPAIGN.replace('["situs"]', '["situs", "kanal0", "kanal1", "kanal2"]')
            campaign = await ws.campaigns.load(office.write("campaign.toml", text))
            plan = await ws.plan(campaign)
            assert len((await ws.approve(plan, by="ketua")).posts) == 6
            outcome = await ws.deliver()
            assert (len(outcome.sent), len(outcome.handed_over)) == (4, 2)
            assert (await ws.deliver()).sent == ()
            assert await ws.measure() == 3
            assert await ws.verify() is None
            assert (await ws.status()).deliveries == {DeliveryState.SENT: 4, DeliveryState.HANDED_OVER: 2}
        assert len(server.statuses) == 3
