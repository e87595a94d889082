"""The settings of a workspace: `govpr.toml`, read once into a frozen value."""

from govpr.settings.hooks import HookEvent, HookSettings
from govpr.settings.office import Office, Weekday
from govpr.settings.rates import Rate
from govpr.settings.reading import FILE, FORMAT, parse_settings, read_settings
from govpr.settings.store import StoreSettings
from govpr.settings.values import (
    Bars,
    Caps,
    DatabaseSettings,
    DeskSettings,
    Labels,
    LinkSettings,
    Pacing,
    Quiet,
    Settings,
    SiteSettings,
    Thresholds,
)

__all__ = [
    "FILE",
    "FORMAT",
    "Bars",
    "Caps",
    "DatabaseSettings",
    "DeskSettings",
    "HookEvent",
    "HookSettings",
    "Labels",
    "LinkSettings",
    "Office",
    "Pacing",
    "Quiet",
    "Rate",
    "Settings",
    "SiteSettings",
    "StoreSettings",
    "Thresholds",
    "Weekday",
    "parse_settings",
    "read_settings",
]
