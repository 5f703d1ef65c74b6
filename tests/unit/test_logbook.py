"""The log holds what happened, never what a resident wrote or where they can be reached."""

import io
import logging

from bot.logbook import log, open_logbook

WORDS = "min granne slår sin fru"
TOKEN = "123456789:AAplantedSecretTokenThatMustNeverShow"


def _written() -> io.StringIO:
    stream = io.StringIO()
    open_logbook(stream)
    return stream


def test_only_allow_listed_fields_are_written() -> None:
    """A careless field never reaches the log."""
    stream = _written()
    log.warning("updates wait", channel="telegram", text=WORDS, address="telegram:4711")
    assert "updates wait" in stream.getvalue()
    assert "channel=telegram" in stream.getvalue()
    assert WORDS not in stream.getvalue()
    assert "4711" not in stream.getvalue()


def test_an_exception_is_its_type_and_place_alone() -> None:
    """An error's message and locals may quote a resident, so they stay out (TRUST P3)."""
    stream = _written()
    try:
        raise ValueError(WORDS)
    except ValueError as error:
        log.error("a task ended", exc_info=error)
    assert "ValueError" in stream.getvalue()
    assert WORDS not in stream.getvalue()


def test_anything_like_a_token_is_scrubbed() -> None:
    """A token in an allowed field is stars."""
    stream = _written()
    log.warning(f"cannot reach /bot{TOKEN}/getMe")
    assert TOKEN not in stream.getvalue()
    assert "***" in stream.getvalue()


def test_libraries_are_silent() -> None:
    """aiohttp, aiogram and asyncio write addresses and texts at DEBUG: none of it is kept."""
    stream = _written()
    logging.getLogger("aiogram").error("message from %s: %s", 4711, WORDS)
    assert stream.getvalue() == ""
