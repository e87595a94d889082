"""Words that say what kind of message it is, as `video`: a claim is not less likely because a text lacks them."""

import numpy as np

from govpr.hoaxes.index.segments import Numbers
from govpr.hoaxes.index.tokens import Tokenizer

_WORDS = {
    "id": (
        "video foto gambar akun facebook tiktok twitter instagram whatsapp youtube telegram unggahan postingan pesan"
        " berantai surat link tautan nomor klaim narasi informasi berita mengatasnamakan atas nama cuplikan rekaman"
        " tangkapan layar artikel kabar hoaks hoax viral beredar poster pengumuman pernyataan seorang sebuah tahun"
        " warga orang resmi"
    ),
    "en": (
        "photograph photo picture image video show depict real meme quote said say claim story article viral post tweet"
        " rumor capture authentic genuine fake"
    ),
}


def framing_terms(tokenizer: Tokenizer) -> Numbers:
    """The hashes of their stems, sorted.

    Args:
        tokenizer: Makes tokens.
    """
    terms = (term for language, words in _WORDS.items() for term in tokenizer.tokens(words, language).terms)
    return np.unique(np.array([*terms], np.uint64))
