"""Hoax databases from files: JSON lines, tables (CSV), ClaimReview."""

from govpr.hoaxes.readers.checked import CheckedFile, checked_file
from govpr.hoaxes.readers.files import read_factchecks

__all__ = ["CheckedFile", "checked_file", "read_factchecks"]
