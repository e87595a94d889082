"""`govpr hoax`: hoax databases, near and far, and the desk that answers. Commands are imported when they are used."""

from cyclopts import App

from govpr.cli.options import examples

app = App(name="hoax", help_epilogue=examples("govpr hoax import factchecks.jsonl"))

COMMANDS = {
    "import": ("import_", "Take over fact-checks from JSONL, CSV or ClaimReview JSON-LD files; all files or none."),
    "check": ("check", "What the local database says about a text."),
    "match": ("match", "The nearest fact-checks of many texts, best first."),
    "evaluate": ("evaluate", "How good matching is on your own texts, and which thresholds suit them."),
    "count": ("count", "How many fact-checks are known."),
    "index": ("index", "How the index of fact-checks is; --rebuild makes it again."),
    "databases": ("databases", "The hoax databases that the settings name, and how far each was read."),
    "search": ("search", "Ask hoax databases about a text, all at once. The text leaves this machine."),
    "sync": ("sync", "Read hoax databases through into the local store, for use without a network."),
    "markup": ("markup", "What your clarifications say, as ClaimReview markup of your own pages elsewhere."),
    "tip": ("tip", "Pass a rumour on to fact-checkers elsewhere, in two steps."),
    "report": ("report", "Take in what people report: each joins the case of the same claim, or opens one."),
    "desk": ("desk", "What was reported, who works on it, what is answered."),
    "picture": ("picture", "Has this picture been checked before?"),
    "evidence": ("evidence", "Copies of pages that clarifications rest on."),
}
for _place, (_command, (_file, _summary)) in enumerate(COMMANDS.items()):
    app.command(f"govpr.cli.hoax.{_file}:app", name=_command, help=_summary, sort_key=_place)
