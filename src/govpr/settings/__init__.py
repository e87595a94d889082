"""The settings of a workspace: `govpr.toml`, read once into a frozen value."""

from govpr.settings.reading import FILE, FORMAT, parse_settings, read_settings
from govpr.settings.values import Caps, DatabaseSettings, Labels, Quiet, Settings, SiteSettings

__all__ = [
    "FILE",
    "FORMAT",
    "Caps",
    "DatabaseSettings",
    "Labels",
    "Quiet",
    "Settings",
    "SiteSettings",
    "parse_settings",
    "read_settings",
]
