"""Publishers' own labels to normal verdicts. The label itself is always kept beside the verdict.

Vocabularies: TurnBackHoax and First Draft's seven kinds (in English and as MAFINDO translates them), Tempo CekFakta
(Keliru, Menyesatkan, Tidak Terbukti, Sebagian Benar, Benar), Komdigi (hoaks, disinformasi, misinformasi), Jabar Saber
Hoaks, Cofacts' reply types, Snopes, PolitiFact, AFP, Reuters in three languages, and MediaReview's categories.
"""

import re

from govpr.hoaxes.labels import LABELS
from govpr.models import Verdict
from govpr.text import normalise

_VERDICTS = {label: verdict for verdict, labels in LABELS.items() for label in labels.split("|")}
_PREFIX = re.compile(r"\s*\[\s*([^\W\d_][^\]]{0,39}?)\s*\]\s*:?\s*(?=\S)")
_PARTS = re.compile(r"[/|,;:()\[\]]|\.(?:\s|$)|\s[-–—]\s")
_LEADING = re.compile(r"\s*([^\W\d_][^,:;|!?\[\]]{2,30}?)\s*[,:|!]\s*(?=\S)")
_EDGE, _LONGEST = 0.25, 200


def verdict_of(label: str) -> Verdict:
    """The normal verdict of a publisher's label; `OTHER` for one that is unknown, or that judges nothing.

    A clarification (`KLARIFIKASI`) corrects something without saying how wrong it was, so it is `OTHER`. Of several
    words, as in `SALAH (False Context)`, the first that is known counts; but only a whole label says that a claim is
    true.

    Args:
        label: The publisher's word, in any case, with or without brackets.

    Example:
        >>> [verdict_of(label).value for label in ("[SALAH]", "Sebagian Benar", "KLARIFIKASI", "Mostly False")]
        ['false', 'mixed', 'other', 'false']
    """
    whole = _VERDICTS.get(_spelled(label))
    parts = (_VERDICTS.get(_spelled(part)) for part in _PARTS.split(label[:_LONGEST]))
    return whole or next((one for one in parts if one not in (None, Verdict.TRUE)), None) or Verdict.OTHER


def _spelled(label: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", normalise(label)))


def verdict_of_rating(value: float, worst: float, best: float) -> Verdict:
    """The normal verdict of a ClaimReview number, where no label says more.

    Only the ends of the scale are taken at their word: a number says less than a label.

    Args:
        value: `ratingValue`.
        worst: `worstRating`.
        best: `bestRating`.

    Example:
        >>> verdict_of_rating(1, 1, 5).value, verdict_of_rating(3, 1, 5).value, verdict_of_rating(9, 1, 5).value
        ('false', 'mixed', 'other')
    """
    if not worst <= value <= best or worst >= best:
        return Verdict.OTHER
    share = (value - worst) / (best - worst)
    if share <= _EDGE:
        return Verdict.FALSE
    return Verdict.TRUE if share == 1 else Verdict.MIXED


def split_label(headline: str) -> tuple[str, str]:
    """A headline's label in brackets, and the rest; no label where the brackets hold something else.

    Args:
        headline: As `[SALAH] Bantuan lewat tautan`.

    Example:
        >>> split_label("[SALAH] Bantuan lewat tautan"), split_label("[Video] Banjir")
        (('SALAH', 'Bantuan lewat tautan'), ('', '[Video] Banjir'))
    """
    found = _PREFIX.match(headline)
    if found and (verdict_of(found[1]) is not Verdict.OTHER or found[1].casefold() == "klarifikasi"):
        return found[1], headline[found.end() :].strip()
    return "", headline


def leading_label(headline: str) -> tuple[str, str]:
    """A headline's label before a comma or colon, as Tempo writes it, and the rest.

    Args:
        headline: As `Keliru, Video Banjir di Kota Contoh`.

    Example:
        >>> leading_label("Sebagian Benar, Harga Beras Turun"), leading_label("Jakarta, Kota Lama")
        (('Sebagian Benar', 'Harga Beras Turun'), ('', 'Jakarta, Kota Lama'))
    """
    label, rest = split_label(headline)
    found = None if label else _LEADING.match(headline)
    if found and _spelled(found[1]) in _VERDICTS:
        return found[1], headline[found.end() :].strip()
    return label, rest
