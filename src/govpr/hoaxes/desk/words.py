"""What the desk says to people, in Indonesian and English."""

from collections.abc import Mapping

from govpr.models import Reason

_INDONESIAN = {
    "thanks": "Terima kasih atas laporan Anda.",
    "again": "Kami memperbaiki jawaban kami sebelumnya atas laporan Anda.",
    "claim": "Klaim",
    "fact": "Fakta",
    "conclusion": "Kesimpulan",
    "sources": "Sumber",
    "correction": "Koreksi",
    "read": "Selengkapnya",
    "closed": "Laporan Anda sudah kami periksa dan tidak kami klarifikasi",
    "title": "Klarifikasi",
}
_ENGLISH = {
    "thanks": "Thank you for your report.",
    "again": "We have corrected our earlier answer to your report.",
    "claim": "Claim",
    "fact": "What is so",
    "conclusion": "Conclusion",
    "sources": "Sources",
    "correction": "Correction",
    "read": "More",
    "closed": "We have looked into your report and do not clarify it",
    "title": "Clarification",
}
_REASONS_ID: Mapping[Reason, str] = {
    Reason.OPINION: "isinya pendapat, bukan klaim yang dapat diperiksa",
    Reason.TOO_LITTLE: "bahan untuk memeriksanya belum cukup",
    Reason.INCOMPLETE: "data laporannya belum lengkap",
    Reason.PRIVATE: "isinya urusan pribadi",
    Reason.BELOW_REACH: "belum banyak yang melihatnya, dan jawaban terbuka justru akan menyebarkannya",
    Reason.ALREADY: "sudah pernah diklarifikasi",
    Reason.TRUE: "sejauh yang kami temukan, isinya sesuai kenyataan",
    Reason.SATIRE: "isinya satire",
    Reason.ELSEWHERE: "itu wewenang instansi lain",
}
_REASONS_EN: Mapping[Reason, str] = {
    Reason.OPINION: "it is an opinion, not a claim that can be checked",
    Reason.TOO_LITTLE: "there is too little to go on",
    Reason.INCOMPLETE: "the report lacks what is needed to look into it",
    Reason.PRIVATE: "it is a private matter",
    Reason.BELOW_REACH: "few have seen it so far, and a public answer would only spread it",
    Reason.ALREADY: "it was clarified before",
    Reason.TRUE: "as far as we have found, it is so",
    Reason.SATIRE: "it is satire",
    Reason.ELSEWHERE: "it is for another agency",
}


def words(language: str) -> Mapping[str, str]:
    """The words for a language: English for English, else Indonesian."""
    return _ENGLISH if language.partition("-")[0] == "en" else _INDONESIAN


def because(reason: Reason, language: str) -> str:
    """Why a claim is not clarified, as its reporter is told.

    Example:
        >>> because(Reason.OPINION, "en")
        'it is an opinion, not a claim that can be checked'
    """
    return (_REASONS_EN if language.partition("-")[0] == "en" else _REASONS_ID)[reason]
