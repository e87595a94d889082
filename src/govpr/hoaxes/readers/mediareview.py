"""MediaReview (schema.org): what became of a picture, a video or a recording."""

from collections.abc import Mapping

from govpr.hoaxes.readers.values import addresses, is_a, one, tail, word

KIND = "MediaReview"


def media_row(item: Mapping[str, object]) -> dict[str, object]:
    """A review of media under the names that a row of a hoax database has.

    Its label is `mediaAuthenticityCategory`, as `DecontextualizedContent`.

    Args:
        item: The MediaReview object.
    """
    media = one(item.get("itemReviewed"))
    seen = media.get("mediaItemAppearance")
    shown = [place for place in (seen if isinstance(seen, list) else [seen]) if isinstance(place, dict)]
    claims = [one(place.get("interpretedAsClaim")) for place in shown]
    told = next((word(claim.get("text")) or word(claim.get("name")) for claim in claims if claim), "")
    original = addresses(item.get("originalMediaLink"))
    context = word(item.get("originalMediaContextDescription"))
    places = [addresses(place.get(name)) for place in shown for name in ("accessedOnUrl", "url", "archivedAt")]
    files = [addresses(place.get("contentUrl")) for place in (media, *shown)]
    is_image = any(is_a(place, kind) for place in (media, *shown) for kind in ("ImageObject", "ImageObjectSnapshot"))
    author = one(item.get("author")) or one(item.get("publisher"))
    return {
        "identifier": word(item.get("identifier")),
        "text": word(item.get("claimReviewed")) or told or word(media.get("name")) or context,
        "title": word(item.get("headline")) or word(item.get("name")),
        "lang": word(item.get("inLanguage")),
        "publisher": word(author),
        "label": tail(word(item.get("mediaAuthenticityCategory"))),
        "url": word(item.get("url")) or word(item.get("mainEntityOfPage")),
        "date": word(item.get("datePublished")),
        "updated": word(item.get("dateModified")),
        "conclusion": " ".join(part for part in (context, *original) if part),
        "licence": word(item.get("license")) or word(item.get("sdLicense")),
        "independent": not is_a(author, "GovernmentOrganization"),
        "appearances": [address for some in (*places, *([] if is_image else files)) for address in some],
        "images": [address for some in files for address in some] if is_image else [],
    }
