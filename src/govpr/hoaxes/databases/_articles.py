"""An article of a fact-checker's site or feed as the row of a fact-check: its title, its parts, its ClaimReview."""

from attrs import frozen

from govpr.errors import Problem
from govpr.hoaxes.databases._blocks import Content, content_of
from govpr.hoaxes.databases._sections import addresses, sections, told
from govpr.hoaxes.databases.entries import Row
from govpr.hoaxes.readers.claimreview import claim_reviews, reviews_of
from govpr.hoaxes.readers.html import plain
from govpr.hoaxes.readers.joining import joined
from govpr.hoaxes.verdicts import split_label, verdict_of
from govpr.models import Verdict


@frozen(kw_only=True)
class Article:
    """What a site or feed says of one article.

    Args:
        id: Its identifier there.
        title: Its headline, as HTML.
        html: Its words, as HTML.
        url: Its address.
        published: When, as written there.
        updated: When it was changed last, as written there.
        topics: Categories and tags.
        images: Addresses of pictures that stand beside it.
        language: BCP 47 tag, or "".
        publisher: Who publishes it, or "".
    """

    id: str
    title: str
    html: str = ""
    url: str = ""
    published: str = ""
    updated: str = ""
    topics: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    language: str = ""
    publisher: str = ""


def article_row(article: Article) -> Row:
    """An article under the names of a table of fact-checks.

    What its ClaimReview says comes first, then its title and the parts of its text.

    Args:
        article: The article.

    Example:
        >>> row = article_row(Article(id="7", title="[SALAH] Bansos cair", html="<h3>Kesimpulan</h3><p>Tidak benar."))
        >>> row["label"], row["text"], row["conclusion"]
        ('SALAH', 'Bansos cair', 'Tidak benar.')
    """
    return read_article(article)[0]


def read_article(article: Article) -> tuple[Row, tuple[Problem, ...]]:
    """As `article_row`, with what of the article is not read.

    Args:
        article: The article.
    """
    page = content_of(article.html)
    return _row(article, page), page.unread


def _row(article: Article, page: Content) -> Row:
    parts, review = sections(page.blocks), _review(page)
    label, title = split_label(plain(article.title))
    kind = told(parts, "category").partition("\n")[0]
    topics = ", ".join(dict.fromkeys(topic for topic in map(plain, article.topics) if topic))
    return {
        "identifier": article.id,
        "text": review.get("text") or title,
        "title": title,
        "label": label or review.get("label") or (kind if verdict_of(kind) is not Verdict.OTHER else ""),
        "rated": review.get("rated"),
        "url": article.url or review.get("url"),
        "date": article.published or review.get("date"),
        "updated": article.updated,
        "conclusion": told(parts, "conclusion", "found", "explained") or review.get("conclusion"),
        "topic": topics or review.get("topic"),
        "appearances": [*addresses(parts, "seen"), *_list(review.get("appearances"))],
        "images": [*article.images, *page.images],
        "lang": article.language or review.get("lang"),
        "publisher": article.publisher or review.get("publisher"),
        "licence": review.get("licence"),
        "independent": review.get("independent", True),
    }


def _review(page: Content) -> Row:
    """The first ClaimReview of the page that names a claim, as a row."""
    rows = [one for text in page.data for one in claim_reviews(text)[0]]
    told = joined(rows, [one for item in page.items for one in reviews_of(item)])
    return next((row for _, row in told if row.get("text")), {})


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
