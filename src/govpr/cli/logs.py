"""Logging of the command line: lines of key=value to standard error, or JSON."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.typing import Processor

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


@contextmanager
def logging_events() -> Iterator[None]:
    """Send govpr's events to standard error: warnings and worse, or as `GOVPR_LOG` and `GOVPR_LOG_FORMAT` say.

    It lasts as long as the `with` block: a program that calls `main` keeps its own logging, and what it listens to.
    """
    handler, level = logging.StreamHandler(), _LEVELS.get(os.environ.get("GOVPR_LOG", "").lower(), logging.WARNING)
    handler.setLevel(level)
    handler.setFormatter(_formatter(_renderer(os.environ.get("GOVPR_LOG_FORMAT", ""))))
    logger = logging.getLogger("govpr")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(min(level, before or level))
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def _formatter(renderer: Processor) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def _renderer(style: str) -> Processor:
    if style.lower() == "json":
        return structlog.processors.JSONRenderer()
    return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "logger", "event"])
