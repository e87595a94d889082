"""Letters that are drawn like Latin ones, and digits that stand for letters; all as data.

Chosen from Unicode's confusables (UTS 39) for what is drawn alike in common typefaces. NFKC does not touch any of them.
"""

_CYRILLIC = ("авекмнорстухіјѕԁһԛԝѵгп", "abekmhopctyxijsdhqwvrn")
_CYRILLIC_CAPITALS = ("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS")
_GREEK = ("αβεικνορτυχ", "abeiknoptux")
_GREEK_CAPITALS = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
_SMALL_CAPITALS = ("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", "abcdeghijklmnoprtuvwyz")
_LATIN = ("ıɑɡɩ", "iagi")

FOREIGN = str.maketrans(*map("".join, zip(_CYRILLIC, _CYRILLIC_CAPITALS, _GREEK, _GREEK_CAPITALS, strict=True)))
"""Letters of other scripts: replaced only in words that also hold Latin letters."""

DRAWN = str.maketrans(*map("".join, zip(_SMALL_CAPITALS, _LATIN, strict=True))) | {
    first + offset: chr(ord("a") + offset)
    for first in (0x1F150, 0x1F170)  # white letters in black circles, in black squares
    for offset in range(26)
}
"""Latin letters in disguise: replaced everywhere."""

LEET = str.maketrans("013457@$", "oieastas")
"""Digits and signs that stand for letters: replaced only between letters."""
