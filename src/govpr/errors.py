"""Every error that govpr raises.

    GovprError
    ├── InputError               what was given cannot be used; lists every problem at once
    │   ├── InvalidValue         one field of one model
    │   └── InvalidFile          a file, with the line of each problem
    ├── NotFound                 a name that the workspace, or a plug-in group, does not know
    ├── NotAllowed               a rule of governance forbids it (approval, consent, confirmation)
    ├── StoreError               the workspace's database or folder cannot be used
    │   └── Damaged              a file that can be made again is damaged
    └── DeliveryError            a platform or database did not do what was asked; `outcome` says what follows
        ├── Unreachable          RETRY        nothing was sent, or repeating it is harmless
        │   └── Stale            RETRY        what was prepared has ended there; it is prepared anew
        ├── Throttled            WAIT         the service names a time to come back
        ├── Submitted            SUBMITTED    the service has it and works on it: look later
        ├── InDoubt              IN_DOUBT     it may have happened: look before sending again
        ├── Duplicate            DUPLICATE    the service has it already
        ├── Unauthorized         AUTH         credentials are missing, wrong or ended
        ├── Misconfigured        CONFIGURATION  version, permission, address
        ├── Rejected             PERMANENT    the content or request will never be accepted
        ├── NeedsHuman           HUMAN        only a person can go on
        ├── Partial              PARTIAL      some parts are out, the rest is not
        ├── ProtocolError        HUMAN        an answer that the service's documentation does not know
        └── NoAnswer             RETRY        no hoax database answered: nothing is known about the text

Each says what happened, where, and what to do next. None ever carries a secret, a NIP or a body that was sent.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from attrs import frozen


class Outcome(StrEnum):
    """What a failed delivery asks of the outbox."""

    RETRY = "retry"
    WAIT = "wait"
    SUBMITTED = "submitted"
    IN_DOUBT = "in_doubt"
    DUPLICATE = "duplicate"
    AUTH = "auth"
    CONFIGURATION = "configuration"
    PERMANENT = "permanent"
    HUMAN = "human"
    PARTIAL = "partial"


@frozen
class Problem:
    """One thing that is wrong with an input.

    Args:
        path: Where it stands, as a dotted path such as `messages[2].variants[0].text`.
        message: What is wrong.
        advice: What to write instead.
        line: The line in the file, counted from 1, where known.

    Example:
        >>> print(Problem("campaign.starts", "is missing", advice="write starts = 2026-12-01", line=3))
        line 3: campaign.starts is missing; write starts = 2026-12-01
    """

    path: str
    message: str
    advice: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        what = f"{self.path} {self.message}".strip()
        return f"{where}{what}; {self.advice}" if self.advice else f"{where}{what}"


class GovprError(Exception):
    """The root: catch this to catch everything that govpr raises on purpose."""


class InputError(GovprError):
    """What was given cannot be used; `problems` lists everything that is wrong with it.

    Args:
        problems: All problems, in the order of the input.
        subject: What was read, such as a file's name.
    """

    def __init__(self, problems: Sequence[Problem], subject: str = "") -> None:
        self.problems = tuple(problems)
        self.subject = subject
        super().__init__(self.problems, subject)

    def __str__(self) -> str:
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        if not self.subject:
            return "; ".join(str(problem) for problem in self.problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        return f"{self.subject}: {count}, nothing was taken over\n{lines}"


class InvalidValue(InputError):
    """A field of a model has a value that it cannot have.

    Args:
        field: The field, as `Officer.region`.
        message: What is wrong with it.
        advice: What to give instead.
    """

    def __init__(self, field: str, message: str, advice: str = "") -> None:
        self.field = field
        super().__init__((Problem(field, message, advice),))

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, str]]:
        problem = self.problems[0]
        return type(self), (problem.path, problem.message, problem.advice)


class InvalidFile(InputError):
    """A file cannot be used; nothing of it was taken over."""


class NotFound(GovprError):
    """A name that nothing here goes by.

    Args:
        kind: What was looked for, such as `officer`.
        name: The name that was given.
        known: Names that exist, to choose from.
        advice: What to do, where there is nothing to choose from.
    """

    def __init__(self, kind: str, name: str, known: Sequence[str] = (), advice: str = "") -> None:
        self.kind, self.name, self.known, self.advice = kind, name, tuple(known), advice
        super().__init__(kind, name, self.known, advice)

    def __str__(self) -> str:
        what = f"no {self.kind} is called {self.name!r}" if self.name else f"there is no {self.kind} yet"
        choices = f"; known: {', '.join(self.known)}" if self.known else ""
        return f"{what}{choices}{f'; {self.advice}' if self.advice else ''}"


class NotAllowed(GovprError):
    """A rule of governance forbids it.

    Args:
        code: The rule, as a stable code such as `approval.own-work`.
        message: What was refused.
        advice: What to do instead.
    """

    def __init__(self, code: str, message: str, advice: str = "") -> None:
        self.code, self.message, self.advice = code, message, advice
        super().__init__(code, message, advice)

    def __str__(self) -> str:
        return f"{self.message} [{self.code}]" + (f"; {self.advice}" if self.advice else "")


class StoreError(GovprError):
    """The workspace's database or folder cannot be used."""


