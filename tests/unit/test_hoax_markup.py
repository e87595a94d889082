"""Clarifications as markup elsewhere: shown first, written once, replaced by corrections, taken back; nobody else's."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from attrs import define, field
from tests.desk import SOURCE, Published, approve, office_with_desk, published
from tests.google_discovery import check_request
from tests.office import Office

from govpr.cli import main
from govpr.errors import InputError, NotAllowed, NotFound
from govpr.hoaxes.desk.drafting import Draft
from govpr.hoaxes.markup import MarkupStep
from govpr.http.async_client import AsyncClient
from govpr.http.client import Client
from govpr.workspace import AsyncWorkspace, Workspace

ON = '\n[databases.google]\nkind = "google"\ncredential = "env:KUNCI"\noptions = { markup = "env:TOKEN" }\n'
OTHER = {"name": "pages/lain", "pageUrl": "https://example.go.id/lain", "versionId": "9", "claimReviewMarkups": []}


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUNCI", "kunci-rahasia")
    monkeypatch.setenv("TOKEN", "token-pemilik")


@define
class Google:
    """The service's resource `pages`: what it holds, and what it was asked."""

    held: dict[str, dict[str, Any]] = field(factory=lambda: {"pages/lain": dict(OTHER)})
    calls: list[str] = field(factory=list)
    signed: set[str | None] = field(factory=set)
    lose: int = 0
    """How many answers to writing are lost."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(f"{request.method} {request.url.path}")
        check_request(request.method, str(request.url), json.loads(request.content) if request.content else None)
        self.signed.add(request.headers.get("authorization"))
        assert "x-goog-api-key" not in request.headers
        if request.method == "GET":
            assert request.url.params["organization"] == "example.go.id"
            return httpx.Response(200, json={"claimReviewMarkupPages": list(self.held.values())})
        name = unquote(request.url.path.partition("/v1alpha1/")[2])
        if request.method == "DELETE":
            self.held.pop(name)
            return httpx.Response(200, json={})
        body = json.loads(request.content)
        name = name if request.method == "PUT" else f"pages/{len(self.held)}"
        self.held[name] = {**body, "name": name, "versionId": f"v{len(self.calls)}"}
        if self.lose:
            self.lose -= 1
            return httpx.Response(502)
        return httpx.Response(200, json=self.held[name])

    @property
    def ours(self) -> list[tuple[str, str]]:
        """The pages besides the other department's: address and conclusion."""
        pages = [page for name, page in self.held.items() if name != "pages/lain"]
        return [(one["pageUrl"], one["claimReviewMarkups"][0]["rating"]["ratingExplanation"]) for one in pages]


class Ministry:
    """A workspace whose clarification is out, and Google."""

    def __init__(self, folder: Path, settings: str = ON) -> None:
        self.office: Office = office_with_desk(folder)
        self.folder, self.google = folder / "kantor", Google()
        with (self.folder / "govpr.toml").open("a", encoding="utf-8") as file:
            file.write(settings)
        with self.open() as ws:
            self.out: Published = published(ws, self.office)

    def client(self) -> Client:
        return Client(transport=httpx.MockTransport(self.google), sleep=lambda _seconds: None)

    def open(self) -> Workspace:
        return Workspace.open(self.folder, clock=self.office.clock, client=self.client())

    def correct(self) -> str:
        """A correction that is delivered; gives its page."""
        self.office.clock.pass_by(minutes=5)
        with self.open() as ws:
            done = ws.desk.correct(
                self.out.case,
                Draft(conclusion="Tautan itu penipuan.", sources=[SOURCE]),
                by="penulis",
                note="Angka salah",
            )
            assert done.campaign is not None
            approve(ws, done.campaign.id)
            (sent,) = ws.deliver().sent
        assert sent.receipt is not None
        return sent.receipt.url


@pytest.fixture
def ministry(tmp_path: Path) -> Ministry:
    return Ministry(tmp_path)


def test_what_would_be_done_is_shown_and_nothing_is_written(ministry: Ministry) -> None:
    with ministry.open() as ws:
        (change,) = ws.databases.markup.changes("google")
    assert (change.step, change.url, change.case) == (MarkupStep.PUBLISH, ministry.out.url, ministry.out.case)
    assert ministry.google.calls == ["GET /v1alpha1/pages"]


def test_the_clarification_is_on_its_page_once_with_the_agency_as_author(ministry: Ministry) -> None:
    with ministry.open() as ws:
        assert [one.problem for one in ws.databases.markup.publish("google")] == [""]
        (again,) = ws.databases.markup.publish("google")
        assert again.change.step is MarkupStep.KEEP
        assert [entry.action for entry in ws.audit()][-2:] == ["markup.sending", "markup.sent"]
        assert "token-pemilik" not in repr(ws.audit())
    (page,) = (page for name, page in ministry.google.held.items() if name != "pages/lain")
    assert page["claimReviewAuthor"] == {"name": "Kementerian Contoh"}
    assert ministry.google.ours == [(ministry.out.url, "Tautan itu bukan milik pemerintah.")]
    assert ministry.google.signed == {"Bearer token-pemilik"}


