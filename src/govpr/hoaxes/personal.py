"""What is taken out of a message before it is sent to anybody: it may name people who never agreed to that."""

import re
import unicodedata

_EMAIL = r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
_GAP = r"[\s.\-()/]{0,2}"
_MOBILE = rf"(?<!\d)(?:\+?62{_GAP}|0)8[1-9](?:{_GAP}\d){{6,10}}(?!\d)"
_FIXED = rf"(?<!\d)\(?(?:\+62{_GAP}|0)[2-79]\d{{1,2}}\)?{_GAP}\d{{3,4}}{_GAP}\d{{3,5}}(?!\d)"
_FOREIGN = rf"(?<!\d)\+(?:{_GAP}\d){{8,15}}(?!\d)"
_PERSON = (
    r"(?<![\d/=])(?<!\d[.-])(?:\d{8}[ .]?\d{6}[ .]?[12][ .]?\d{3}|\d{16}|\d\d(?:[ .]\d\d){2}[ .]\d{6}[ .]\d{4})(?!\d)"
)
"""A NIP (BKN regulation 22/2007), an NI PPPK of the same length, or a NIK (16 digits, law 24/2013, article 13).

Not behind a slash or an equals sign: there it names a page.
"""
_ALL = re.compile(f"{_EMAIL}|{_PERSON}|{_MOBILE}|{_FIXED}|{_FOREIGN}")


def without_personal(text: str) -> str:
    """A message without e-mail addresses, telephone numbers, and numbers of officials (NIP) and citizens (NIK).

    Names stay, since many hoaxes are about a named person.

    Args:
        text: A message as it circulates.

    Returns:
        The message in plain letters and digits (NFKC), one blank in place of what was taken out.

    Example:
        >>> without_personal("Bansos Rp600.000 cair! WA 0812-3456-7890 atau tulis ke ani@contoh.go.id")
        'Bansos Rp600.000 cair! WA atau tulis ke'
    """
    plain = unicodedata.normalize("NFKC", text)
    shown = "".join(_digit(char) for char in plain if unicodedata.category(char) != "Cf")
    return " ".join(_ALL.sub(" ", shown).split())


def _digit(char: str) -> str:
    """The digits of every script hide a number as well as 0 to 9."""
    return str(unicodedata.decimal(char)) if char.isdecimal() else char