class Damaged(StoreError):
    """A file that can be made again is damaged, or of another kind or version."""


class DeliveryError(GovprError):
    """A platform or hoax database did not do what was asked.

    Args:
        message: What happened; never a secret, never a body that was sent.
        where: The service, as `mastodon` or a host.
        code: The service's own error code, where it gave one.
        status: The HTTP status, where there was one.
        after: Seconds to wait, where the service said so.
    """

    outcome = Outcome.HUMAN
    advice = "read the message, then decide by hand"

    def __init__(
        self, message: str, *, where: str = "", code: str = "", status: int | None = None, after: float | None = None
    ) -> None:
        self.message, self.where, self.code, self.status, self.after = message, where, code, status, after
        super().__init__(message)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        detail = ", ".join(str(part) for part in (self.status, self.code) if part)
        return f"{place}{self.message}" + (f" ({detail})" if detail else "") + f"; {self.advice}"


class Unreachable(DeliveryError):
    """The service could not be reached, or failed in a way that repeating cannot harm.

    `unsent` says that nothing was sent, so that nothing can have arrived.
    """

    outcome = Outcome.RETRY
    advice = "it is tried again by itself"
    unsent = False


class Stale(Unreachable):
    """What was prepared there, such as a container or an upload, has ended without being published."""

    advice = "it is prepared anew by itself"


class Throttled(DeliveryError):
    """The service asks to come back later; `after` has the seconds."""

    outcome = Outcome.WAIT
    advice = "it waits as long as the service asked"


class Submitted(DeliveryError):
    """The service has taken the post and still works on it; `after` has the seconds until it is worth a look."""

    outcome = Outcome.SUBMITTED
    advice = "it is looked up by itself; nothing is sent again before that"


class InDoubt(DeliveryError):
    """The request was sent and its answer was lost: it may have been published."""

    outcome = Outcome.IN_DOUBT
    advice = "look on the platform before anything is sent again"


class Duplicate(DeliveryError):
    """The service says that it has this post already.

    Args:
        existing: The identifier of the one that it has, where it names it.
    """

    outcome = Outcome.DUPLICATE
    advice = "nothing more is sent"

    def __init__(
        self,
        message: str,
        *,
        existing: str | None = None,
        where: str = "",
        code: str = "",
        status: int | None = None,
        after: float | None = None,
    ) -> None:
        self.existing = existing
        super().__init__(message, where=where, code=code, status=status, after=after)


class Unauthorized(DeliveryError):
    """Credentials are missing, wrong or ended."""

    outcome = Outcome.AUTH
    advice = "give the account a valid credential, then order another try: govpr retry POST"


class Misconfigured(DeliveryError):
    """The account or the service is set up in a way that cannot work."""

    outcome = Outcome.CONFIGURATION
    advice = "mend the account's settings, then order another try: govpr retry POST"


class Rejected(DeliveryError):
    """The service will never accept this content."""

    outcome = Outcome.PERMANENT
    advice = "change the message, plan and approve it again"


class NeedsHuman(DeliveryError):
    """Only a person can go on."""


class Partial(DeliveryError):
    """Some parts are out and the rest is not.

    Args:
        done: Identifiers of the parts that are out, in order.
        cause: Why the next part is not.
    """

    outcome = Outcome.PARTIAL
    advice = "the outbox goes on from the part that failed"

    def __init__(self, message: str, *, done: Sequence[str], cause: DeliveryError) -> None:
        self.done, self.cause = tuple(done), cause
        super().__init__(message, where=cause.where)


class ProtocolError(DeliveryError):
    """An answer that the service's documentation does not know."""

    advice = "the service may have changed: check its documentation and the adapter"


class NoAnswer(DeliveryError):
    """Many were asked and none answered: nothing is known, and nothing may be said.

    Args:
        problems: Why each did not, with its name.
    """

    outcome = Outcome.RETRY
    advice = "ask again later; until then nothing is known about the text"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"no hoax database answered: {'; '.join(self.problems)}")
