"""`govpr platforms`: what is installed, what each accepts, and whether a text fits. Imported when used."""

from cyclopts import App

from govpr import plugins
from govpr.cli.options import AsJson, examples
from govpr.cli.output import table, tell

app = App(
    name="platforms", help_epilogue=examples("govpr platforms show mastodon", 'govpr platforms check x "Siaga banjir"')
)

COMMANDS = {
    "show": "Everything that a platform declares: what it accepts, can do, and needs.",
    "check": "Measure a text for a platform: length, links, mentions, hashtags, what is wrong and what would fit.",
}
for _place, (_command, _summary) in enumerate(COMMANDS.items()):
    app.command(f"govpr.cli.platforms.{_command}:app", name=_command, help=_summary, sort_key=_place)


@app.command(name="list", help_epilogue=examples("govpr platforms list", "govpr platforms list --json"), sort_key=-1)
def list_(*, as_json: AsJson = False) -> None:
    """List the platforms that are installed; nothing of them is loaded."""
    names = plugins.names(plugins.PLATFORMS)
    tell(as_json, "platforms", {"platforms": names}, table(("platform",), [(name,) for name in names]))
