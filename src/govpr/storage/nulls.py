r"""Text with a null character, which PostgreSQL does not take: it is kept with U+FFFD in its place.

SQLite keeps it as it is. See https://www.postgresql.org/docs/current/datatype-json.html on `\u0000`.
"""

import json
import re
from typing import Any

from psycopg import Connection
from psycopg.abc import Buffer
from psycopg.types.string import StrDumperUnknown

_INSTEAD = "\ufffd"
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


class _TextDumper(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", _INSTEAD))


def take_nulls(raw: "Connection[Any]") -> None:
    """Let a connection write text with null characters.

    Args:
        raw: The driver's connection.
    """
    raw.adapters.register_dumper(str, _TextDumper)


def json_text(value: object) -> str:
    r"""A value as JSON without null characters.

    Args:
        value: Plain data.

    Example:
        >>> json_text(["a\0b", "\\u0000"])
        '["a�b", "\\\\u0000"]'
    """
    return _ESCAPED.sub(rf"\1{_INSTEAD}", json.dumps(value, ensure_ascii=False))
