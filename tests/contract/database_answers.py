"""What the services of hoax databases answer, made up after their documentation."""

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
