"""`workspace.desk`: what people report, who works on it, what they are answered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from govpr.hoaxes.desk.answers import Answer
from govpr.hoaxes.desk.assignment import Assigned
from govpr.hoaxes.desk.drafting import Draft
from govpr.hoaxes.desk.grouping import as_factcheck
from govpr.hoaxes.desk.intake import NewReport, read_reports
from govpr.models import Case, CaseState, Clarification, HoaxReport, Reason, Sighting
from govpr.storage import rumours
from govpr.workspace.context import Context
from govpr.workspace.desk import answering, board, clarifying, intake, ordering
from govpr.workspace.desk.board import ON_THE_DESK, Card, CaseFile
from govpr.workspace.desk.clarifying import Clarified, Corrected
from govpr.workspace.desk.intake import Received
from govpr.workspace.desk.publishing import catch_up
from govpr.workspace.desk.steps import GOVPR, addresses, claims_index, known_case, known_person


@frozen
class Desk:
    """The hoax desk: reports come in, become cases, are answered, and corrected where an answer was wrong."""

    _context: Context

    def report(
        self,
        text: str,
        *,
        channel: str,
        at: datetime | None = None,
        where: str = "",
        seen: datetime | None = None,
        picture: str = "",
        image: Path | None = None,
        language: str | None = None,
        region: str = "ID",
        reach: int | None = None,
        reply_to: str = "",
        by: str = GOVPR,
    ) -> Received:
        """Take a report in: it joins the case of the same claim, or opens one.

        Args:
            text: What was passed on.
            channel: How it came in, as `whatsapp`.
            at: When it came in, or None for now. The clock runs from here.
            where: Where it was seen: an address, or words.
            seen: When it was seen.
            picture: The name or digest of the picture that came with it.
            image: That picture's file: it is compared with known ones, and remembered. A broken one stops nothing.
            language: BCP 47 tag, or None to guess.
            region: Province (ISO 3166-2:ID), or `ID`.
            reach: How many have seen it there, where known.
            reply_to: Who gets the answer on that channel. It is kept apart, and stands in no log, repr or address.
            by: The officer who took it in.

        Raises:
            InvalidValue: Something cannot be used.
            NotAllowed: `by` is no officer here.
        """
        new = NewReport(
            text=text,
            channel=channel,
            at=at,
            where=where,
            seen=seen,
            picture=picture,
            image=image,
            language=language,
            region=region,
            reach=reach,
            reply_to=reply_to,
        )
        (received,) = self.take_in([new], by=by)
        return received

    def take_in(self, reports: Sequence[NewReport], *, by: str = GOVPR) -> tuple[Received, ...]:
        """Take many reports in, all of them or none. One that was taken in before changes nothing.

        Raises:
            InputError: Lists the reports that lie in the future.
            NotAllowed: `by` is no officer here.
        """
        catch_up(self._context)
        return intake.take_in(self._context, reports, by)

    def load(self, path: Path | str, *, channel: str = "", by: str = GOVPR) -> tuple[Received, ...]:
        """Take in the reports of a CSV or JSON lines file, all of them or none.

        Args:
            path: The file; its columns or fields are those of `NewReport`.
            channel: How they came in, for rows that do not say.
            by: The officer who took them in.

        Raises:
            InvalidFile: Lists everything that is wrong with it.
        """
        return self.take_in(read_reports(Path(path), channel=channel), by=by)

    def saw(self, case: str, *, channel: str, by: str, url: str | None = None, reach: int | None = None) -> CaseFile:
        """Note one more place where the claim of a case was seen. No post may link that address.

        Args:
            case: The case's id.
            channel: Where, as `facebook`.
            by: The officer who saw it.
            url: The address, or None for a private message.
            reach: Views or shares there.
        """
        context = self._context
        with context.database.write() as connection, claims_index(context, connection) as index:
            known_person(connection, by)
            known = known_case(connection, case)
            seen = Sighting(claim=case, at=context.clock(), channel=channel, url=url, reach=reach)
            rumours.add_sighting(connection, seen)
            context.record(connection, actor=by, action="desk.seen", subject=case, channel=channel)
            index.add([as_factcheck(known, addresses(connection, known))])
        return board.case_file(context, case)

    def cases(self, *states: CaseState, officer: str | None = None) -> tuple[Card, ...]:
        """Cases in some states, or those on the desk, the most urgent first.

        Args:
            states: Which; open, assigned, drafted and answering where none is named.
            officer: Only those that this officer works on.
        """
        catch_up(self._context)
        return board.cards(self._context, states or ON_THE_DESK, officer)

    def show(self, case: str) -> CaseFile:
        """Everything about one case.

        Raises:
            NotFound: There is none of that id.
        """
        catch_up(self._context)
        return board.case_file(self._context, case)

    def assign(self, *, by: str = GOVPR) -> Assigned:
        """Give every open case to an officer of `[desk.officers]` who knows its language and has room for it."""
        return ordering.deal(self._context, by)

    def give(self, case: str, officer: str, *, by: str) -> Case:
        """Give one case to one officer.

        Raises:
            NotAllowed: The officer is not at the desk, is full, or does not know the language.
        """
        return ordering.give(self._context, case, officer, by)

    def give_back(self, case: str, *, by: str, note: str = "") -> Case:
        """Put an assigned case back on the desk."""
        return ordering.give_back(self._context, case, by, note)

    def merge(self, case: str, into: str, *, by: str, note: str = "") -> Case:
        """Move everything of a case to another, since both are of one claim; gives the one that is left."""
        return ordering.merge(self._context, case, into, by, note)

    def split(self, case: str, reports: Collection[str], *, by: str, note: str = "") -> Case:
        """Take reports out of a case, since they are of another claim; gives their new case.

        Raises:
            InputError: A report is not of the case, or none would be left.
        """
        return ordering.split(self._context, case, reports, by, note)

    def close(self, case: str, reason: Reason | str, *, by: str, note: str = "") -> Case:
        """Close a case that is not clarified. Its reporters are told why.

        Raises:
            NotAllowed: An answer is out already: it has to be corrected.
        """
        catch_up(self._context)
        return ordering.close(self._context, case, Reason(reason), by, note)

    def reopen(self, case: str, *, by: str, note: str = "") -> Case:
        """Take up a case again that was not clarified."""
        return ordering.reopen(self._context, case, by, note)

    def clarify(
        self,
        case: str,
        draft: Draft = Draft(),  # noqa: B008  (a frozen value)
        *,
        by: str,
        factcheck: str | None = None,
        public: bool = True,
        override: str = "",
        accounts: Sequence[str] = (),
    ) -> Clarified:
        """Write the clarification of a case.

        It goes out as a campaign: plan, approve and deliver it. The newsroom publishes it as ClaimReview.

        Args:
            case: The case's id.
            draft: What it says; what is left empty is filled from an independent fact-check of the claim.
            by: The officer who writes it; somebody else approves.
            factcheck: The cid of the fact-check of the claim, where it is another than the desk found.
            public: False to answer those who reported it, and nobody else.
            override: Why to answer in public although few have seen the claim.
            accounts: The official accounts that say it; all of them where none is named.

        Raises:
            InputError: Lists everything that is missing, and what in the claim's words is not neutral.
            NotAllowed: Few have seen the claim, or an answer is out already.
        """
        catch_up(self._context)
        return clarifying.clarify(
            self._context,
            case,
            draft,
            by=by,
            public=public,
            override=override,
            accounts=tuple(accounts),
            factcheck=factcheck,
        )

    def release(self, case: str, *, by: str) -> Case:
        """Let a clarification that only reporters are told be told. Its author cannot.

        Raises:
            NotAllowed: Its author asks, or a campaign carries it.
        """
        return clarifying.release(self._context, case, by)

    def answers(self, case: str | None = None) -> tuple[Answer, ...]:
        """Who is to be told what, of one case or of all: texts to be handed over. They hold contacts of people.

        When all are asked for, contacts are deleted that `[desk] keep_contacts` says are not kept any longer.
        """
        catch_up(self._context)
        if case is None:
            answering.keep_no_longer(self._context)
        return answering.answers(self._context, case)

    def answered(self, report: str, *, by: str) -> HoaxReport:
        """Note that a reporter was told; noting it twice changes nothing.

        Raises:
            NotAllowed: There is nothing to tell yet.
        """
        catch_up(self._context)
        return answering.mark_answered(self._context, report, by)

    def correct(
        self,
        clarification: Clarification | str,
        draft: Draft = Draft(),  # noqa: B008  (a frozen value)
        *,
        by: str,
        note: str,
    ) -> Corrected:
        """Correct a clarification on each account that it reached, in the newsroom, and with every reporter.

        Args:
            clarification: The clarification, or its case's id.
            draft: What is different; what is left empty stays.
            by: The officer who corrects it; somebody else approves.
            note: What was wrong, for all to see.

        Raises:
            InputError: Nothing is different, or nothing is said of what was wrong.
            NotAllowed: Nobody has been told it yet: write it anew.
        """
        catch_up(self._context)
        case = clarification if isinstance(clarification, str) else clarification.case or ""
        return clarifying.correct(self._context, case, draft, by=by, note=note)

    def forget(self, before: datetime, *, by: str) -> int:
        """Delete the contacts of reporters who came before a moment and wait for nothing; says how many."""
        catch_up(self._context)
        return answering.forget(self._context, before, by)
