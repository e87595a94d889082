"""One-time codes: with one, an officer confirms that exactly this post went out on the officer's own account."""

import base64
import hashlib
import hmac
from datetime import timedelta

VALID_FOR = timedelta(days=7)
_LETTERS = 10


def code_for(key: bytes, post: str, content_hash: str) -> str:
    """The code of one content of one post. It is derived, so that a share kit can be written again.

    Args:
        key: The workspace's secret key.
        post: The post's id.
        content_hash: Another content has another code.

    Example:
        >>> code_for(b"secret", "post-1", "abc")
        '3VAMR-RYRUP'
    """
    digest = hmac.new(key, f"confirm:{post}:{content_hash}".encode(), hashlib.sha256).digest()
    code = base64.b32encode(digest).decode()[:_LETTERS]
    return f"{code[:5]}-{code[5:]}"


def digest_of(key: bytes, code: str) -> str:
    """What the store keeps of a code: enough to recognise it, not to know it.

    Args:
        key: The workspace's secret key.
        code: As typed; case, blanks and hyphens do not matter.
    """
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hmac.new(key, f"code:{plain}".encode(), hashlib.sha256).hexdigest()
