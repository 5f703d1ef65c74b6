"""The same conversation in a terminal: buttons are numbers."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from bot.clock import Clock
from bot.domain.message import Block, BlockKind, Button, Incoming, Kind, Reply, Span, Style, Text
from bot.errors import StoreError
from bot.knowledge.library import Library
from bot.reception import Reception, trouble

_BOLD, _PLAIN = "\033[1m", "\033[0m"
LEAVE = frozenset({"exit", "quit", "avsluta", "hejdå"})


class Terminal:
    """A talk on standard input and output. `folder` is where files to keep are put."""

    name = "terminal"

    def __init__(
        self,
        reception: Reception,
        library: Library,
        clock: Clock,
        folder: Path,
        *,
        read: Callable[[], str] = sys.stdin.readline,
        write: Callable[[str], object] = sys.stdout.write,
        styled: bool = False,
    ) -> None:
        self._reception = reception
        self._library = library
        self._clock = clock
        self._folder = folder
        self._read = read
        self._write = write
        self._styled = styled
        self._buttons: tuple[Button, ...] = ()

    async def run(self) -> None:
        """Greet, then answer line by line until the input ends."""
        await self._hear("/start")
        while line := await asyncio.to_thread(self._read):
            if line.strip().casefold() in LEAVE:
                return
            await self._hear(line.rstrip("\n"))

    async def _hear(self, line: str) -> None:
        incoming = self._incoming(line)
        try:
            outcome = await self._reception.receive(incoming)
        except StoreError:
            self._show(trouble(self._library, "sv"))
            return
        for reply in outcome.replies:
            self._show(reply)

    def _incoming(self, line: str) -> Incoming:
        """A number presses the button with that number; anything else is words."""
        chosen = line.strip()
        place = int(chosen) - 1 if chosen.isascii() and chosen.isdigit() and len(chosen) < 3 else -1
        pressed = 0 <= place < len(self._buttons)
        return Incoming(
            channel=self.name,
            key=self._clock.chance(),
            person="terminal",
            kind=Kind.BUTTON if pressed else Kind.TEXT,
            text="" if pressed else line,
            action=self._buttons[place].action if pressed else "",
            address="terminal:here",
        )

    def _show(self, reply: Reply) -> None:
        self._buttons = tuple(button for button in reply.all_buttons if button.action)
        lines = ["", text_for_terminal(reply.text, styled=self._styled), ""]
        lines += [f"  {n}. {button.label}" for n, button in enumerate(self._buttons, 1)]
        lines += [f"  {button.label}: {button.url}" for button in reply.all_buttons if button.url]
        if reply.file:
            path = self._folder / reply.file.name
            path.write_bytes(reply.file.content)
            lines.append(f"  {path}")
        self._write("\n".join(lines) + "\n> ")
        sys.stdout.flush()


def text_for_terminal(text: Text, *, styled: bool = False) -> str:
    """Blocks as lines, with bold where the terminal can show it."""
    return "\n\n".join(_block(block, styled=styled) for block in text).replace("\n\n- ", "\n- ")


def _block(block: Block, *, styled: bool) -> str:
    words = "".join(_span(span, styled=styled) for span in block.spans)
    match block.kind:
        case BlockKind.BULLET:
            return f"- {words}"
        case BlockKind.NUMBERED:
            return f"{block.number}. {words}"
        case BlockKind.HEADING:
            return f"{_BOLD}{words}{_PLAIN}" if styled else words.upper()
        case BlockKind.PARAGRAPH:
            return words


def _span(span: Span, *, styled: bool) -> str:
    if span.style is Style.LINK:
        return f"{span.text} ({span.target})"
    if styled and span.style in (Style.BOLD, Style.PHONE):
        return f"{_BOLD}{span.text}{_PLAIN}"
    return span.text
