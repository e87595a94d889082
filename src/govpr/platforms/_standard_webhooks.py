"""The signature of Standard Webhooks 1.0.0, for what goes out (https://www.standardwebhooks.com)."""

import binascii
import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime

from govpr.errors import Misconfigured

ID = "webhook-id"
_PREFIX = "whsec_"


def sealed(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Mapping[str, str]:
    """The headers that prove who sent a message, and when.

    Args:
        secret: The key that both sides know: base64 after `whsec_`.
        headers: Have the message's id.
        body: The exact bytes that are sent.
        now: The time of this try; receivers refuse what is older than some minutes.

    Raises:
        Misconfigured: The secret is no base64. It is never repeated.

    Example:
        >>> from datetime import UTC
        >>> then = datetime.fromtimestamp(1614265330, UTC)
        >>> key, name = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", {ID: "msg_p5jXN8AQM9LWM0D4loKWxJek"}
        >>> sealed(key, name, b'{"test": 2432232314}', then)["webhook-signature"]
        'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    try:
        key = b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        what = "the webhook's secret is not what Standard Webhooks asks for; write whsec_ and base64"
        raise Misconfigured(what) from None
    moment = str(int(now.timestamp()))
    signed = b".".join((headers.get(ID, "").encode(), moment.encode(), body))
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return {"webhook-timestamp": moment, "webhook-signature": f"v1,{b64encode(digest).decode()}"}
