"""What the services of hoax databases answer, made up after their documentation."""

import json
from typing import Any

NEWS: dict[str, Any] = {
    "id": "891",
    "authors": "19",
    "status": "2",
    "classification": "False Context",
    "title": "[SALAH] Video Banjir Bandang di Kota Contoh",
    "content": "Beredar video banjir bandang\r\ndi Kota Contoh pagi ini.",
    "fact": "Video itu direkam di negara lain pada 2019.",
    "references": "https://berita.example/2019",
    "source_issue": "Facebook",
    "source_link": "Akun Contoh, arsip: https://arsip.example/abc",
    "picture1": "https://gambar.example/1.png",
    "picture2": "",
    "tanggal": "2024-01-10",
    "tags": "banjir, video",
    "conclusion": None,
    "claim_review": [{"claimed_item_url": "https://media.example/unggahan/1", "claim_rating_value": "2"}],
    "media": [{"media_name": "x", "media_path": "https://gambar.example/media.jpeg"}],
}
OTHER_NEWS: dict[str, Any] = {"id": 892, "authors": "Cek Contoh", "status": "1", "title": "Bantuan cair", "tanggal": ""}
CLAIM: dict[str, Any] = {
    "text": "Bansos Rp600 ribu cair hari ini",
    "claimant": "Unggahan",
    "claimDate": "2026-06-20T12:12:40Z",
    "claimReview": [
        {
            "publisher": {"name": "Cek Contoh", "site": "cek.example"},
            "url": "https://cek.example/1",
            "title": "Tidak benar bansos cair",
            "reviewDate": "2026-06-21T00:00:00Z",
            "textualRating": "Salah",
            "languageCode": "id",
        },
        {"publisher": {"site": "lain.example"}, "url": "https://lain.example/2", "textualRating": "Keliru"},
    ],
}

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://cek.example/bansos",
    "datePublished": "2026-06-21",
    "dateModified": "2026-06-23",
    "inLanguage": "id",
    "author": {"@type": "Organization", "name": "Cek Contoh"},
    "claimReviewed": "Bansos Rp600 ribu cair hari ini",
    "itemReviewed": {
        "@type": "Claim",
        "firstAppearance": {"@type": "CreativeWork", "url": "https://media.example/1"},
        "appearance": ["https://media.example/2", {"url": "https://media.example/3"}],
    },
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "Salah"},
}
PAGE = f"""<!doctype html><html lang="id"><head><script type="application/ld+json">
/*<![CDATA[*/ {json.dumps(REVIEW)[:-1]},}} /*]]>*/</script></head><body><h1>Cek Contoh</h1></body></html>"""
TABLE = "cid,text,verdict,date,url\n7,Bansos Rp600 ribu cair hari ini,SALAH,21/06/2026,https://cek.example/bansos\n"
