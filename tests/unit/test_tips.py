"""Tips: a person sees exactly what is passed on and confirms that; it is sent once, and nothing of it is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.hoax_sources import desk, wire

from govpr.cli import main
from govpr.errors import InDoubt, InputError, NotAllowed, Rejected
from govpr.hoaxes.databases.protocol import Tip
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.http.client import Client
from govpr.workspace import AsyncWorkspace, Workspace

ON = '\n[databases.mafindo]\nkind = "mafindo"\ncredential = "env:KUNCI"\noptions = { tips = "on" }\n'
TIP = Tip(key="k", text="Bansos Rp600 ribu cair hari ini", name="Budi Contoh", email="budi@example.org", note="Viral")
SAVED = Reply(200, {}, b"Report saved successfully")


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUNCI", "kunci-rahasia")


class Service:
    """MAFINDO's, for tests: it counts what arrives."""

    def __init__(self, *replies: Reply) -> None:
        self.calls: list[str] = []
        self._replies = list(replies)

    def __call__(self, call: Call) -> Reply:
        self.calls.append(call.url)
        return self._replies.pop(0) if self._replies else SAVED


def opened(folder: Path, serve: Callable[[Call], Reply]) -> Workspace:
    return Workspace.open(folder, client=Client(transport=wire(serve), sleep=lambda _seconds: None))


def test_nothing_is_sent_until_exactly_this_is_confirmed(tmp_path: Path) -> None:
    service = Service()
    with opened(desk(tmp_path / "meja", ON), service) as ws:
        shown = ws.tips.preview("mafindo", TIP)
        assert shown.passed.fields["nama"] == "Budi Contoh"
        assert shown.passed.fields["email"] == "budi@example.org"
        assert shown.passed.fields["teks_hoax"] == TIP.text
        assert shown.passed.withheld == ()
        other = Tip(key="k", text=TIP.text, name="Orang Lain", email=TIP.email, note=TIP.note)
        for code in ("", "ABCDE-FGHIJ", ws.tips.preview("mafindo", other).code):
            with pytest.raises(NotAllowed, match="nobody has confirmed"):
                ws.tips.submit("mafindo", TIP, code)
        assert service.calls == []
        ws.tips.submit("mafindo", TIP, shown.code.lower())
    assert len(service.calls) == 1
    assert "kunci-rahasia" not in service.calls[0]


def test_it_is_passed_on_once_and_the_log_knows_nothing_of_it(tmp_path: Path) -> None:
    service = Service()
    folder = desk(tmp_path / "meja", ON)
    with opened(folder, service) as ws:
        code = ws.tips.preview("mafindo", TIP).code
        ws.tips.submit("mafindo", TIP, code)
        with pytest.raises(NotAllowed, match="passed on before"):
            ws.tips.submit("mafindo", TIP, code)
        told = repr(ws.audit())
        assert [entry.action for entry in ws.audit()][-2:] == ["tip.sending", "tip.sent"]
        assert ws.verify() is None
    assert len(service.calls) == 1
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for word in ("Budi Contoh", "budi@example.org", "kunci-rahasia", TIP.text):
        assert word not in told
        assert word.encode() not in kept
        assert word not in repr(TIP)


def test_a_lost_answer_is_not_sent_again_and_a_refusal_may_be(tmp_path: Path) -> None:
    service = Service(Reply(403, {}, b"no"), Reply(200, {}, b"<html>Budi Contoh</html>"))
    with opened(desk(tmp_path / "meja", ON), service) as ws:
        code = ws.tips.preview("mafindo", TIP).code
        with pytest.raises(Exception, match="403"):
            ws.tips.submit("mafindo", TIP, code)
        with pytest.raises(InDoubt) as caught:
            ws.tips.submit("mafindo", TIP, code)
        assert "Budi" not in str(caught.value)
        with pytest.raises(NotAllowed, match="may have been"):
            ws.tips.submit("mafindo", TIP, code)
    assert len(service.calls) == 2


def test_it_is_off_unless_somebody_switched_it_on(tmp_path: Path) -> None:
    off = (
        ON.replace('tips = "on"', 'tips = "off"')
        + '\n[databases.situs]\nkind = "wordpress"\nurl = "https://cek.example"\n'
    )
    with opened(desk(tmp_path / "meja", off), Service()) as ws:
        with pytest.raises(NotAllowed, match="switched off"):
            ws.tips.preview("mafindo", TIP)
        with pytest.raises(InputError, match="takes no tips"):
            ws.tips.preview("situs", TIP)


def test_a_screenshot_is_confirmed_as_it_is(tmp_path: Path) -> None:
    picture = tmp_path / "layar.png"
    picture.write_bytes(b"satu")
    tip = Tip(key="k", text=TIP.text, name=TIP.name, pictures=(str(picture),))
    with opened(desk(tmp_path / "meja", ON), Service()) as ws:
        code = ws.tips.preview("mafindo", tip).code
        picture.write_bytes(b"dua")
        with pytest.raises(NotAllowed):
            ws.tips.submit("mafindo", tip, code)
        with pytest.raises(InputError, match="cannot be read"):
            ws.tips.preview("mafindo", Tip(key="k", text="a", name="b", pictures=(str(tmp_path / "tiada.png"),)))
        with pytest.raises(Rejected, match="two screenshots"):
            ws.tips.preview("mafindo", Tip(key="k", text="a", name="b", pictures=("1", "2", "3")))


def test_what_a_service_has_no_place_for_is_named(tmp_path: Path) -> None:
    cofacts = '\n[databases.cofacts]\nkind = "cofacts"\ncredential = "env:KUNCI"\noptions = { tips = "on" }\n'
    with opened(desk(tmp_path / "meja", cofacts), Service()) as ws:
        shown = ws.tips.preview("cofacts", TIP)
    assert shown.passed.withheld == ("name", "email")
    assert shown.passed.fields == {"text": TIP.text, "reference.type": "LINE", "reason": "Viral"}


@pytest.mark.anyio
async def test_awaited_it_is_the_same(tmp_path: Path) -> None:
    service = Service()
    folder = desk(tmp_path / "meja", ON)
    client = AsyncClient(transport=wire(service))
    async with await AsyncWorkspace.open(folder, client=client) as ws:
        shown = await ws.tips.preview("mafindo", TIP)
        with pytest.raises(NotAllowed):
            await ws.tips.submit("mafindo", TIP, "ABCDE-FGHIJ")
        await ws.tips.submit("mafindo", TIP, shown.code)
        with pytest.raises(NotAllowed):
            await ws.tips.submit("mafindo", TIP, shown.code)
    assert len(service.calls) == 1


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def test_the_command_shows_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = desk(tmp_path / "meja", ON)
    command = ["hoax", "tip", "mafindo", "--text", TIP.text, "--name", TIP.name, "--workspace", str(folder)]
    assert main(command) == 1
    shown = capsys.readouterr().out
    assert "Nothing was sent" in shown
    assert "Budi Contoh" in shown
    assert main([*command, "--confirm", "ABCDE-FGHIJ"]) == 3
    assert "nobody has confirmed" in capsys.readouterr().err
