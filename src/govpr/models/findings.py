"""What a check found."""

from enum import StrEnum

from attrs import field, frozen

from govpr.models import _checks as check


class Severity(StrEnum):
    """How grave a finding is: an error stops the post, a warning is for the approver to weigh."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@frozen(kw_only=True)
class Finding:
    """One result of a check; never a bare string.

    Args:
        code: A stable name to react to, as `text.too-long`.
        severity: Error, warning or info.
        message: What was found.
        advice: What to do.
        path: Where it stands, as `messages[banjir].variants[a]`.
        post: The id of the post that it concerns, or None.
    """

    code: str = field(validator=check.filled)
    severity: Severity = Severity.ERROR
    message: str = field(validator=check.filled)
    advice: str = ""
    path: str = ""
    post: str | None = None
