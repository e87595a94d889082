"""The site's own words, in Indonesian and English."""

from collections.abc import Mapping

_INDONESIAN = {
    "tag": "id",
    "skip": "Langsung ke isi",
    "official": "Ruang berita resmi",
    "menu": "Menu utama",
    "news": "Kabar",
    "clarifications": "Klarifikasi",
    "feeds": "Umpan",
    "feeds_help": "Ikuti lewat pembaca umpan",
    "claimreview": "Data klarifikasi (ClaimReview)",
    "latest": "Kabar terbaru",
    "all_clarifications": "Semua klarifikasi",
    "clarifications_lead": "Jawaban instansi atas klaim yang beredar, beserta sumbernya.",
    "nothing": "Belum ada kabar.",
    "no_clarifications": "Belum ada klarifikasi.",
    "pages": "Halaman",
    "page": "Halaman {number}",
    "newer": "Lebih baru",
    "older": "Lebih lama",
    "published": "Terbit",
    "updated": "Diperbarui",
    "correction": "Koreksi",
    "archived": "salinan arsip",
    "claim": "Klaim yang beredar",
    "answer": "Penjelasan",
    "sources": "Sumber",
    "own": "Ini klarifikasi dari {agency} sendiri, bukan pemeriksaan fakta oleh pihak independen. "
    "Periksalah sumber-sumbernya.",
    "label": "Klarifikasi instansi",
    "back": "Semua kabar",
    "published_by": "Diterbitkan oleh {agency}",
    "film": "Film: {alt}",
    "programme": "Program",
    "achievement": "Capaian",
    "service": "Layanan",
    "clarification": "Klarifikasi",
}
_ENGLISH = {
    "tag": "en",
    "skip": "Skip to content",
    "official": "Official newsroom",
    "menu": "Main menu",
    "news": "News",
    "clarifications": "Clarifications",
    "feeds": "Feeds",
    "feeds_help": "Follow with a feed reader",
    "claimreview": "Clarification data (ClaimReview)",
    "latest": "Latest news",
    "all_clarifications": "All clarifications",
    "clarifications_lead": "The agency's answers to claims that circulate, with their sources.",
    "nothing": "No news yet.",
    "no_clarifications": "No clarifications yet.",
    "pages": "Pages",
    "page": "Page {number}",
    "newer": "Newer",
    "older": "Older",
    "published": "Published",
    "updated": "Updated",
    "correction": "Correction",
    "archived": "archived copy",
    "claim": "The claim that circulates",
    "answer": "What is so",
    "sources": "Sources",
    "own": "This is a clarification by {agency} itself, not a fact-check by an independent body. "
    "Please check its sources.",
    "label": "Agency clarification",
    "back": "All news",
    "published_by": "Published by {agency}",
    "film": "Film: {alt}",
    "programme": "Programme",
    "achievement": "Achievement",
    "service": "Service",
    "clarification": "Clarification",
}


def words(language: str) -> Mapping[str, str]:
    """The words for a language: English for English, else Indonesian.

    Example:
        >>> words("en-GB")["news"], words("jv")["news"]
        ('News', 'Kabar')
    """
    return _ENGLISH if language.startswith("en") else _INDONESIAN
