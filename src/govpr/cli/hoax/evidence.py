"""`govpr hoax evidence`: copies of pages that clarifications rest on."""

from typing import Annotated

from cyclopts import App, Parameter

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.progress import moving
from govpr.cli.show import when
from govpr.errors import DeliveryError
from govpr.models.evidence import Copy

app = App(name="evidence", help_epilogue=examples("govpr hoax evidence archive https://www.bps.go.id/id"))


@app.command(
    help_epilogue=examples(
        "govpr hoax evidence archive https://www.bps.go.id/id",
        "govpr hoax evidence archive https://www.bps.go.id/id https://turnbackhoax.id/ --whole --json",
    )
)
def archive(
    url: str,
    /,
    *urls: str,
    whole: Annotated[bool, Parameter(negative=())] = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Keep copies of pages as they are now, as WARC files. Exit code 1: some could not be had.

    Args:
        url: A page's address: https, and public.
        urls: More of them.
        whole: Keep the images and style sheets too that the pages name, within limits.
    """
    kept: list[Copy] = []
    failed: list[tuple[str, str]] = []
    with opened(workspace) as ws:
        for one in (url, *urls):
            try:
                kept.append(ws.evidence.archive(one, whole=whole))
            except DeliveryError as error:
                failed.append((one, error.message))
    told = [f"{copy.url} is in {copy.reference}{_besides(copy)}" for copy in kept]
    told += [f"of {copy.url}, {one} is not kept" for copy in kept for one in copy.missing]
    told += [f"{one} is not kept: {why}" for one, why in failed]
    content = {"copies": kept, "failed": [{"url": one, "why": why} for one, why in failed]}
    tell(as_json, "archived", content, *told)
    return NEEDS_A_PERSON if failed else 0


def _besides(copy: Copy) -> str:
    return f", with {len(copy.parts)} images and style sheets" if copy.parts or copy.missing else ""


@app.command(
    name="list",
    help_epilogue=examples("govpr hoax evidence list", "govpr hoax evidence list --url https://www.bps.go.id/id"),
)
def list_(*, url: str | None = None, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """List copies, oldest first.

    Args:
        url: Only of this address.
    """
    with opened(workspace) as ws:
        copies = ws.evidence.copies(url)
    rows = [(copy.id, when(copy.at), copy.url, copy.size, copy.reference) for copy in copies]
    tell(as_json, "copies", {"copies": copies}, table(("id", "when", "address", "bytes", "file"), rows))


@app.command(help_epilogue=examples("govpr hoax evidence verify", "govpr hoax evidence verify --json"))
def verify(*, workspace: Folder = HERE, as_json: AsJson = False) -> int:
    """Prove that every copy is what was archived. Exit code 1: some are not."""
    with opened(workspace) as ws:
        with moving("Verifying") as progress:
            problems = ws.evidence.verify(progress=progress)
        count = len(ws.evidence.copies())
    told = [str(problem) for problem in problems] or [f"All copies are what was archived ({count})."]
    tell(as_json, "evidence-verified", {"copies": count, "problems": problems}, *told)
    return NEEDS_A_PERSON if problems else 0
