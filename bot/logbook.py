"""The log: one line of allow-listed fields an event, so that no word of a resident can get in.

The last processor scrubs anything shaped like a bot token, wherever it came from.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog

ALLOWED = frozenset(
    {"event", "level", "timestamp", "channel", "error", "port", "count", "seconds", "method",
     "status", "where"}
)  # fmt: skip
_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{20,64}")
_Event = MutableMapping[str, Any]


def allow_listed(_: object, __: str, event: _Event) -> Mapping[str, Any]:
    """Keep the fields that are known to be harmless; say how many were dropped."""
    kept = {name: value for name, value in event.items() if name in ALLOWED}
    if dropped := len(event) - len(kept):
        kept["count"] = kept.get("count", dropped)
    return kept


def without_traceback(_: object, __: str, event: _Event) -> _Event:
    """An exception by its type and place alone: its message may hold a resident's words."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = _place(error)
    return event


_render = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])


def line(logger: object, method: str, event: _Event) -> str:
    """The finished line, without anything like a bot token."""
    return _TOKEN.sub("***", _render(logger, method, event))


def _place(error: BaseException) -> str:
    """The innermost line of our own code."""
    places = []
    trace = error.__traceback__
    while trace:
        places.append((trace.tb_frame.f_globals.get("__name__", ""), trace.tb_lineno))
        trace = trace.tb_next
    ours = [f"{name}:{line}" for name, line in places if name.startswith("bot")]
    return ours[-1] if ours else ""


def open_logbook(stream: TextIO | None = None) -> None:
    """Send our own log to `stream` (standard error), and keep the libraries' logs silent: they
    write addresses, tokens and the text of requests.
    """
    logging.getLogger().handlers = [logging.NullHandler()]
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_traceback,
            allow_listed,
            line,
        ],
        logger_factory=structlog.PrintLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )


log: structlog.stdlib.BoundLogger = structlog.get_logger()
"""The one logger: `log.warning("what happened", channel=…)`; unknown fields are dropped."""
