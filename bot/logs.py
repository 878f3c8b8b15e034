"""Structured logs to standard error, one JSON object a line (plain lines on a terminal); never a word of a user.

Rasa logs messages at the level DEBUG. Its loggers are held at WARNING here whatever the environment says, and its
structured ones too, so that no setting can turn a log into a transcript.
"""

from __future__ import annotations

import logging
import sys
import warnings

import structlog

QUIET = ("rasa", "rasa_sdk", "sanic", "asyncio", "matplotlib", "apscheduler", "py3langid")


def configure(level: str = "INFO") -> None:
    """Log our own events from `level` up, those of libraries from WARNING up."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s", force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    structlog.configure(
        processors=[
            _only_ours,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def configure_for_rasa(*_: object) -> None:
    """For Rasa's own command line: show what its commands report, still nothing below INFO, where words would be."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.getLogger("rasa").setLevel(logging.INFO)
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.dev.ConsoleRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _only_ours(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Drop the structured events of Rasa, which hold messages; ours are named 'content.', 'server.', 'channel.'."""
    if str(event.get("event", "")).partition(".")[0] not in ("content", "server", "channel", "training"):
        raise structlog.DropEvent
    return event
