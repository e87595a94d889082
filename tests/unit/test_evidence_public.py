"""The Internet Archive's Save Page Now: what is asked of it, and what its answers mean."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest

from govpr import AsyncWorkspace, Workspace
from govpr.errors import DeliveryError, Misconfigured, Rejected, Throttled, Unauthorized, Unreachable
from govpr.hoaxes.evidence import wayback
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Effect
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.testing.conversations import converse
from govpr.testing.servers import answer

URL = "https://bps.example.go.id/statistik?tahun=2026"
COPY = f"https://web.archive.org/web/20261103020000/{URL}"
DONE = {"status": "success", "timestamp": "20261103020000", "original_url": URL}
KEYS = "kunci-akses:rahasia-sekali"


class Archive:
    """Takes a job, is busy with it for a while, then says how it ended."""

    def __init__(self, *states: dict[str, str], first: dict[str, str] | None = None) -> None:
        self.states, self.first = list(states), first or {"url": URL, "job_id": "spn2-1"}
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if request.headers.get("authorization") != f"LOW {KEYS}":
            return httpx.Response(401, json={"message": f"no such keys: {request.headers.get('authorization')}"})
        return httpx.Response(200, json=self.first if request.method == "POST" else self.states.pop(0))


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.setenv("ARSIP", KEYS)
    Workspace.init(tmp_path).close()
    waited: list[float] = []

    def go(archive: Archive, url: str = URL) -> str:
        client = Client(transport=httpx.MockTransport(archive), policy=Policy(attempts=1), sleep=waited.append)
        with Workspace.open(tmp_path, client=client) as workspace:
            return workspace.evidence.publish(url, credential="env:ARSIP")

    return go


def test_a_page_is_handed_over_and_waited_for(publish: Callable[..., str]) -> None:
    archive = Archive({"status": "pending"}, {"status": "pending"}, DONE)
    assert publish(archive) == COPY
    assert [str(request.url).partition("/save")[2] for request in archive.asked] == ["", *["/status/spn2-1"] * 3]
    assert parse_qs(archive.asked[0].content.decode())["if_not_archived_within"] == ["1d"]
    assert parse_qs(archive.asked[0].content.decode())["url"] == [URL]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("error:user-session-limit", Throttled),
        ("error:too-many-daily-captures", Throttled),
        ("error:not-found", Rejected),
        ("error:unauthorized", Rejected),  # the page wants a password; our keys were taken
        ("", Rejected),
    ],
)
def test_refusals_say_whether_to_ask_again(publish: Callable[..., str], code: str, kind: type[DeliveryError]) -> None:
    refusal = {"status": "error", "status_ext": code, "message": "The page\ncannot be   had."}
    for archive in (Archive(refusal), Archive(first=refusal)):
        with pytest.raises(kind, match="The page cannot be had") as caught:
            publish(archive)
        assert caught.value.code == code


def test_a_job_without_an_end_is_given_up(publish: Callable[..., str]) -> None:
    with pytest.raises(Unreachable, match="not finished in time"):
        publish(Archive(*[{"status": "pending"}] * 60))


def test_wrong_keys_are_not_repeated(publish: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARSIP", "salah:rahasia-lain")
    with pytest.raises(Unauthorized) as caught:
        publish(Archive(DONE))
    assert "rahasia-lain" not in str(caught.value)


def test_no_private_address_is_handed_over(publish: Callable[..., str]) -> None:
    archive = Archive(DONE)
    with pytest.raises(Misconfigured, match="no public address"):
        publish(archive, "https://intranet.kominfo.internal/")
    assert archive.asked == []


def test_awaited_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARSIP", KEYS)

    async def sleep(_seconds: float) -> None: ...

    async def work() -> str:
        Workspace.init(tmp_path).close()
        client = AsyncClient(transport=httpx.MockTransport(Archive(DONE)), sleep=sleep)
        async with await AsyncWorkspace.open(tmp_path, client=client) as workspace:
            return await workspace.evidence.publish(URL, credential="env:ARSIP")

    assert asyncio.run(work()) == COPY


def test_asking_twice_is_harmless_and_stays_on_its_host() -> None:
    talk = converse(wayback.save(URL), lambda call: answer({"job_id": "a/b"} if call.method == "POST" else DONE))
    assert talk.result == COPY
    assert [call.effect for call in talk.effects] == [Effect.KEYED]
    assert talk.calls[1].url == "https://web.archive.org/save/status/a%2Fb"
    assert talk.calls[1].after > 0
