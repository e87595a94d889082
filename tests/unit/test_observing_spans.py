"""Spans: what a program with OpenTelemetry sees of planning and delivering, and what it never sees."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.little_server import LittleServer, little_server
from tests.office import Office, for_account, with_account

from govpr.http.async_client import AsyncClient
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.observing.spans import span
from govpr.workspace import AsyncWorkspace


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """What a program's exporter gets."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    return exporter


@pytest.fixture
def server() -> Iterator[LittleServer]:
    with little_server() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: LittleServer) -> Office:
    monkeypatch.setenv("KANAL", "rahasia-sekali")
    office = Office(tmp_path)
    office.client = lambda: Client(clock=office.clock, policy=Policy(attempts=1), sleep=lambda _seconds: None)
    server.now = office.clock.now
    with office.found(agency=with_account("mastodon", server=server.url, credential="env:KANAL")) as ws:
        ws.approve(ws.plan(office.campaign(ws, for_account())), by="ketua")
    office.go_live()
    return office


def named(spans: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {made.name: made for made in spans.get_finished_spans()}


def ancestors(spans: Sequence[ReadableSpan], made: ReadableSpan) -> list[str]:
    above = {one.context.span_id: one for one in spans if one.context}
    names = []
    while made.parent is not None:
        made = above[made.parent.span_id]
        names.append(made.name)
    return names


def test_a_plan_and_a_round_with_its_deliveries_and_calls_are_spans(
    spans: InMemorySpanExporter, office: Office
) -> None:
    with office.open() as ws:
        ws.plan("layanan")
        (sent,) = ws.deliver().sent
    made = named(spans)
    assert dict(made["govpr.plan"].attributes or {}) == {
        "govpr.campaign": "layanan",
        "govpr.stored": True,
        "govpr.posts": 1,
        "govpr.findings": 0,
    }
    assert dict(made["govpr.delivery"].attributes or {}) == {
        "govpr.post": sent.post,
        "govpr.platform": "mastodon",
        "govpr.attempt": 1,
        "govpr.state": "sent",
    }
    assert dict(made["govpr.call"].attributes or {}) == {
        "http.request.method": "POST",
        "server.address": "127.0.0.1",
        "govpr.effect": "keyed",
        "http.response.status_code": 200,
    }
    assert (made["govpr.deliver"].attributes or {})["govpr.settled"] == 1
    finished = spans.get_finished_spans()
    assert ancestors(finished, made["govpr.call"]) == ["govpr.delivery", "govpr.deliver"]


def test_a_plan_that_streams_is_a_span_too(spans: InMemorySpanExporter, office: Office) -> None:
    with office.open() as ws:
        ws.plan_stream("layanan")
    told = dict(named(spans)["govpr.plan"].attributes or {})
    assert told == {"govpr.campaign": "layanan", "govpr.stored": True, "govpr.posts": 1}


def test_trouble_shows_as_its_kind_and_outcome_and_nothing_that_was_said(
    spans: InMemorySpanExporter, office: Office, server: LittleServer
) -> None:
    server.faults.append("drop")
    with office.open() as ws:
        ws.deliver()
    made = named(spans)
    call, delivery = made["govpr.call"], made["govpr.delivery"]
    assert call.status.status_code is trace.StatusCode.ERROR
    assert (call.attributes or {})["error.type"] == "Unreachable"
    assert (call.attributes or {})["govpr.outcome"] == "retry"
    assert (delivery.attributes or {})["govpr.state"] == "approved"
    told = " ".join(one.to_json() for one in spans.get_finished_spans())
    assert [word for word in ("rahasia", "Sabtu", "http://", "loket", "Ketua", "198001") if word in told] == []


def test_asynchronous_rounds_have_the_same_spans(spans: InMemorySpanExporter, office: Office) -> None:
    async def deliver() -> None:
        client = AsyncClient(clock=office.clock, policy=Policy(attempts=1))
        async with await AsyncWorkspace.open(office.folder / "kantor", clock=office.clock, client=client) as ws:
            await ws.deliver()

    asyncio.run(deliver())
    finished = spans.get_finished_spans()
    assert ancestors(finished, named(spans)["govpr.call"]) == ["govpr.delivery", "govpr.deliver"]


def test_an_error_of_any_kind_passes_through(spans: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="Sabtu"), span("govpr.plan"):
        raise ValueError("Sabtu")
    assert "Sabtu" not in named(spans)["govpr.plan"].to_json()


def test_who_uses_no_opentelemetry_does_not_load_it() -> None:
    code = """
import sys, tempfile
from govpr import Workspace
from govpr.observing.spans import span, watched
with tempfile.TemporaryDirectory() as folder, Workspace.init(folder) as ws, span("govpr.plan") as told:
    ws.status(), ws.figures()
send = print
assert watched(send) is send
assert not [name for name in sys.modules if name.partition(".")[0] in {"opentelemetry", "prometheus_client"}]
"""
    subprocess.run([sys.executable, "-c", code], check=True)
