"""Requests against OpenAPI descriptions: only the operation that is asked for is read and validated."""

from govpr.testing.specs._documents import Source, documents, missing_extra
from govpr.testing.specs._flaws import Description, Flaw
from govpr.testing.specs._operations import operation
from govpr.testing.specs._sent import Sent


def openapi(source: Source) -> Description:
    """What an OpenAPI description (3.0, 3.1 or 3.2) says about requests.

    Paths are those below the servers that it names; which host is asked is the contract's business. Names that an
    object does not have are flaws too, unless the description leaves them open.

    Args:
        source: A file in JSON or YAML, a folder of them, or the description itself.

    Raises:
        InvalidFile: It is not there, cannot be read, or is none.
        InputError: The extra is missing: `pip install govpr[testing]`.

    Source:
        https://spec.openapis.org/oas/latest.html, read by openapi-core.

    Example:
        >>> done = {"responses": {"200": {"description": "done"}}}
        >>> info = {"title": "Warta", "version": "1"}
        >>> described = openapi({"openapi": "3.1.0", "info": info, "paths": {"/me": {"get": done}}})
    """
    try:
        from govpr.testing.specs._validating import problems  # noqa: PLC0415  (an extra)
    except ImportError:
        raise missing_extra("openapi") from None
    known = documents(source, "OpenAPI description", "openapi", "paths")

    def described(sent: Sent) -> list[Flaw] | None:
        for one in known:
            asked = operation(sent, one)
            if asked is not None:
                return list(problems(sent, asked))
        return None

    return described
