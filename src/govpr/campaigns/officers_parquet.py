"""Rows of a Parquet file as those of a CSV file: text in each cell. Extra `arrow`."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from govpr.campaigns.officer_rows import Row
from govpr.errors import InvalidFile, Problem

_AT_ONCE = 5_000


def parquet_rows(path: Path) -> tuple[list[str], Iterator[Row]]:
    """The columns of a Parquet file, and its rows, each with its number.

    Args:
        path: The file.

    Raises:
        InvalidFile: It is no Parquet file, or cannot be opened, or the extra is missing.
    """
    try:
        from pyarrow import ArrowException, parquet  # noqa: PLC0415  (an extra)
    except ImportError:
        advice = "install it: pip install 'govpr[arrow]', or save the file as CSV"
        raise InvalidFile((Problem("", "needs the extra arrow", advice),), path.name) from None
    try:
        file = parquet.ParquetFile(path)
    except (ArrowException, OSError) as error:
        problem = Problem("", f"cannot be read as Parquet: {str(error).splitlines()[0]}", "check the file")
        raise InvalidFile((problem,), path.name) from None
    header = [name.strip().lower() for name in file.schema_arrow.names]
    return header, _rows(file, header)


def _rows(file: Any, header: list[str]) -> Iterator[Row]:
    number = 0
    for batch in file.iter_batches(batch_size=_AT_ONCE):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number += 1
            yield number, {name: _text(value) for name, value in zip(header, values, strict=True)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(_text(one) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value).strip()
