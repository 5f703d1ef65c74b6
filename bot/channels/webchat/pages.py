"""The pages as HTML: the talk, one exchange of it, and the pages that say one thing."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.webchat.assets import Assets
from bot.channels.webchat.cookies import REMEMBER_PATH
from bot.channels.webchat.markup import html_of, lines_of
from bot.channels.webchat.transcript import Exchange, Transcript
from bot.channels.webchat.words import Notice, Words
from bot.domain.meeting import Standing
from bot.domain.message import Text, Tone
from bot.knowledge.library import LANGUAGES, Library

TEMPLATES = Path(__file__).parent / "templates"
TALK_PATH = "/tala"
KNOWN_TALK_PATH = REMEMBER_PATH + TALK_PATH
ALARM_NUMBER = "larm"
_ABOUT_MEETINGS = (
    "meetings",
    "m:",
    "rsvp:",
    "own:",
    "lend:",
    "ics:",
    "size:",
    "seat:",
    "worth:",
    "tell:",
    "need",
    "ask:",
    "follow",
    "sub",
    "my",
    "stop",
    "undo:",
    "t:meetings_",
    "t:unsubscribe",
)


def knows_device(action: str) -> bool:
    """Whether a button needs to know what this device has answered. No other is told."""
    return action.startswith(_ABOUT_MEETINGS)


class Pages:
    """The templates, with everything that is the same in each of them."""

    def __init__(
        self, library: Library, words: Mapping[str, Words], assets: Assets, *, live: bool
    ) -> None:
        self._words = words
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            municipality=library.municipality,
            alarm=library.contacts[ALARM_NUMBER],
            addresses=assets.addresses,
            live=live,
            bells=False,
            html_of=html_of,
            lines_of=lines_of,
            form_for=_form_for,
            Tone=Tone,
            Standing=Standing,
        )

    def offer_bells(self) -> None:
        """From now on the pages show the way to “Pling i telefonen”."""
        self._templates.globals["bells"] = True

    def words(self, language: str) -> Words:
        """The words around the talk, in Swedish where the language is not one of ours."""
        return self._words.get(language) or self._words[LANGUAGES[0]]

    def talk(self, talk: Transcript, *, drafting: bool, kept: str = "", trouble: Text = ()) -> str:
        """The whole page. `kept` goes back into the text field; `trouble` stands above it."""
        return self._render(
            "talk.html",
            self.words(talk.language),
            talk=talk,
            kept=kept,
            trouble=trouble,
            large=talk.large,
            drafting=drafting,
            write_path=_write_path(drafting=drafting),
        )

    def fragment(
        self, talk: Transcript, exchange: Exchange, gone: tuple[int, ...], *, drafting: bool
    ) -> str:
        """The newest exchange alone, with what the script on the page has to change around it."""
        return self._render(
            "fragment.html",
            self.words(talk.language),
            exchange=exchange,
            gone=gone,
            write_path=_write_path(drafting=drafting),
            nonce=talk.nonce,
        )

    def trouble(self, language: str, text: Text) -> str:
        """Kind words for a script whose form was not answered."""
        return self._render("trouble.html", self.words(language), trouble=text)

    def notice(
        self, words: Words, notice: Notice, text: Text = (), *, fragment: bool = False
    ) -> str:
        """One thing said, after the bot's own `text`, with 112 and the way back; a page of its
        own, or a fragment for the script on the page.
        """
        name = "notice_fragment.html" if fragment else "notice.html"
        return self._render(name, words, notice=notice, text=text, large=False)

    def render(self, name: str, words: Words, **values: object) -> str:
        """A page of its own, in the frame that all have."""
        return self._render(name, words, large=False, **values)

    def _render(self, name: str, words: Words, **values: object) -> str:
        return self._templates.get_template(name).render(w=words, **values)


def _write_path(*, drafting: bool) -> str:
    """Where one's own words are sent: while a concern is told, past the second cookie."""
    return TALK_PATH if drafting else KNOWN_TALK_PATH


def _form_for(action: str) -> str:
    """The form of a button: one of the two on the page, by what it may know."""
    return "known" if knows_device(action) else "free"
