"""The index of fact-checked claims: kept in a folder, searched, compared with texts."""

from govpr.hoaxes.index.comparing import Compared
from govpr.hoaxes.index.hoax_index import Hit, HoaxIndex
from govpr.hoaxes.index.shelves import forget

__all__ = ["Compared", "Hit", "HoaxIndex", "forget"]
