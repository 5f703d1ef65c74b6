"""The doors: what is at fault, the address or the port, and which setting to change."""

import errno
import socket

import pytest

from bot.doors import why_closed


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "Adressen kommun finns inte. Ändra HOST"),
        (ValueError("host"), "Adressen kommun finns inte. Ändra HOST"),
        (OSError(errno.EADDRNOTAVAIL, "x"), "Adressen kommun hör inte till den här datorn"),
        (OSError(errno.EADDRINUSE, "x"), "Porten 80 på kommun är upptagen"),
        (OSError(errno.EACCES, "x"), "Boten får inte öppna porten 80"),
        (OSError(errno.EMFILE, "för många filer"), "för många filer"),
    ],
)
def test_the_right_thing_is_blamed(error: OSError | ValueError, sentence: str) -> None:
    """An operator who changes the port when the address is wrong is none the wiser."""
    assert sentence in why_closed(error, "kommun", 80, "")


def test_the_console_has_settings_of_its_own() -> None:
    """Where the staff's door is the one that does not open, its own setting is named."""
    said = why_closed(OSError(errno.EADDRINUSE, "x"), "127.0.0.1", 8080, "CONSOLE_")
    assert "CONSOLE_PORT=8081" in said
