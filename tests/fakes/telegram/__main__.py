"""Runs the emulator for trying the bot by hand: `python -m tests.fakes.telegram [PORT]`."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable

from tests.fakes.telegram.emulator import TelegramEmulator
from tests.fakes.telegram.page import Page

DEFAULT_PORT = 8081


def main(arguments: list[str] | None = None) -> int:
    """Run until Ctrl-C or SIGTERM; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fakes.telegram",
        description="A Telegram of one's own: chat with the bot in the browser, without a token.",
    )
    where = f"where to listen on the loopback ({DEFAULT_PORT}; 0 takes a free one)"
    parser.add_argument("port", nargs="?", type=_port, default=DEFAULT_PORT, help=where)
    parser.add_argument("--seed", type=int, help="the same ids and token as the last time")
    chosen = parser.parse_args(arguments)
    try:
        asyncio.run(_until_signal(chosen.port, chosen.seed))
    except OSError as error:
        why = f"Port {chosen.port} cannot be used: {error.strerror}. Name another one."
        print(why, file=sys.stderr)
        return 1
    return 0


async def _until_signal(port: int, seed: int | None) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await run(port, seed, stopped)


async def run(
    port: int, seed: int | None, stopped: asyncio.Event, tell: Callable[[str], object] = print
) -> None:
    """Serve the emulator and its page until `stopped` is set.

    Raises:
        OSError: The port is taken.
    """
    emulator = TelegramEmulator(seed=seed)
    emulator.chat("Anna", username="anna_prov")
    emulator.chat("Sam", language_code="en")
    emulator.group("Byalaget")
    emulator.server.routes.extend(Page(emulator).routes())
    await emulator.start(port)
    try:
        tell(_greeting(emulator))
        sys.stdout.flush()
        await stopped.wait()
    finally:
        await emulator.stop()


def _greeting(emulator: TelegramEmulator) -> str:
    return (
        f"Chat with the bot at {emulator.url}/\n"
        "Start the bot in another terminal with\n\n"
        f"  TELEGRAM_TOKEN={emulator.token} \\\n"
        f"  TELEGRAM_API={emulator.url} \\\n"
        "  python bot.py\n\n"
        "Ctrl-C stops."
    )


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError(text)
    return port


if __name__ == "__main__":
    sys.exit(main())
