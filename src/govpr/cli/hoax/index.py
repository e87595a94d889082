"""`govpr hoax index`: how the index of fact-checks is, and making it again."""

from attrs import asdict
from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import moving, working
from govpr.cli.show import when
from govpr.workspace.indexing import IndexState

app = App(
    name="index",
    help_epilogue=examples("govpr hoax index", "govpr hoax index --rebuild --verify", "govpr hoax index --meanings"),
)


@app.default
def index(
    *,
    verify: bool = False,
    rebuild: bool = False,
    meanings: bool = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """How the index of fact-checks is: claims, size, age, and whether it is what the database holds.

    It is mended by itself when it is used next; --rebuild does so now. Exit code 1: it is damaged, or lags behind.

    Args:
        verify: Read every byte of it.
        rebuild: Make it again from the stored fact-checks first.
        meanings: Gather the meanings of all claims too, with the model under [matching]: claims are found then that
            share no word with a text. Some two minutes for ten thousand the first time.
    """
    gathered = None
    with opened(workspace) as ws:
        if rebuild:
            with working("Making the index again"):
                ws.hoaxes.remake_index()
        if meanings:
            with moving("Gathering meanings") as progress:
                gathered = ws.hoaxes.gather(progress=progress)
        with working("Looking at the index"):
            state = ws.hoaxes.index_state(verify=verify)
    said = "" if gathered is None else f"The meanings of {gathered:,} claims are gathered.\n"
    tell(as_json, "hoax-index", {**asdict(state), "meanings": gathered}, said + _told(state, verify=verify))
    return 0 if state.current else NEEDS_A_PERSON


def _told(state: IndexState, *, verify: bool) -> str:
    if state.problem:
        return f"{state.problem}, or now with govpr hoax index --rebuild"
    written = when(state.changed) if state.changed else "never"
    size = f"{state.size / 1_000_000:.1f} MB"
    what = f"{state.claims:,} claims, {size}, last written {written}"
    if not state.current:
        return f"{what}; the database holds {state.known:,} and has changed since: govpr hoax index --rebuild"
    return f"{what}; it is what the database holds" + (", and every byte of it can be read." if verify else ".")
