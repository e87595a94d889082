"""What WordPress sites, feeds, Cofacts and Check answer, made up after their documentation."""

from typing import Any

ARTICLE = """<p>Hasil Periksa Fakta Tim Contoh</p><p>Tidak ada bantuan seperti itu.</p>
<p>[SUMBER]: <a href="https://medsos.example/1">Facebook</a></p><p>Kesimpulan</p><p>Itu penipuan.</p>"""
POST: dict[str, Any] = {
    "id": 7,
    "date": "2026-06-20T10:00:00",
    "modified": "2026-06-21T10:00:00",
    "status": "publish",
    "link": "https://cek.example/bansos/",
    "title": {"rendered": "[PENIPUAN] Bansos &#8220;Rp600&#8221; ribu cair"},
    "content": {"rendered": ARTICLE},
    "_embedded": {
        "wp:featuredmedia": [{"source_url": "https://cek.example/1.png"}],
        "wp:term": [[{"name": "Bantuan"}], [{"name": "bansos &amp; BLT"}]],
    },
}
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Cek Contoh</title>
<language>id</language><item><title>[SALAH] Bansos Rp600 ribu cair &amp; merata</title><link>https://cek.example/1</link>
<guid isPermaLink="false">cek-1</guid><pubDate>Sat, 20 Jun 2026 23:30:00 +0700</pubDate><category>Bantuan</category>
<enclosure url="https://cek.example/1.png" type="image/png" length="1"/>
<content:encoded><![CDATA[{ARTICLE}]]></content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="id"><title>Cek Contoh</title>
<link rel="next" href="/umpan?hal=2"/>
<entry><id>urn:cek:1</id><title type="html">[SALAH] Bansos &lt;b&gt;cair&lt;/b&gt;</title>
<link href="/1"/><updated>2026-06-21T01:00:00Z</updated><published>2026-06-20T01:00:00Z</published>
<category term="Bantuan"/><content type="html">&lt;h3&gt;Kesimpulan&lt;/h3&gt;&lt;p&gt;Itu salah.</content>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://cek.example/"><title>Cek Contoh</title>
</channel>
<item rdf:about="https://cek.example/1"><title>[SALAH] Bansos cair</title><link>https://cek.example/1</link>
<dc:date>2026-06-20T01:00:00Z</dc:date></item></rdf:RDF>"""
JSON_FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Cek Contoh",
    "language": "id",
    "items": [
        {
            "id": "cek-1",
            "url": "https://cek.example/1",
            "title": "[SALAH] Bansos cair",
            "content_html": "<h3>Kesimpulan</h3><p>Itu salah.</p>",
            "date_published": "2026-06-20T01:00:00Z",
            "date_modified": "2026-06-21T01:00:00Z",
            "tags": ["Bantuan"],
            "image": "https://cek.example/1.png",
        }
    ],
}


def reply(kind: str, created: str, good: int = 0, bad: int = 0, **more: Any) -> dict[str, Any]:
    text = {"id": f"r-{created}", "text": f"Jawaban {created}", "reference": "https://sumber.example/1"}
    votes = {"positiveFeedbackCount": good, "negativeFeedbackCount": bad}
    return {"replyType": kind, "status": "NORMAL", "createdAt": created, **votes, "reply": text, **more}


def message(*replies: dict[str, Any], **more: Any) -> dict[str, Any]:
    about = {"id": "abc", "text": "喝鹽水可以治病", "createdAt": "2026-06-19T00:00:00.000Z", "status": "NORMAL"}
    lists = {
        "references": [{"permalink": "https://medsos.example/1"}],
        "articleCategories": [],
        "articleReplies": replies,
    }
    return {**about, **lists, **more}


def listed(*nodes: dict[str, Any], last: str = "c") -> dict[str, Any]:
    edges = [{"cursor": "c", "node": node} for node in nodes]
    return {"data": {"ListArticles": {"edges": edges, "pageInfo": {"lastCursor": last}}}}


FEED_ITEM: dict[str, Any] = {
    "id": "12",
    "type": "feeds",
    "attributes": {
        "claim": "Bansos Rp600 ribu cair",
        "claim-context": "https://medsos.example/1",
        "claim-tags": "bansos, penipuan",
        "fact-check-title": "Tidak ada bansos lewat tautan",
        "fact-check-summary": "Itu penipuan.",
        "fact-check-published-on": 1781913600,
        "fact-check-rating": "false",
        "published-article-url": "https://cek.example/1",
        "organization": "Cek Contoh",
    },
}
CHECKED: dict[str, Any] = {
    "dbid": 3,
    "title": "Tidak ada bansos lewat tautan",
    "summary": "Itu penipuan.",
    "url": "https://cek.example/1",
    "language": "id",
    "rating": "false",
    "tags": ["bansos"],
    "report_status": "published",
    "created_at": "1781913600",
    "updated_at": "1782000000",
    "claim_description": {"description": "Bansos Rp600 ribu cair", "context": "", "project_media": {"dbid": 12}},
}


def articles(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"team": {"articles": {"edges": [{"node": node} for node in nodes]}}}}
