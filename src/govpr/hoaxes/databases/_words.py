"""What of a long message is asked of a service that finds only texts with every word of a question."""

import re

from govpr.hoaxes.databases.entries import keywords

_SIZES = (5, 3, 2)
_COMMON = re.compile(
    r"\b(?:adalah|apakah|bagi|bagikan|bahwa|banyak|beberapa|beredar|begini|belum|benar|berita|bukan|dalam|dapat|"
    r"dengan|forward|hanya|harus|hingga|ingin|informasi|jangan|kabar|kalau|kalian|karena|kepada|lebih|lewat|melalui|"
    r"mereka|mohon|orang|pasti|penting|pernah|sampai|sangat|sebagai|sebarkan|sebelum|sebuah|secara|sedang|segera|"
    r"sejak|sekarang|semoga|semua|seperti|setiap|sudah|supaya|tanpa|telah|tentang|terhadap|tersebut|tetapi|tidak|"
    r"tolong|untuk|viral|yaitu|about|after|because|could|does|forwarded|from|have|message|should|share|some|than|that|"
    r"their|them|then|there|they|this|were|what|when|which|will|with|would|your|please)\b",
    re.IGNORECASE,
)


def questions(text: str) -> tuple[str, ...]:
    """Short questions for a long message: its most telling words in their order, fewer of them each time.

    Args:
        text: A message as it circulates.

    Example:
        >>> questions("Tolong sebarkan: bansos Rp600 ribu untuk pemilik KTP cair lewat Kemensos https://b.example")
        ('bansos Rp600 ribu pemilik Kemensos', 'bansos pemilik Kemensos', 'pemilik Kemensos')
    """
    telling = _COMMON.sub(" ", re.sub(r"https?://\S+", " ", text))
    chosen = (keywords(telling, size) or keywords(text, size) for size in _SIZES)
    return tuple(dict.fromkeys(question for question in chosen if question))
