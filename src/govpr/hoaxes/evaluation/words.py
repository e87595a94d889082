"""The words of an evaluation's page, in Indonesian and English."""

from collections.abc import Mapping

_ID = {
    "title": "Seberapa baik pencocokan",
    "about": "{queries} pesan berlabel terhadap {claims} cek fakta",
    "left_out": "Tidak dihitung karena belum dinilai: {unjudged}. Klaimnya tidak ada di basis data: {unknown}.",
    "ranks": "Peringkat",
    "group": "Kelompok",
    "queries": "Pesan",
    "all": "Semua",
    "language": "Bahasa {name}",
    "source": "Sumber {name}",
    "auroc": "AUROC, sudah diperiksa atau baru",
    "suggested": "Ambang yang disarankan",
    "suggested_about": "Dari 100 pesan baru, paling banyak {same} disebut sama dan {related} disebut terkait."
    " Dalam kurung: selang 95 %.",
    "same": "Sama mulai",
    "related": "Terkait mulai",
    "caught": "Klaim lama yang tertangkap",
    "reliability": "Apakah peluang berarti apa yang dikatakannya",
    "reliability_about": "Setiap pesan dua kali: dengan dan tanpa klaimnya. Galat kalibrasi {error}, Brier {brier}.",
    "said": "Peluang",
    "count": "Kasus",
    "predicted": "Rata-rata peluang",
    "observed": "Ternyata benar",
    "decisions": "Keputusan dengan ambang sekarang",
    "known": "Klaim ada di basis data",
    "new": "Klaim diambil",
    "nothing": "Tidak ditemukan",
    "settings": "Untuk govpr.toml",
    "caution": "Tidak ditemukan tidak berarti benar.",
}
_EN = {
    "title": "How good matching is",
    "about": "{queries} labelled texts against {claims} fact-checks",
    "left_out": "Left out because nobody judged them: {unjudged}. Their claim is not in the database: {unknown}.",
    "ranks": "Ranks",
    "group": "Group",
    "queries": "Texts",
    "all": "All",
    "language": "Language {name}",
    "source": "Source {name}",
    "auroc": "AUROC, checked already or new",
    "suggested": "Suggested thresholds",
    "suggested_about": "Of 100 new texts at most {same} are called the same, and {related} related."
    " In brackets: 95 % intervals.",
    "same": "Same from",
    "related": "Related from",
    "caught": "Known claims that reach it",
    "reliability": "Whether a probability means what it says",
    "reliability_about": "Each text twice: with its claims and without. Calibration error {error}, Brier {brier}.",
    "said": "Probability",
    "count": "Cases",
    "predicted": "Mean probability",
    "observed": "Came true",
    "decisions": "Decisions by today's thresholds",
    "known": "Claim in the database",
    "new": "Claim taken away",
    "nothing": "Nothing found",
    "settings": "For govpr.toml",
    "caution": "Nothing found does not mean true.",
}


def words(language: str) -> Mapping[str, str]:
    """The words of a language; Indonesian where it is neither.

    Args:
        language: BCP 47 tag.
    """
    return _EN if language.startswith("en") else _ID
