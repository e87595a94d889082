"""Links, mentions and hashtags."""

import pytest

from govpr.content.entities import Entity, extract


def _texts(entities: tuple[Entity, ...]) -> list[str]:
    return [entity.text for entity in entities]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://komdigi.go.id.", ["https://komdigi.go.id"]),
        ("(lihat https://id.wikipedia.org/wiki/Banjir_(2020))", ["https://id.wikipedia.org/wiki/Banjir_(2020)"]),
        ("bansos-cair.xyz/daftar", ["bansos-cair.xyz/daftar"]),
        ("http://a.id, http://b.id", ["http://a.id", "http://b.id"]),
        ("humas@komdigi.go.id", []),
        ("Selesai.Terima kasih", []),
        ("versi 3.11", []),
        ("ftp://komdigi.go.id mailto:a@b.id", []),
    ],
)
def test_links(text: str, links: list[str]) -> None:
    assert _texts(extract(text).links) == links


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("@komdigi", ["@komdigi"]),
        ("(@komdigi.go.id)", ["@komdigi.go.id"]),
        ("Hai @humas@sosial.go.id.", ["@humas@sosial.go.id"]),
        ("humas@komdigi.go.id", []),
        ("https://sosial.go.id/@humas", []),
        ("@ komdigi", []),
    ],
)
def test_mentions_are_no_links(text: str, mentions: list[str]) -> None:
    found = extract(text)
    assert _texts(found.mentions) == mentions
    assert not set(mentions) & set(_texts(found.links))


@pytest.mark.parametrize(
    ("text", "hashtags"),
    [
        ("#SiagaBanjir, #2026 #Siaga2026", ["#SiagaBanjir", "#Siaga2026"]),
        ("#ꦗꦮꦶ", ["#ꦗꦮꦶ"]),
        ("https://komdigi.go.id/#siaga", []),
        ("a#b ##c &#39;", []),
    ],
)
def test_hashtags(text: str, hashtags: list[str]) -> None:
    assert _texts(extract(text).hashtags) == hashtags


def test_places_are_code_points() -> None:
    assert extract("👨‍👩‍👧 #Siaga").hashtags == (Entity(6, 12, "#Siaga"),)
