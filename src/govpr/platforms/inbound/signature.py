"""Whether a notification is from the service that it names: signatures over the bytes as they came."""

import hmac
from base64 import b64encode
from collections.abc import Mapping


def is_signed(
    body: bytes, signature: str | None, secret: str, *, prefix: str = "sha256=", base64: bool = False
) -> bool:
    """Whether a signature is the HMAC-SHA256 of a body.

    Meta sends it as `X-Hub-Signature-256: sha256=...`, by the app's secret
    (https://developers.facebook.com/docs/graph-api/webhooks/getting-started). Check it before anything is read, over
    the bytes as they came: parsed and written anew they are others.

    Args:
        body: The bytes as they came.
        signature: The header's value, or None where there is none.
        secret: What the service and this side share.
        prefix: What stands before the digest.
        base64: Whether the digest is written in Base64, as LINE does it, not in hexadecimal digits.

    Example:
        >>> is_signed(b"{}", "sha256=" + hmac.new(b"rahasia", b"{}", "sha256").hexdigest(), "rahasia")
        True
        >>> is_signed(b"{ }", "sha256=" + hmac.new(b"rahasia", b"{}", "sha256").hexdigest(), "rahasia")
        False
    """
    if not signature or not secret:  # an empty secret would let anybody sign
        return False
    digest = hmac.new(secret.encode(), body, "sha256").digest()
    right = prefix + (b64encode(digest).decode() if base64 else digest.hex())
    return hmac.compare_digest(right.encode(), signature.encode(errors="replace"))


def challenge(query: Mapping[str, str], token: str) -> str | None:
    """What to answer when Meta asks whether an address is ours; None refuses.

    Args:
        query: What the address was asked with.
        token: The verify token, as written into the app's settings.

    Example:
        >>> asked = {"hub.mode": "subscribe", "hub.verify_token": "kata", "hub.challenge": "1158201444"}
        >>> challenge(asked, "kata"), challenge(asked, "lain")
        ('1158201444', None)
    """
    given = query.get("hub.verify_token", "")
    ours = bool(token) and hmac.compare_digest(given.encode(errors="replace"), token.encode())
    return query.get("hub.challenge") if ours and query.get("hub.mode") == "subscribe" else None