def test_after_a_lost_answer_it_looks_before_it_writes(ministry: Ministry) -> None:
    ministry.google.lose = 1
    with ministry.open() as ws:
        (lost,) = ws.databases.markup.publish("google")
        assert lost.problem
        assert [entry.action for entry in ws.audit()][-1] == "markup.in-doubt"
        (again,) = ws.databases.markup.publish("google")
    assert again.change.step is MarkupStep.KEEP
    assert len(ministry.google.ours) == 1


def test_a_correction_replaces_what_was_said_everywhere(ministry: Ministry) -> None:
    with ministry.open() as ws:
        ws.databases.markup.publish("google")
    place = ministry.correct()
    with ministry.open() as ws:
        assert all(not one.problem for one in ws.databases.markup.publish("google", ministry.out.case))
    assert ministry.google.ours == [(place, "Tautan itu penipuan.")]


def test_it_is_taken_back_and_what_others_wrote_stays(ministry: Ministry) -> None:
    with ministry.open() as ws:
        ws.databases.markup.publish("google")
        assert [one.change.step for one in ws.databases.markup.withdraw("google", ministry.out.case)] == [
            MarkupStep.WITHDRAW
        ]
        assert [page.name for page in ws.databases.markup.pages("google")] == ["pages/lain"]
        with pytest.raises(InputError, match="whose markup"):
            ws.databases.markup.withdraw("google")
        with pytest.raises(NotFound, match="published clarification"):
            ws.databases.markup.publish("google", "case-unknown")


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        (ON.replace('options = { markup = "env:TOKEN" }', ""), NotAllowed),
        (ON.replace('"google"', '"files"').replace('credential = "env:KUNCI"\n', ""), InputError),
    ],
)
def test_it_is_off_unless_somebody_switched_it_on(tmp_path: Path, settings: str, error: type[Exception]) -> None:
    ministry = Ministry(tmp_path, settings)
    with ministry.open() as ws, pytest.raises(error):
        ws.databases.markup.publish("google")
    assert ministry.google.calls == []


def test_a_token_that_was_pasted_in_is_not_repeated(tmp_path: Path) -> None:
    ministry = Ministry(tmp_path, ON.replace("env:TOKEN", "ya29.rahasia"))
    with ministry.open() as ws, pytest.raises(Exception, match="no reference") as caught:
        ws.databases.markup.pages("google")
    assert "ya29" not in str(caught.value)
    assert ministry.google.calls == []


def test_the_asynchronous_workspace_does_the_same(ministry: Ministry) -> None:
    asyncio.run(_awaited(ministry))
    assert ministry.google.ours == []


async def _awaited(ministry: Ministry) -> None:
    client = AsyncClient(transport=httpx.MockTransport(ministry.google), sleep=_at_once)
    async with await AsyncWorkspace.open(ministry.folder, clock=ministry.office.clock, client=client) as ws:
        markup = ws.databases.markup
        assert [one.step for one in await markup.changes("google")] == [MarkupStep.PUBLISH]
        assert [one.problem for one in await markup.publish("google")] == [""]
        assert len(await markup.pages("google")) == 2
        assert [one.problem for one in await markup.withdraw("google", ministry.out.case)] == [""]


async def _at_once(_seconds: float) -> None:
    return None


def test_the_command_waits_for_a_yes(
    ministry: Ministry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real, clock = Workspace.open, ministry.office.clock
    monkeypatch.setattr(Workspace, "open", lambda folder: real(folder, clock=clock, client=ministry.client()))
    place = ["google", "--workspace", str(ministry.folder), "--json"]

    def run(*words: str) -> tuple[int, Any]:
        code = main(["hoax", "markup", *words])
        return code, json.loads(capsys.readouterr().out)

    code, told = run("publish", *place)
    assert (code, told["done"], [one["step"] for one in told["changes"]]) == (1, False, ["publish"])
    assert ministry.google.ours == []
    assert run("publish", *place, "--yes")[0] == 0
    assert run("publish", *place)[0] == 0
    code, told = run("list", *place)
    assert (code, [one["name"] for one in told["pages"]]) == (0, ["pages/lain", "pages/1"])
    assert run("withdraw", place[0], ministry.out.case, *place[1:])[0] == 1
    assert run("withdraw", place[0], ministry.out.case, *place[1:], "--yes")[0] == 0
    assert ministry.google.ours == []
