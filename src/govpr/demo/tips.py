"""Tips from the public, invented for the demo, so that its report can tell how soon rumours were answered."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from govpr.models import HoaxReport, ReportState

_WIB = ZoneInfo("Asia/Jakarta")


def tips() -> tuple[HoaxReport, ...]:
    """Four tips: three were clarified within three hours, one was closed with a reason."""
    return (
        _clarified("contoh-1", "whatsapp", "(contoh) Benarkah ada token listrik gratis?", (8, 9, 15), 95),
        _clarified("contoh-2", "telegram", "(contoh) Ada pesan tentang badai di Jabodetabek.", (8, 13, 40), 150),
        _clarified("contoh-3", "email", "(contoh) Apakah bansos dibagikan lewat nomor NIK?", (9, 10, 5), 55),
        HoaxReport(
            id="contoh-4",
            channel="whatsapp",
            text="(contoh) Menurut saya jalan tol itu tidak perlu.",
            at=_at(9, 16, 30),
            state=ReportState.NOT_CLARIFIED,
            reason="pendapat, bukan kabar yang dapat diperiksa",
            answered=_at(9, 17, 10),
        ),
    )


def _clarified(name: str, channel: str, text: str, came: tuple[int, int, int], minutes: int) -> HoaxReport:
    at = _at(*came)
    answered = at + timedelta(minutes=minutes)
    return HoaxReport(id=name, channel=channel, text=text, at=at, state=ReportState.CLARIFIED, answered=answered)


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=_WIB)
