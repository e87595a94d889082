"""Logging of the command line: lines of key=value to standard error, or JSON."""

import logging
import os
import sys

import structlog
from structlog.typing import Processor

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure() -> None:
    """Send log lines to standard error: warnings and worse, or as `GOVPR_LOG` and `GOVPR_LOG_FORMAT` say."""
    level = _LEVELS.get(os.environ.get("GOVPR_LOG", "").lower(), logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            _renderer(os.environ.get("GOVPR_LOG_FORMAT", "")),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _renderer(style: str) -> Processor:
    if style.lower() == "json":
        return structlog.processors.JSONRenderer()
    return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
