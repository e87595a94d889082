"""The whole site as texts: a pure function of the items."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment

from govpr.newsroom.feeds import claim_review, data_feed, json_feed
from govpr.newsroom.items import Item, Site
from govpr.newsroom.views import View, is_clarification, view
from govpr.newsroom.words import words
from govpr.text.web import templates

PER_PAGE, IN_FEED, BESIDE = 20, 50, 4


def render(items: Sequence[Item], site: Site) -> dict[str, str]:
    """Every text file of the site, by its path from the site's root.

    Args:
        items: Newest first.
        site: Whose newsroom it is.
    """
    env = templates("govpr.newsroom")
    env.globals.update(site=site, words=words(site.language))
    shown = [(item, view(item, site)) for item in items]
    clarifications = [(item, seen) for item, seen in shown if is_clarification(item)]
    files = dict(_indexes(env, [seen for _, seen in shown], [seen for _, seen in clarifications]))
    files |= {seen.path: _article(env, item, seen, site) for item, seen in shown}
    files["clarifications.html"] = _page(
        env, "clarifications.html", path="clarifications.html", entries=[seen for _, seen in clarifications]
    )
    files["claimreview.json"] = _json(data_feed([item for item, _ in clarifications], site))
    files |= _feeds(env, [seen for _, seen in shown[:IN_FEED]], site)
    return files | _fixed(env, [seen for _, seen in shown], files, site)


def _indexes(env: Environment, entries: Sequence[View], clarifications: Sequence[View]) -> Iterator[tuple[str, str]]:
    count = max(1, -(-len(entries) // PER_PAGE))
    names = ["index.html", *(f"page-{number}.html" for number in range(2, count + 1))]
    for number, name in enumerate(names):
        part = entries[number * PER_PAGE : (number + 1) * PER_PAGE]
        beside = clarifications[:BESIDE]
        yield name, _page(env, "index.html", path=name, entries=part, number=number, names=names, clarifications=beside)


def _article(env: Environment, item: Item, seen: View, site: Site) -> str:
    review = claim_review(item, site) if is_clarification(item) else None
    return _page(env, "item.html", path=seen.path, root="../", item=seen, review=review)


def _page(env: Environment, template: str, *, path: str, root: str = "", **context: Any) -> str:
    """Links go through `root`, so the site works in any folder, also when it is opened as files."""
    address = "" if path == "index.html" else path
    return env.get_template(template).render(path=path, address=address, root=root, **context)


def _feeds(env: Environment, entries: Sequence[View], site: Site) -> dict[str, str]:
    content = env.get_template("content.html")
    filled = [(seen, content.render(item=seen, media=urljoin(site.url, "media/"))) for seen in entries]
    updated = max((seen.updated or seen.published).iso for seen in entries) if entries else "1970-01-01T00:00:00Z"
    return {
        "feed.xml": env.get_template("feed.xml").render(entries=filled, updated=updated),
        "feed.json": _json(json_feed(filled, site)),
    }


def _fixed(env: Environment, entries: Sequence[View], files: dict[str, str], site: Site) -> dict[str, str]:
    lists = sorted(name for name in files if name.endswith(".html") and "/" not in name and name != "index.html")
    return {
        "sitemap.xml": env.get_template("sitemap.xml").render(entries=entries, lists=["", *lists]),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {urljoin(site.url, 'sitemap.xml')}\n",
        "site.css": env.get_template("site.css").render(),
        "icon.svg": env.get_template("icon.svg").render(),
    }


def _json(value: Any) -> str:
    return json.dumps(value, indent=1) + "\n"
