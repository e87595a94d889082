"""Which operation of an OpenAPI description a request asks for, and the names that it knows."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from govpr.testing.specs._documents import Document
from govpr.testing.specs._sent import Sent

_Template: TypeAlias = tuple[int, str, str, "re.Pattern[str]"]


@frozen(kw_only=True)
class Operation:
    """What a description says about one method at one path.

    Args:
        document: The description.
        base: The path of the server that it names.
        template: The path, with names in braces.
        method: The method, in small letters.
        values: What the request has in place of those names.
    """

    document: Document
    base: str
    template: str
    method: str
    values: Mapping[str, str] = field(repr=False)

    @property
    def item(self) -> Mapping[str, Any]:
        """All that is said about the path."""
        return dict(followed(self.document.content["paths"][self.template], self.document) or {})

    def parameters(self) -> set[str] | None:
        """The names that may stand in the query; None where they are kept in other files."""
        rows = [*self.item.get("parameters", []), *self.item[self.method].get("parameters", [])]
        known = [followed(row, self.document) for row in rows]
        return {str(row["name"]) for row in known if row and row["in"] == "query"} if all(known) else None

    def contents(self) -> Mapping[str, Any] | None:
        """The schemas of the body by media type; None where there is no body."""
        if "requestBody" not in self.item[self.method]:
            return None
        body = followed(self.item[self.method]["requestBody"], self.document) or {}
        return dict(body.get("content", {}))

    def __str__(self) -> str:
        return f"{self.document.name}, {self.method.upper()} {self.template}"


def operation(sent: Sent, document: Document) -> Operation | None:
    """What a request asks for; None where the description does not know it.

    Args:
        sent: The request.
        document: An OpenAPI description.
    """
    place, method = path(sent), sent.call.method.lower()
    for _, base, template, pattern in _templates(document):
        match = pattern.fullmatch(place)
        if match and method in (followed(document.content["paths"][template], document) or {}):
            names = re.findall(r"\{([^}]*)\}", template)
            values = dict(zip(names, map(unquote, match.groups()), strict=True))
            return Operation(document=document, base=base, template=template, method=method, values=values)
    return None


def path(sent: Sent) -> str:
    """The path, with a stand-in for a last parameter that is empty: Matrix has such names of states.

    Args:
        sent: The request.
    """
    return f"{sent.path}-" if sent.path.endswith("/") else sent.path


def followed(row: Mapping[str, Any], document: Document) -> Mapping[str, Any] | None:
    """What a reference means; None where it leads out of the file, or nowhere.

    Args:
        row: A piece of the description, or a reference to one.
        document: The description.
    """
    if "$ref" not in row:
        return row
    if not str(row["$ref"]).startswith("#/"):
        return None
    found: Any = document.content
    for key in str(row["$ref"]).removeprefix("#/").split("/"):
        found = found.get(unquote(key).replace("~1", "/").replace("~0", "~")) if isinstance(found, Mapping) else None
    return followed(found, document) if isinstance(found, Mapping) else None


def fields(schema: Mapping[str, Any], document: Document) -> set[str] | None:
    """The names that an object may have; None where the description leaves that open.

    Args:
        schema: What is said about the object.
        document: The description.
    """
    known = followed(schema, document)
    if known is None or "patternProperties" in known or known.get("additionalProperties", False) is not False:
        return None
    below = [fields(one, document) for word in ("allOf", "anyOf", "oneOf") for one in known.get(word, ())]
    if any(one is None for one in below):
        return None
    return {*known.get("properties", {}), *(name for one in below for name in one or ())}


@cache
def _templates(document: Document) -> list[_Template]:
    """Paths, those with the fewest names in them first."""
    rows: list[_Template] = []
    for base in _bases(document.content):
        for template in document.content["paths"]:
            names = re.findall(r"\{[^}]*\}", template)
            pattern = re.sub(r"\\\{[^}]*?\\\}", "([^/]+)", re.escape(template))
            rows.append((len(names), base, template, re.compile(re.escape(base) + pattern)))
    return sorted(rows, key=lambda row: row[0])


def _bases(known: Mapping[str, Any]) -> Iterator[str]:
    for one in known.get("servers") or [{"url": ""}]:
        url = one["url"]
        for name, variable in one.get("variables", {}).items():
            url = url.replace("{" + name + "}", variable["default"])
        yield urlsplit(url).path.rstrip("/")
