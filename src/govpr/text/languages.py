"""Which of the languages that we stem a text is in, and the small words of each."""

import re

_WORD = re.compile(r"[^\W\d_]+")

_ID = (
    "ada adalah agar akan aku anda antara apa apakah atas atau bagi bahwa banyak beberapa bila bisa bukan"
    " dalam dan dapat dari dengan di dia hal hanya harus hingga ia ini itu jadi jangan jika juga kalau"
    " kami karena kata ke kepada ketika kita lagi lebih maka mana masih mereka namun nya oleh pada para"
    " per pun saat saja sampai sangat saya sebagai sebelum secara sedang sehingga sejak semua seperti"
    " serta setelah setiap suatu sudah tak tanpa tapi tentang terhadap tersebut tetapi tidak untuk yaitu"
    " yakni yang"
)
_EN = (
    "a about after all also an and any are as at be because been before but by can could did do does for"
    " from had has have he her him his how i if in into is it its just more no not of on one only or our"
    " out over she so some such than that the their them then there these they this those to up was we"
    " were what when which who will with would you your"
)

INDONESIAN = frozenset(_ID.split())
ENGLISH = frozenset(_EN.split())


def guess_language(text: str) -> str:
    """`id` or `en`, by the small words of each; `id` when nothing tells.

    Example:
        >>> [guess_language(text) for text in ("Bantuan ini tidak dipungut biaya", "This is not the bill", "")]
        ['id', 'en', 'id']
    """
    found = [word.lower() for word in _WORD.findall(text)]
    return "en" if sum(word in ENGLISH for word in found) > sum(word in INDONESIAN for word in found) else "id"
