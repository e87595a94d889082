"""The words of fact-checkers, by what they mean."""

from collections.abc import Mapping

from govpr.models import Verdict

LABELS: Mapping[Verdict, str] = {
    Verdict.FALSE: (
        "salah|hoaks|hoax|penipuan|keliru|palsu|bohong|fitnah|tidak benar|disinformasi|misinformasi"
        "|klarifikasi hoaks|konten palsu|konten tiruan|konten fabrikasi|konten yang salah|berita bohong"
        "|berita palsu|hoaks lama|hoaks daur ulang|sebagian besar salah|false|fake|fake news|scam|fraud|incorrect"
        "|inaccurate|not true|untrue|wrong|mostly false|mainly false|pants on fire|debunked|rumor|rumour"
        "|no evidence|fabricated|fabricated content|fabrication|imposter content|impostor content|digital forgery"
        "|synthetic media|transformedcontent|disinformation|misinformation|falso|falsa|mídia sintética"
        "|sem evidências|sin evidencia|no hay evidencia|mayormente falso|contenido artificial|imagem adulterada"
        "|four pinocchios|ai generated|hoaks ai|deepfake|fabricated context"
    ),
    Verdict.MISLEADING: (
        "menyesatkan|sesat|konten menyesatkan|konten yang menyesatkan|konteks salah|konteks yang salah"
        "|koneksi salah|koneksi yang salah|konten dengan konteks yang salah|konten manipulasi|manipulasi"
        "|konten yang dimanipulasi|konten dimanipulasi|tidak sesuai konteks|salah konteks|kurang konteks"
        "|konteks hilang|suntingan|misleading|misleading content|false context|missing context|lacks context"
        "|needs context|false connection|manipulated content|manipulated|manipulated media|altered|altered image"
        "|altered video|altered photo|digitally altered|miscaptioned|misattributed|incorrect attribution|mislabeled"
        "|mislabelled|out of context|distorts the facts|cherry picks|spins the facts|decontextualizedcontent"
        "|editedorcroppedcontent|stagedcontent|enganoso|engañoso|sem contexto|falta contexto|legenda errada"
        "|alterado|alterada|alterado digitalmente|imagen alterada|erróneamente etiquetado|erróneamente etiquetada"
        "|erróneamente etiquetadas|three pinocchios|two pinocchios"
    ),
    Verdict.UNPROVEN: (
        "tidak terbukti|belum terbukti|belum ada bukti|tanpa bukti|tidak ada bukti|unproven|not proven|unverified"
        "|unsupported|unsubstantiated|unfounded|insufficient evidence|no proof|research in progress"
    ),
    Verdict.MIXED: (
        "sebagian benar|benar sebagian|sebagian besar benar|setengah benar|sebagian salah|campuran|mixed|mixture"
        "|half true|partly true|partially true|partly false|partially false|partially correct|partially incorrect"
        "|mostly true|mainly true|mostly correct|outdated|exaggerated|parcialmente falso|one pinocchio"
    ),
    Verdict.TRUE: (
        "benar|fakta|terbukti|terbukti benar|true|correct|accurate|correct attribution|not rumor|confirmed|legit"
        "|originalmediacontent|verdadeiro|verdadero|geppetto checkmark"
    ),
    Verdict.SATIRE: (
        "satire|satir|parodi|parody|komedi|sindiran|satire or parody|satire parody|satire parodi|parodi satire"
        "|satir atau parodi|konten satire|konten satire atau parodi|parodi atau satire|parody or satire"
        "|originated as satire|labeled satire|satireorparodycontent|sátira"
    ),
}
"""In small letters, with a bar between two."""
