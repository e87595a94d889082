"""What each reporter is told, ready to be handed over."""

from attrs import field, frozen

from govpr.hoaxes.desk.words import because, words
from govpr.models import Clarification, HoaxReport, Reason


@frozen(kw_only=True)
class Answer:
    """One reporter's answer.

    Args:
        report: The report's id.
        case: The case's id.
        version: The clarification's version; 0 says that the claim is not clarified, and why.
        channel: Where the report came in, and the answer goes.
        reply_to: Who gets it there. Personal data: in no repr, log or address.
        text: What to say.
    """

    report: str
    case: str
    version: int
    channel: str
    reply_to: str = field(repr=False)
    text: str


def answer_text(clarification: Clarification, *, url: str = "", again: bool = False) -> str:
    """A clarification as an answer to one person.

    Args:
        clarification: The clarification.
        url: Where it is published, or "".
        again: Whether that person was given an earlier version.
    """
    say = words(clarification.language)
    lines = [say["again" if again else "thanks"]]
    if again and clarification.correction:
        lines.append(f"{say['correction']}: {clarification.correction}")
    lines += [
        f"{say['claim']}: {clarification.claim} [{clarification.label}]",
        f"{say['fact']}: {clarification.fact}",
        f"{say['conclusion']}: {clarification.conclusion}",
        f"{say['sources']}: " + "; ".join(f"{one.title}, {one.publisher} ({one.url})" for one in clarification.sources),
    ]
    return "\n\n".join([*lines, *([f"{say['read']}: {url}"] if url else [])])


def closing_text(report: HoaxReport, reason: Reason) -> str:
    """What a reporter is told whose claim is not clarified. It never says that the claim is true.

    Args:
        report: The report.
        reason: Why.
    """
    say = words(report.language)
    return f"{say['thanks']}\n\n{say['closed']}: {because(reason, report.language)}."
