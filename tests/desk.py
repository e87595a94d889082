"""A hoax desk for tests: an office where two officers work at it, and a clarification that is out."""

import json
from pathlib import Path
from typing import Any

from attrs import frozen

from govpr.hoaxes.desk.drafting import Draft
from govpr.models import Case, Delivery, HoaxReport, Source
from govpr.workspace import Workspace
from tests.office import Office

BANSOS = "Bansos Rp600 ribu cair hari ini untuk semua warga, daftar lewat tautan ini sebelum malam"
BANSOS_AGAIN = "SEBARKAN!! bansos rp600 ribu cair hari ini untuk semua warga daftar lewat tautan ini sebelum malam ya"
GEMPA = "Akan terjadi gempa besar magnitudo sembilan malam ini di Jakarta kata peneliti BMKG"
NUMBER = "0812-3456-7890"
SOURCE = Source(title="Siaran pers bansos", url="https://contoh.go.id/bansos", publisher="Kementerian Contoh")


def office_with_desk(folder: Path) -> Office:
    """An office where ani takes two cases and beni one."""
    office = Office(folder)
    office.found().close()
    settings = folder / "kantor" / "govpr.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[desk.officers] ", "[desk.officers]\nani = 2\nbeni = 1\n# "), "utf-8")
    return office


def viral(ws: Workspace) -> Case:
    """A case that enough people have seen."""
    return ws.desk.report(BANSOS, channel="whatsapp", reach=5000, reply_to=NUMBER).case


def drafted(ws: Workspace, case: Case) -> str:
    """A clarification of a case, planned and approved; gives its campaign."""
    done = ws.desk.clarify(
        case.id,
        Draft(
            claim="Bansos Rp600 ribu dibagikan lewat sebuah tautan",
            fact="Bansos disalurkan lewat kantor pos, tanpa pendaftaran.",
            conclusion="Tautan itu bukan milik pemerintah.",
            sources=[SOURCE],
        ),
        by="penulis",
    )
    assert done.campaign is not None
    approve(ws, done.campaign.id)
    return done.campaign.id


def approve(ws: Workspace, campaign: str) -> None:
    plan = ws.plan(campaign)
    assert not plan.stopped, plan.findings
    ws.approve(plan, by="ketua")


@frozen
class Published:
    """A clarification that is out: three reported its claim, two of them can be answered."""

    case: str
    reports: tuple[HoaxReport, ...]
    campaign: str
    sent: Delivery
    url: str
    page: Path


def published(ws: Workspace, office: Office) -> Published:
    """A clarification that is delivered to the newsroom."""
    first = ws.desk.report(BANSOS, channel="whatsapp", reach=5000, reply_to=NUMBER, where="https://hoaks.example/p/1")
    office.clock.pass_by(minutes=1)
    second = ws.desk.report(BANSOS_AGAIN, channel="telegram", reply_to="@warga")
    office.clock.pass_by(minutes=1)
    third = ws.desk.report(BANSOS, channel="facebook")  # says nowhere to answer
    campaign = drafted(ws, first.case)
    assert ws.desk.answers() == ()
    (sent,) = ws.deliver().sent
    assert sent.receipt is not None
    return Published(
        case=first.case.id,
        reports=(first.report, second.report, third.report),
        campaign=campaign,
        sent=sent,
        url=sent.receipt.url,
        page=office.folder / "kantor" / "newsroom" / "site" / "items" / f"{sent.post}.html",
    )


def review_on(page: Path) -> Any:
    text = page.read_text("utf-8")
    return json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
