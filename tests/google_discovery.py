"""Requests to Google Fact Check Tools, held against the discovery document that google-api-python-client ships."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from govpr.http.calls import Call, Json
from govpr.testing.specs import Sent, discovery

_HOST = "factchecktools.googleapis.com"


def check_request(method: str, url: str, body: Any = None) -> None:
    """Fail where a request is none that the service describes.

    Args:
        method: The HTTP method.
        url: The whole address.
        body: What its JSON says, or None.
    """
    file = files("googleapiclient") / "discovery_cache" / "documents" / "factchecktools.v1alpha1.json"
    assert (urlsplit(url).scheme, urlsplit(url).netloc) == ("https", _HOST)
    call = Call(method, url, None if body is None else Json(body))
    data = b"" if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if data else {}
    assert discovery(Path(str(file)))(Sent(call=call, url=url, headers=headers, body=data)) == []
