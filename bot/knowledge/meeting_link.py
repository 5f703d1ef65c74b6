"""The address that opens one meeting in the bot, for a QR code or a link."""

TELEGRAM = "https://t.me/"


def meeting_link(address: str, key: str) -> str:
    """Straight to the meeting, from the address where the bot is reached; none without one.

    On Telegram the bot is told by a deep link ("start" in https://core.telegram.org/api/links).
    """
    if not address:
        return ""
    bare = address.rstrip("/")
    return f"{bare}?start=mote-{key}" if bare.startswith(TELEGRAM) else f"{bare}/mote/{key}"


def spoken(address: str) -> str:
    """An address as it is typed by hand."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")
