"""`workspace.hoaxes`: the local hoax database."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import Path

from attrs import frozen
from sqlalchemy import Connection

from govpr.hoaxes.deciding import Deciding
from govpr.hoaxes.evaluation import ALARMS, Evaluation, measured, read_pairs, summed
from govpr.hoaxes.evaluation.page import write_evaluation
from govpr.hoaxes.federation.showing import shown_once
from govpr.hoaxes.matching import Match, check
from govpr.hoaxes.queries import Query
from govpr.hoaxes.readers import checked_file
from govpr.hoaxes.runs import Ranking, matched
from govpr.hoaxes.searching import gathered, searcher
from govpr.models import FactCheck, HoaxReport, Sighting
from govpr.storage import hoax_changes, rumours
from govpr.workspace.context import Context
from govpr.workspace.indexing import IndexState, index_state
from govpr.workspace.progress import Progress, counted, silent

_AT_ONCE = 1_000


@frozen
class Hoaxes:
    """Fact-checks, and what they say about a text."""

    _context: Context

    def load(
        self,
        *paths: Path | str,
        publisher: str = "",
        licence: str = "",
        label: str = "",
        independent: bool = True,
        progress: Progress = silent,
    ) -> int:
        """Take over fact-checks from JSONL, CSV or ClaimReview JSON-LD files; all files or none.

        Each file is read twice: to find everything that is wrong with any of them before one is taken over, and to take
        it over. Tables and JSON lines of any length fit: a few bytes of each row are in memory.

        Args:
            paths: The files.
            publisher: Who checked, for rows that do not say.
            licence: Terms of use, for rows that do not say.
            label: The verdict, for rows that do not say, as where every row is a hoax.
            independent: False when the publisher is the government itself.
            progress: Is told how many are indexed, and of how many.

        Returns:
            How many fact-checks the files hold.

        Raises:
            InvalidFile: Lists everything that is wrong with a file.
        """
        check = partial(checked_file, publisher=publisher, licence=licence, label=label, independent=independent)
        files, context = [check(Path(path)) for path in paths], self._context
        total = sum(file.count for file in files)
        with context.index() as index, context.database.write() as connection:
            # each is kept, and then indexed, as it comes; until the end the index does not say what it is made of
            index.add(counted(_kept(chain.from_iterable(files), connection), progress, total))
            context.record(connection, actor="govpr", action="hoaxes.loaded", subject="hoaxes", count=total)
            index.add((), stamp=hoax_changes.changes(connection))
        return total

    def check(self, text: str, *, top: int = 5, language: str | None = None, since: date | None = None) -> Match:
        """What the local database says about a text. "Nothing found" does not mean "true".

        An article that several hoax databases have is there once, with their names.

        Args:
            text: A message, as it circulates.
            top: How many similar fact-checks to weigh.
            language: BCP 47 tag of the text, or None to guess it.
            since: Only fact-checks of this day or later; those without a day are left out.
        """
        sure = self._context.settings.matching
        with self._context.index() as index:
            search = searcher(index, self._context.home.index, self.lookup, sure)
            found = check(text, search, self.lookup, top=top, language=language, since=since, thresholds=sure)
        return shown_once(found)

    def match(
        self, queries: Iterable[Query], *, top: int = 10, workers: int = 1, decide: bool = False
    ) -> Iterator[Mapping[str, str | int | float | None]]:
        """The nearest fact-checks of many texts, best first, in the order of the texts; only a few are held at once.

        Args:
            queries: Each has `qid`, `text` and perhaps `lang`: from `govpr.hoaxes.queries`, or of your own.
            top: How many for each.
            workers: How many processes work on it; a script that wants more than one begins behind
                `if __name__ == "__main__":`, as multiprocessing needs it.
            decide: Whether rows say what `check` says, with one row of decision `nothing` where it finds nothing.

        Yields:
            Rows with `qid`, `cid`, `rank` and `score`; with `decide` also `decision` and `probability`.

        Raises:
            StoreError: A process ended before its work was done.
        """
        context = self._context
        path, sure = self.index(), context.settings.matching  # made anew, where it lags, before processes share it
        stored = decide or sure.model  # a model reads the claims themselves
        answering = Deciding(path, context.home.database, top, sure, decide) if stored else Ranking(path, top)
        for rows in matched(queries, answering, workers):
            yield from rows

    def evaluate(
        self,
        queries: Path | str,
        qrels: Path | str | None = None,
        *,
        out: Path | str | None = None,
        alarms: tuple[float, float] = ALARMS,
        seed: int = 0,
        progress: Progress = silent,
    ) -> Evaluation:
        """How good matching is on texts whose claims people judged, and which thresholds would suit them.

        Args:
            queries: As `govpr.hoaxes.evaluation.read_pairs` reads them.
            qrels: The judgements; without them `queries` is a table with `text` and `cid`.
            out: A folder for report.html and report.json, or None.
            alarms: The shares of new texts that may be called the same, and related, at most.
            seed: Of the chance in the intervals.
            progress: Is told how many texts were measured, and of how many.

        Raises:
            InvalidFile: Lists every line that cannot be used.
        """
        pairs, settings = read_pairs(queries, qrels), self._context.settings
        with self._context.index() as index:
            search = searcher(index, self._context.home.index, self.lookup, settings.matching)
            outcomes = measured(pairs, search, self.lookup, settings.matching)
            told = list(counted(outcomes, progress, len(pairs.queries)))
            evaluation = summed(told, pairs, index.count, alarms=alarms, seed=seed)
        if out is not None:
            write_evaluation(evaluation, Path(out), settings.language)
        return evaluation

    def index(self) -> Path:
        """The index's folder, brought up to date: what `govpr.hoaxes.arrow.match_batches` needs on each machine."""
        with self._context.index():
            return self._context.home.index.resolve()

    def index_state(self, *, verify: bool = False) -> IndexState:
        """How the index is: what it holds, its size and age, and whether it is what the store holds. Nothing is mended.

        Args:
            verify: Whether every byte of it is read: some seconds for a million claims.
        """
        return index_state(self._context, verify=verify)

    def remake_index(self) -> IndexState:
        """Make the index again from the stored fact-checks: about a minute for a million."""
        self._context.remake_index()
        return index_state(self._context)

    def gather(self, *, progress: Progress = silent) -> int:
        """Gather the meanings of all claims with the model under `[matching]`: some two minutes for ten thousand.

        From then on claims are found that share no word with a text. What comes later is found by its words, until
        this is called again; only what is new takes long then.

        Args:
            progress: Is told how many fact-checks were read, and of how many.

        Returns:
            The meanings of how many claims were gathered: those in the model's languages.

        Raises:
            InputError: No model is named; or it is not there, of another kind, or its extra is missing.
        """
        folder, sure = self.index(), self._context.settings.matching
        with self._context.database.read() as connection:
            total = rumours.count_factchecks(connection)
            return gathered(counted(rumours.all_factchecks(connection), progress, total), folder, sure)

    def lookup(self, cids: Iterable[str]) -> Mapping[str, FactCheck]:
        """Fact-checks by cid; unknown ones are left out."""
        with self._context.database.read() as connection:
            return rumours.factchecks_of(connection, list(cids))

    def count(self) -> int:
        """How many fact-checks are known."""
        with self._context.database.read() as connection:
            return rumours.count_factchecks(connection)

    def saw(self, sighting: Sighting) -> None:
        """Note where a claim was seen. No post may link that address."""
        with self._context.database.write() as connection:
            rumours.add_sighting(connection, sighting)

    def report(self, report: HoaxReport) -> None:
        """Keep a tip, or how it was closed."""
        with self._context.database.write() as connection:
            rumours.save_report(connection, report)

    def reports(self) -> tuple[HoaxReport, ...]:
        """Every tip, by id."""
        with self._context.database.read() as connection:
            return rumours.all_reports(connection)


def _kept(factchecks: Iterable[FactCheck], connection: Connection) -> Iterator[FactCheck]:
    """The same fact-checks, each of them in the database before it is given; a few at a time are in memory."""
    left = iter(factchecks)
    while some := list(islice(left, _AT_ONCE)):
        newest = {one.cid: one for one in some}
        rumours.save_factchecks(connection, newest.values())
        yield from newest.values()
