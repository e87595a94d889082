"""What forwarding adds to a message and says nothing of its claim: headers of chats, marks, appeals to pass it on."""

import re

_HEADER = re.compile(
    r"^\s*\[?\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?\]?\s*(?:-\s*)?"
    r"[^:\n]{1,40}:\s",
    re.MULTILINE,
)
"""`[24/11/26 08.30.12] Paman: ` and `24/11/2026, 08:30 - +62 812: `, as WhatsApp exports and copies them."""

_MARKS = (
    r"pesan\s+(?:yang\s+)?diteruskan(?:\s+berkali-kali)?",
    r"diteruskan\s+berkali-kali",
    r"^\s*(?:diteruskan|terusan|forwarded(?:\s+many\s+times|\s+message|\s+as\s+received)?|fwd?)\b\s*:?",
    r"(?:copas|copy\s*paste|dapat|info)\s+(?:dari\s+)?(?:grup|group|wag)\s+(?:sebelah|tetangga)",
)
_APPEALS = (
    (
        r"(?:mohon|tolong|silakan|silahkan|ayo|harap)?\s*(?:di)?(?:sebarkan|sebarluaskan|viralkan|share|teruskan)"
        r"\s+(?:ke|kepada)\s+(?:semua|seluruh|grup|group|teman|keluarga|saudara|orang)[^.!?\n]{0,40}"
    ),
    r"(?:mohon|tolong)\s+(?:bantu\s+)?(?:di)?(?:sebarkan|sebarluaskan|viralkan|share)\b",
    r"(?:please|pls)\s+(?:share|forward|pass\s+(?:this|it)\s+on)(?:\s+(?:to|with)\s+[^.!?\n]{1,40})?",
)
_ADDED = re.compile("|".join((*_MARKS, *_APPEALS)), re.IGNORECASE | re.MULTILINE)


def without_forwarding(text: str) -> str:
    """The text without what forwarding added; the text itself where nothing else would be left.

    Args:
        text: A message as it circulates.

    Example:
        >>> without_forwarding("[24/11/26 08.30] Paman: Diteruskan: Bank tutup besok. Tolong sebarkan ke semua grup")
        'Bank tutup besok.'
    """
    left = _ADDED.sub(" ", _HEADER.sub("", text)).strip()
    return left if any(character.isalnum() for character in left) else text
