"""Links in posts: counted by campaign and message, checked before they go out, shortened on request."""

import json
from pathlib import Path

import httpx
import pytest
from tests.office import CAMPAIGN, MORNING, Office

from govpr.cli import main
from govpr.http.async_client import AsyncClient
from govpr.http.client import Client
from govpr.models import Sighting
from govpr.workspace import AsyncWorkspace

LINK = "https://contoh.go.id/loket"
TAGGED = f"{LINK}?utm_source=newsroom&utm_medium=social&utm_campaign=layanan&utm_content=buka"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _counted(office: Office, more: str = "") -> None:
    """Switch counting on in the workspace's settings."""
    office.found().close()
    file = office.folder / "kantor" / "govpr.toml"
    file.write_text(f"{file.read_text('utf-8')}\n[links]\nutm = true\n{more}", "utf-8")


def _posted(office: Office, text: str = CAMPAIGN) -> dict[str, str]:
    with office.open() as workspace:
        return {post.account: post.text for post in workspace.plan(office.campaign(workspace, text)).posts}


def test_links_stay_as_they_are_unless_somebody_wants_them_counted(office: Office) -> None:
    office.found().close()
    assert all(LINK in text and "utm" not in text for text in _posted(office).values())


def test_what_is_approved_is_what_goes_out_and_it_names_nobody(office: Office) -> None:
    _counted(office)
    texts = _posted(office)
    assert texts["situs"].endswith(TAGGED)
    with office.open() as workspace:
        plan = workspace.plan("layanan")
        assert plan.changes == ()  # planning again changes nothing
        workspace.approve(plan, by="ketua")
        assert len(workspace.deliver().sent) == 1
    feeds = [path.read_text("utf-8") for path in (office.folder / "kantor").rglob("*.json")]
    assert any(TAGGED in feed for feed in feeds)
    for text in texts.values():
        link = text[text.index("https://contoh") :]
        assert not any(name in link for name in ("ani", "beni", "penulis", "daerah"))


def test_links_elsewhere_and_tagged_ones_stay(office: Office) -> None:
    _counted(office)
    own = '["https://contoh.go.id/a?utm_source=surat", "https://bmkg.go.id/peta", "https://peta.contoh.go.id/b?x=1#c"]'
    text = _posted(office, CAMPAIGN.replace(f'["{LINK}"]', own))["situs"]
    assert "https://contoh.go.id/a?utm_source=surat\n" in text
    assert "https://bmkg.go.id/peta\n" in text
    assert "https://peta.contoh.go.id/b?x=1&utm_source=newsroom" in text
    assert text.endswith("utm_content=buka#c")


def test_other_hosts_can_be_named(office: Office) -> None:
    _counted(office, 'hosts = ["bmkg.go.id"]')
    text = _posted(office, CAMPAIGN.replace(f'["{LINK}"]', f'["{LINK}", "https://bmkg.go.id/peta"]'))["situs"]
    assert f"{LINK}\n" in text
    assert "https://bmkg.go.id/peta?utm_source" in text


def _pages(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/loket":
        return httpx.Response(200, html='<title>Loket</title><meta property="og:image" content="/loket.gif">')
    if request.url.path == "/loket.gif":
        return httpx.Response(200, content=b"GIF89a...", headers={"content-type": "image/gif"})
    return httpx.Response(404)


@pytest.fixture
def browsing(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A workspace in a world of one page."""
    client = lambda **_: Client(transport=httpx.MockTransport(_pages))  # noqa: E731
    office.client = client
    monkeypatch.setattr("govpr.workspace.sync.Client", client)
    office.found().close()
    return office


def test_a_campaigns_links_are_opened(browsing: Office, capsys: pytest.CaptureFixture[str]) -> None:
    text = CAMPAIGN.replace(f'["{LINK}"]', f'["{LINK}", "https://contoh.go.id/pergi", "https://10.1.1.1/a"]')
    good, bad = browsing.write("baik.toml", CAMPAIGN), browsing.write("buruk.toml", text)
    folder = str(browsing.folder / "kantor")
    with browsing.open() as workspace:
        found = workspace.links.check(workspace.campaigns.check(bad), "https://contoh.go.id/pergi")
        assert [(one.code, one.path) for one in found] == [
            ("link.dead", "messages[buka].links"),
            ("link.private", "messages[buka].links"),
        ]
        assert workspace.links.preview(LINK).title == "Loket"
    assert main(["campaign", "check", str(good), "--links", "--workspace", folder]) == 0
    assert "Every link opens." in capsys.readouterr().out
    assert main(["campaign", "check", str(bad), "--links", "--workspace", folder, "--json"]) == 1
    assert {one["code"] for one in json.loads(capsys.readouterr().out)["findings"]} == {"link.dead", "link.private"}
    assert main(["campaign", "check", str(bad), "--workspace", folder]) == 0
    assert main(["link", "check", LINK, "http://contoh.go.id/loket", "--workspace", folder]) == 0
    assert "link.http" in capsys.readouterr().out
    card = browsing.folder / "kartu.gif"
    assert main(["link", "preview", LINK, "--picture", str(card), "--workspace", folder]) == 0
    assert "Loket" in capsys.readouterr().out
    assert card.read_bytes() == b"GIF89a..."


@pytest.mark.anyio
async def test_awaited_it_is_the_same(browsing: Office) -> None:
    client = AsyncClient(transport=httpx.MockTransport(_pages))
    async with await AsyncWorkspace.open(browsing.folder / "kantor", client=client) as workspace:
        found = await workspace.links.check(LINK, "https://contoh.go.id/pergi")
        assert [one.code for one in found] == ["link.dead"]
        seen = await workspace.links.preview(LINK)
        assert seen.title == "Loket"
        assert (await workspace.links.picture(seen.image)).type == "image/gif"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def test_the_same_words_with_other_parameters_are_still_the_same(office: Office) -> None:
    _counted(office)
    _posted(office)
    again = CAMPAIGN.replace('id = "layanan"', 'id = "layanan-lagi"')
    with office.open() as workspace:
        found = workspace.plan(office.campaign(workspace, again)).findings
    assert "text.repeated" in {one.code for one in found}


def test_a_hoax_is_linked_whatever_is_added_to_its_address(office: Office) -> None:
    _counted(office)
    with office.open() as workspace:
        workspace.hoaxes.saw(Sighting(claim="c", at=MORNING, channel="web", url=LINK))
    _posted(office)
    with office.open() as workspace:
        assert "hoax.linked" in {one.code for one in workspace.plan("layanan").findings}
