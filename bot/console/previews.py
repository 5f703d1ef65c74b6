"""What residents will see, as each channel shows it, in each language, in a frame like a phone."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from bot.domain.message import Reply
from bot.knowledge.library import LANGUAGES

Preview = Callable[[Reply], Markup]
"""A channel's own way to show a reply, as HTML in which everything is escaped."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One phone: which channel, which language, and what stands on it."""

    channel: str
    language: str
    shown: Markup


class Previews:
    """The channels' previews by their names, the one that most residents use first."""

    def __init__(self, channels: Mapping[str, Preview]) -> None:
        self._channels = channels

    def frames(self, replies: Mapping[str, Reply]) -> tuple[Frame, ...]:
        """Every channel in every language, language by language."""
        return tuple(self._frames(replies))

    def _frames(self, replies: Mapping[str, Reply]) -> Iterator[Frame]:
        for language in LANGUAGES:
            for channel, preview in self._channels.items():
                if language in replies:
                    yield Frame(channel, language, preview(replies[language]))
