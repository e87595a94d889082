"""Log events: structlog on top of the standard library's logging, so that a program that sets up neither stays quiet.

Each event has a stable name, as `delivery.published`, and plain fields. No field is ever a secret, a number of an
officer, a name or the text of a post.
"""

import logging

import structlog
from structlog.typing import FilteringBoundLogger


def get_logger(name: str) -> FilteringBoundLogger:
    """A logger whose fields become the fields of a standard log record.

    Args:
        name: As `govpr.delivery`.
    """
    logger: FilteringBoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return logger
