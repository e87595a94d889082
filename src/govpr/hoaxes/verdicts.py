"""Publishers' own labels to normal verdicts. The label itself is always kept beside the verdict.

Vocabularies: TurnBackHoax and First Draft's seven kinds, Tempo CekFakta (Keliru, Menyesatkan, Tidak Terbukti, Sebagian
Benar, Benar), Komdigi (hoaks, disinformasi, misinformasi), Jabar Saber Hoaks, Cofacts' reply types, Snopes and Reuters.
"""

import re

from govpr.models import Verdict
from govpr.text import normalise

_LABELS = {
    Verdict.FALSE: (
        "salah|hoaks|hoax|penipuan|keliru|palsu|bohong|fitnah|tidak benar|disinformasi|misinformasi|klarifikasi hoaks"
        "|konten palsu|konten tiruan|false|fake|scam|fraud|incorrect|not true|untrue|wrong|mostly false|pants on fire"
        "|debunked|rumor|no evidence|fabricated content|imposter content|impostor content|digital forgery"
    ),
    Verdict.MISLEADING: (
        "menyesatkan|sesat|konten menyesatkan|konteks salah|konteks yang salah|koneksi yang salah|manipulasi"
        "|konten yang dimanipulasi|misleading|misleading content|false context|missing context|false connection"
        "|manipulated content|manipulated|altered|miscaptioned|misattributed|out of context"
    ),
    Verdict.UNPROVEN: "tidak terbukti|belum terbukti|unproven|not proven|unverified|unsupported|research in progress",
    Verdict.MIXED: (
        "sebagian benar|benar sebagian|sebagian besar benar|setengah benar|sebagian salah|mixed|mixture|half true"
        "|partly true|partially true|partly false|partially false|mostly true|outdated"
    ),
    Verdict.TRUE: "benar|fakta|terbukti|true|correct|accurate|correct attribution|not rumor|confirmed",
    Verdict.SATIRE: "satire|satir|parodi|parody|komedi|sindiran|satire or parody|originated as satire|labeled satire",
}
_VERDICTS = {label: verdict for verdict, labels in _LABELS.items() for label in labels.split("|")}
_PREFIX = re.compile(r"\s*\[\s*([^\W\d_][^\]]{0,39}?)\s*\]\s*:?\s*(?=\S)")
_EDGE = 0.25


def verdict_of(label: str) -> Verdict:
    """The normal verdict of a publisher's label; `OTHER` for one that is unknown, or that judges nothing.

    A clarification (`KLARIFIKASI`) corrects something without saying how wrong it was, so it is `OTHER`.

    Args:
        label: The publisher's word, in any case, with or without brackets.

    Example:
        >>> [verdict_of(label).value for label in ("[SALAH]", "Sebagian Benar", "KLARIFIKASI", "Mostly False")]
        ['false', 'mixed', 'other', 'false']
    """
    return _VERDICTS.get(" ".join(re.findall(r"[^\W_]+", normalise(label))), Verdict.OTHER)


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
