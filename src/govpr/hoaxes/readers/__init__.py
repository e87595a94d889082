"""Hoax databases from files: JSON lines, tables (CSV), ClaimReview."""

from govpr.hoaxes.readers.files import read_factchecks

__all__ = ["read_factchecks"]
