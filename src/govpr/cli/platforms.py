"""`govpr platforms`: what is installed, and what each accepts."""

from typing import Any

import attrs
from cyclopts import App

from govpr import plugins
from govpr.cli.options import AsJson, examples
from govpr.cli.output import table, tell
from govpr.models.converter import to_data
from govpr.platforms import protocol

app = App(name="platforms", help_epilogue=examples("govpr platforms show mastodon"))

_CAPABILITIES = {
    "prepares before it publishes": protocol.Stages,
    "edits": protocol.Edits,
    "says how an account stands": protocol.Inspects,
    "reads its server's limits": protocol.Adapts,
    "uploads media": protocol.Uploads,
    "finds what was published": protocol.Finds,
    "deletes": protocol.Revokes,
    "measures": protocol.Measures,
    "signs in": protocol.SignsIn,
    "has a share link": protocol.Shares,
}


@app.command(name="list", help_epilogue=examples("govpr platforms list", "govpr platforms list --json"))
def list_(*, as_json: AsJson = False) -> None:
    """List the platforms that are installed; nothing of them is loaded."""
    names = plugins.names(plugins.PLATFORMS)
    tell(as_json, "platforms", {"platforms": names}, table(("platform",), [(name,) for name in names]))


@app.command(help_epilogue=examples("govpr platforms show mastodon"))
def show(name: str, /, *, as_json: AsJson = False) -> None:
    """What a platform accepts, and what it can do.

    Args:
        name: Its name, as `govpr platforms list` prints it.
    """
    platform: Any = plugins.load(plugins.PLATFORMS, name)
    able = [words for words, kind in _CAPABILITIES.items() if isinstance(platform, kind)]
    hosts = sorted(platform.hosts)
    rows = [("can", able), ("hosts", hosts or "only the account's own server, or this machine"), *_rules(platform)]
    content = {"name": platform.name, "hosts": hosts, "capabilities": able, "rules": to_data(platform.rules)}
    tell(as_json, "platform", content, table(("what", ""), rows, title=platform.name))


def _rules(platform: protocol.Platform) -> list[tuple[str, Any]]:
    rules = platform.rules
    length = f"{rules.text.limit} {rules.text.count.value}"
    rest = attrs.asdict(rules, recurse=False, filter=lambda field, value: field.name != "text" and value is not None)
    return [("text", length), *((name.replace("_", " "), value) for name, value in rest.items())]
