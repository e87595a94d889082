"""Which line of a TOML file a value stands on; the standard library's reader does not say."""

import re
from collections.abc import Iterator, Mapping

from attrs import Factory, define, frozen

_TOKEN = re.compile(
    r'(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<end>\n)|(?P<mark>[\[\]{}=,.])|(?P<bare>[^\s\[\]{}=,.\"'#]+)|(?P<space>[ \t\r]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([btnfre\"\\]))")
_CONTROLS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


@frozen
class _Token:
    kind: str
    text: str
    line: int


@define
class _Frame:
    """An array (it counts) or an inline table (it reads keys) that is open."""

    path: str
    array: bool
    count: int = 0


@define
class _Scan:
    """What is known while reading: tables so far, the open one, and where in a value we are."""

    lines: dict[str, int] = Factory(dict)
    last: dict[str, int] = Factory(dict)
    table: str = ""
    frames: list[_Frame] = Factory(list)
    keys: list[str] = Factory(list)
    header: int = 0
    path: str | None = None


def lines_of(text: str) -> Mapping[str, int]:
    r"""The line on which each table, key and member of an array begins.

    Args:
        text: A TOML document. Of a broken one, what could be followed.

    Returns:
        Lines counted from 1, by path: `campaign.messages[2].variants[0].text`.

    Example:
        >>> lines_of('a = 1\n[[b]]\nc.d = [\n  "x",\n  "y"]')
        {'a': 1, 'b': 2, 'b[0]': 2, 'b[0].c': 3, 'b[0].c.d': 3, 'b[0].c.d[0]': 4, 'b[0].c.d[1]': 5}
    """
    scan = _Scan()
    for token in _tokens(text):
        _take(scan, token)
    return scan.lines


def line_of(path: str, lines: Mapping[str, int]) -> int | None:
    """The line of a path, else of the nearest thing above it that the file has.

    Example:
        >>> line_of("a[0].b.c", {"a": 1, "a[0]": 3}), line_of("z", {"a": 1})
        (3, None)
    """
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path)


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind, found = match.lastgroup or "", match.group()
        if kind != "space":
            yield _Token(kind, found, line)
        line += found.count("\n")


def _take(scan: _Scan, token: _Token) -> None:
    if scan.path is None:
        _key(scan, token)
    elif scan.frames and token.kind != "end":
        _nested(scan, token)
    elif token.kind == "end" and not scan.frames:
        scan.path, scan.keys, scan.header = None, [], 0
    elif token.text in ("[", "{") and token.kind == "mark":
        scan.frames.append(_Frame(scan.path, token.text == "["))
        _open(scan)


def _key(scan: _Scan, token: _Token) -> None:
    """Before a value: the brackets of a header, the parts of a key, then `=`."""
    if token.kind in ("bare", "string"):
        scan.keys.append(_plain(token.text))
    elif token.kind == "end":
        scan.keys, scan.header = [], 0
    elif token.text == "[" and not scan.keys and not scan.frames:
        scan.header += 1
    elif token.text == "]" and scan.header and scan.keys:
        _header(scan, token.line)
    elif token.text == "=" and scan.keys:
        above = scan.frames[-1].path if scan.frames else scan.table
        scan.path = _note(scan, above, scan.keys, token.line)
        scan.keys = []
    elif token.text == "}" and scan.frames:
        _close(scan)


def _header(scan: _Scan, line: int) -> None:
    path = _note(scan, "", scan.keys, line)
    if scan.header > 1:
        scan.last[path] = scan.last.get(path, -1) + 1
        path = f"{path}[{scan.last[path]}]"
        scan.lines.setdefault(path, line)
    scan.table, scan.keys, scan.header = path, [], 0


def _note(scan: _Scan, above: str, keys: list[str], line: int) -> str:
    """Remember a dotted key and everything above it; an array of tables means its last member."""
    path = above
    for place, key in enumerate(keys, 1):
        path = f"{path}.{key}" if path else key
        scan.lines.setdefault(path, line)
        if path in scan.last and place < len(keys):
            path = f"{path}[{scan.last[path]}]"
    return path


def _nested(scan: _Scan, token: _Token) -> None:
    """Inside an array: count members, go down, come up."""
    frame = scan.frames[-1]
    if token.kind == "comment":
        return
    if token.text in ("]", "}") and token.kind == "mark":
        _close(scan)
    elif token.text == "," and token.kind == "mark":
        frame.count += frame.array
        _open(scan)
    else:
        _member(scan, frame, token)


def _member(scan: _Scan, frame: _Frame, token: _Token) -> None:
    path = f"{frame.path}[{frame.count}]" if frame.array else scan.path or ""
    scan.lines.setdefault(path, token.line)
    if token.text in ("[", "{") and token.kind == "mark":
        scan.frames.append(_Frame(path, token.text == "["))
        _open(scan)


def _open(scan: _Scan) -> None:
    """After an opening bracket or a comma: an inline table expects a key, an array a value."""
    frame = scan.frames[-1]
    scan.path, scan.keys = (frame.path, scan.keys) if frame.array else (None, [])


def _close(scan: _Scan) -> None:
    scan.path, scan.keys = scan.frames.pop().path, []


def _plain(text: str) -> str:
    """A key without its quotes."""
    if text[0] == '"':
        return _ESCAPE.sub(_escaped, text[1:-1])
    return text[1:-1] if text[0] == "'" else text


def _escaped(match: "re.Match[str]") -> str:
    number = match[1] or match[2]
    if number is None:
        return _CONTROLS[match[3]]
    return chr(int(number, 16)) if int(number, 16) < 0x110000 else match[0]  # noqa: PLR2004 (Unicode ends there)
