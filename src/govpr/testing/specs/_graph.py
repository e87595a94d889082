"""Requests against what Meta publishes of its Graph: descriptions of nodes, and names that its pages document."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from govpr.testing.specs._documents import Document, Source, documents
from govpr.testing.specs._flaws import Description, Flaw
from govpr.testing.specs._sent import Sent

_EVERYWHERE = {"fields": "string", "limit": "unsigned int", "after": "string"}
"""Of every list and node: https://developers.facebook.com/docs/graph-api/results."""
_FORMS = {"unsigned int": r"\d+", "bool": "true|false|True|False"}
_ANYTHING = r"(?s).*"


@frozen(kw_only=True)
class Edge:
    """What may be asked at an address, where only a page of the documentation says so.

    Args:
        method: The HTTP method.
        place: Host and path, as a regular expression.
        params: The parameters with their types, as Meta writes them: `string`, `unsigned int`, `bool`, `file`, others.
        fields: The fields that may be asked for; None where any.
        source: The page that documents it.
    """

    method: str
    place: str
    params: Mapping[str, str] = field(factory=dict)
    fields: Collection[str] | None = None
    source: str = ""


def graph(nodes: Mapping[str, tuple[Source, str]], edges: Sequence[Edge] = ()) -> Description:
    r"""What Meta's descriptions of nodes say about requests; an address that they do not know may be in `edges`.

    Args:
        nodes: By the node's name, as `Page`: its description, and where such a node stands, host and path as a regular
            expression.
        edges: What the documentation says beside them; they come first.

    Raises:
        InvalidFile: A description is not there, cannot be read, or is none.

    Source:
        https://github.com/facebook/facebook-business-sdk-codegen, folder `api_specs/specs`.

    Example:
        >>> posts = Edge(method="GET", place=r"graph\.facebook\.com/v26\.0/\d+_\d+", fields=("id", "message"))
        >>> described = graph({}, [posts])
    """
    read = {
        name: documents(source, "description of a node", "apis", "fields")[0] for name, (source, _) in nodes.items()
    }
    known = [*edges, *(row for name, (_, place) in nodes.items() for row in _edges(read[name], place, read))]

    def described(sent: Sent) -> list[Flaw] | None:
        address = urlsplit(sent.url)
        place = f"{address.hostname}{address.path}"
        for row in known:
            if row.method == sent.call.method and re.fullmatch(row.place, place):
                found = _wrong(_given(sent), {**_EVERYWHERE, **row.params}, row.fields)
                return [Flaw(where, says, row.source) for where, says in found]
        return None

    return described


def _edges(node: Document, place: str, nodes: Mapping[str, Document]) -> Iterator[Edge]:
    for api in node.content["apis"]:
        edge = api.get("endpoint", "")
        returned = nodes.get(api["return"])
        names = [one["name"] for one in returned.content["fields"]] if returned and api["method"] == "GET" else None
        yield Edge(
            method=api["method"],
            place=f"{place}/{edge}" if edge else place,
            params={one["name"]: one["type"] for one in api.get("params", ())},
            fields=names,
            source=f"{node.name}, {api['method']} /{edge}",
        )


def _given(sent: Sent) -> dict[str, Any]:
    body = json.loads(sent.body) if sent.type.startswith("application/json") else sent.form()
    return {
        **{f"query.{name}": value for name, value in sent.query().items()},
        **{f"body.{name}": v for name, v in body.items()},
    }


def _wrong(
    given: Mapping[str, Any], params: Mapping[str, str], fields: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    for where, value in given.items():
        name = where.partition(".")[2]
        if name not in params:
            yield where, "there is no such parameter"
        elif not re.fullmatch(_FORMS.get(params[name], _ANYTHING), str(value)):
            yield where, f"is no {params[name]}"
        if name == "fields" and fields is not None:
            asked = [one.partition(".")[0] for one in str(value).split(",")]
            yield from ((f"{where}.{one}", "there is no such field") for one in asked if one and one not in fields)
