"""Share kits: what an officer needs to post from a personal account by hand."""

from govpr.sharekit.kit import KitEntry, ShareKit
from govpr.sharekit.write import write_kit

__all__ = ["KitEntry", "ShareKit", "write_kit"]
