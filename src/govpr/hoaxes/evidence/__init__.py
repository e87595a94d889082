"""Evidence: pages as they were when a clarification rested on them, kept as WARC (ISO 28500)."""

from govpr.hoaxes.evidence.capture import Exchange, capture
from govpr.hoaxes.evidence.files import Archived, read_archive, write_archive
from govpr.hoaxes.evidence.parts import Parts, capture_whole

__all__ = ["Archived", "Exchange", "Parts", "capture", "capture_whole", "read_archive", "write_archive"]
