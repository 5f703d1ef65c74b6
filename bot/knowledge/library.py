"""Everything the bot can say: content/, validated and rendered once at the start."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from bot.domain.message import Text
from bot.errors import ContentError
from bot.knowledge.figure_words import FigureWords, load_figure_words
from bot.knowledge.markup import dialled, literal
from bot.knowledge.municipality import Contact, Municipality, load_contacts, load_municipality
from bot.knowledge.pages import Page, load_pages
from bot.knowledge.poster import PosterWords, load_poster
from bot.knowledge.practice import Item, load_practice
from bot.knowledge.press_lines import load_press
from bot.knowledge.sheet import SheetWords, load_sheet
from bot.knowledge.tables import read_toml, read_words
from bot.knowledge.templates import Line

LANGUAGES = ("sv", "en")
"""The languages that are complete; the first is the one that is always there."""
ROOM_MARK = "@"
"""Begins an entry of a list that is a room of the conversation and no page."""


@dataclass(frozen=True)
class Tongue:
    """All there is to say in one language."""

    pages: Mapping[str, Page]
    lines: Mapping[str, Line]
    buttons: Mapping[str, str]
    masks: Mapping[str, str]
    commands: Mapping[str, str]
    frauds: Mapping[str, str]
    sheet: SheetWords
    poster: PosterWords
    press: Mapping[str, Line]
    practice: Mapping[str, Item]
    figures: FigureWords


@dataclass(frozen=True, slots=True)
class Gap:
    """Two texts that do not fit together: in which file, what is wrong, and with which text."""

    place: str
    fault: str
    about: str


class Library:
    """The texts, by id and language."""

    def __init__(self, folder: Path, *, with_gaps: bool = False) -> None:
        """Read and check the whole folder. `with_gaps` lets texts in that do not fit together,
        for a report on them.

        Raises:
            ContentError: the first fault found, with file, line and cure.
        """
        self.folder = folder
        self.municipality: Municipality = load_municipality(folder / "municipality.toml")
        self.contacts: Mapping[str, Contact] = load_contacts(folder / "contacts.toml")
        self._signs = _load_signs(folder / "signs" / "scam.toml")
        self._menus = _load_menus(folder / "menus.toml")
        self._tongues = {code: self._load(folder / code, code) for code in LANGUAGES}
        for gap in () if with_gaps else (*self.dead_links(), *self.untranslated()):
            raise ContentError(f"{gap.place}: {gap.fault}.")

    def page(self, page_id: str, language: str) -> Page | None:
        """A page in the language, or None where no page has that id."""
        return self._tongue(language).pages.get(page_id)

    def pages(self, language: str) -> Mapping[str, Page]:
        """All pages of a language."""
        return self._tongue(language).pages

    def menu(self, name: str) -> tuple[str, ...]:
        """The pages on one list, in the order of menus.toml; an unknown list is empty."""
        return self._menus.get(name, ())

    def say(self, key: str, language: str, **values: object) -> Text:
        """A line of the conversation, `room.key`, with its values filled in."""
        return self._tongue(language).lines[key].text(values)

    def label(self, key: str, language: str) -> str:
        """The words on a button."""
        return self._tongue(language).buttons[key]

    def choice_label(self, chosen: str, language: str) -> str:
        """The words for a stored category, district or part of day; one that content no longer
        has is shown by its id.
        """
        town = self.municipality
        choices = (*town.concern_categories, *town.districts, *town.day_parts)
        return next((one.label(language) for one in choices if one.id == chosen), chosen)

    def fraud(self, kind: str, language: str) -> str:
        """What a kind of fraud is called."""
        return self._tongue(language).frauds[kind]

    def frauds(self, language: str) -> Mapping[str, str]:
        """All kinds of fraud with their names."""
        return self._tongue(language).frauds

    def sheet(self, language: str) -> SheetWords:
        """The words of the sheet to print."""
        return self._tongue(language).sheet

    def poster(self, language: str) -> PosterWords:
        """The words of a meeting's poster."""
        return self._tongue(language).poster

    def press(self, name: str, language: str, **values: object) -> Text:
        """What staff copy about a meeting, `paper` or `sms`, with its values filled in."""
        return self._tongue(language).press[name].text(values)

    def practice(self, language: str) -> Mapping[str, Item]:
        """The examples of “Äkta eller bluff?”, by id; the same ids in every language."""
        return self._tongue(language).practice

    def figure_words(self, language: str) -> FigureWords:
        """The words around published figures."""
        return self._tongue(language).figures

    def explanation(self, sign: str, language: str) -> str:
        """What a sign of fraud means; so far written in Swedish only."""
        return self._signs.get(sign, "") if language == LANGUAGES[0] else ""

    def mask_words(self, language: str) -> Mapping[str, str]:
        """What stands in place of personal data, by its type."""
        return self._tongue(language).masks

    def commands(self, language: str) -> Mapping[str, str]:
        """The commands shown beside a chat's text field, with what each does."""
        return self._tongue(language).commands

    def lines(self, language: str) -> Mapping[str, Line]:
        """All lines of the conversation in a language, by `room.key`."""
        return self._tongue(language).lines

    def dead_links(self) -> tuple[Gap, ...]:
        """Ways on, from pages, menus and examples, that lead to no page."""
        tongues = self._tongues.items()
        return tuple(g for code, t in tongues for g in _dead_links(t, self._menus, code))

    def untranslated(self) -> tuple[Gap, ...]:
        """Texts that the languages do not have alike."""
        first = self._tongues[LANGUAGES[0]]
        return tuple(g for code, t in self._tongues.items() for g in _differences(first, t, code))

    def require(
        self,
        lines: Mapping[str, frozenset[str]],
        buttons: frozenset[str],
        rooms: Collection[str] = (),
    ) -> None:
        """Check that each line and button that the conversation uses is there, and that the lists
        hold no other rooms than those given.

        Raises:
            ContentError: one is missing, or asks for a value that it will not be given.
        """
        tongue = self._tongues[LANGUAGES[0]]
        for key, given in lines.items():
            if key not in tongue.lines:
                room, _, name = key.partition(".")
                raise ContentError(f"sv/talk/{room}.md: avsnittet “## {name}” saknas.")
            if unknown := tongue.lines[key].variables - given:
                raise ContentError(f"sv/talk, {key}: namnet {min(unknown)} finns inte.")
        if missing := buttons - set(tongue.buttons):
            raise ContentError(f"sv/buttons.toml: “{min(missing)}” saknas.")
        for name, entries in self._menus.items():
            for entry in entries:
                if entry.startswith(ROOM_MARK) and entry.removeprefix(ROOM_MARK) not in rooms:
                    known = ", ".join(f"{ROOM_MARK}{room}" for room in sorted(rooms))
                    raise ContentError(f"menus.toml, {name}: “{entry}” finns inte, bara {known}.")

    def _tongue(self, language: str) -> Tongue:
        return self._tongues.get(language) or self._tongues[LANGUAGES[0]]

    def _load(self, folder: Path, language: str) -> Tongue:
        shared = self._shared(language)
        return Tongue(
            load_pages(folder / "pages", shared),
            _load_lines(folder / "talk", shared),
            read_words(folder / "buttons.toml"),
            read_words(folder / "masks.toml"),
            read_words(folder / "commands.toml"),
            read_words(folder / "frauds.toml"),
            load_sheet(folder / "sheet.toml", self.contacts),
            load_poster(folder / "poster.toml"),
            load_press(folder / "press.toml", shared),
            load_practice(folder / "practice.toml"),
            load_figure_words(folder / "figures.toml"),
        )

    def _shared(self, language: str) -> dict[str, object]:
        """The values that every text may use."""
        return {
            "municipality": self.municipality.model_dump(exclude={"districts"}),
            "phone": {key: _tappable(contact) for key, contact in self.contacts.items()},
            "hours": {k: c.hours.get(language, "") for k, c in self.contacts.items()},
        }


def _tappable(contact: Contact) -> Markup:
    """A number as a link to dial; bare where it is written to and not rung."""
    return dialled(contact.number, contact.call) if contact.call else literal(contact.number)


def _load_lines(folder: Path, shared: Mapping[str, object]) -> dict[str, Line]:
    """Sections “## key” of every file, as `file.key`."""
    found: dict[str, Line] = {}
    for path in sorted(folder.glob("*.md")):
        origin = f"{folder.parent.name}/talk/{path.name}"
        for number, section in enumerate(f"\n{path.read_text('utf-8')}".split("\n## ")[1:], 1):
            name, _, source = section.partition("\n")
            key = f"{path.stem}.{name.strip()}"
            if key in found or not source.strip():
                raise ContentError(f"{origin}, avsnitt {number} “{name}”: tomt, eller två gånger.")
            found[key] = Line(source.strip(), f"{origin}, “{name.strip()}”", shared)
    return found


def _load_signs(path: Path) -> dict[str, str]:
    """The explanation of each sign; the scam check itself holds the rest of the file."""
    table = read_toml(path).get("sign")
    if not isinstance(table, dict):
        raise ContentError(f"signs/{path.name}: det finns inga tecken (sign).")
    return {name: str(sign.get("explanation", "")) for name, sign in table.items()}


def _load_menus(path: Path) -> dict[str, tuple[str, ...]]:
    table = read_toml(path)
    menus: dict[str, tuple[str, ...]] = {}
    for name, pages in table.items():
        if not isinstance(pages, list) or not all(isinstance(page, str) for page in pages):
            raise ContentError(f"{path.name}, {name}: skriv en lista med sidors namn.")
        menus[name] = tuple(pages)
    return menus


def _dead_links(
    tongue: Tongue, menus: Mapping[str, tuple[str, ...]], language: str
) -> Iterator[Gap]:
    """Every way on that leads nowhere."""
    pages = tongue.pages
    for page in pages.values():
        for target in page.front.related:
            if target not in pages:
                yield Gap(f"{language}/pages/{page.id}.md", f"ingen sida “{target}”", target)
    for name, targets in menus.items():
        for target in targets:
            if target not in pages and not target.startswith(ROOM_MARK):
                yield Gap(f"menus.toml, {name}", f"ingen sida “{target}” på {language}", target)
    for name, item in tongue.practice.items():
        if item.page not in pages:
            yield Gap(f"{language}/practice.toml, {name}", f"ingen sida “{item.page}”", item.page)


def _differences(first: Tongue, other: Tongue, code: str) -> Iterator[Gap]:
    """Texts that one language has and the other has not, and those that tell other things."""
    for name, mine, theirs in (
        ("pages", first.pages, other.pages),
        ("talk", first.lines, other.lines),
        ("buttons.toml", first.buttons, other.buttons),
        ("masks.toml", first.masks, other.masks),
        ("commands.toml", first.commands, other.commands),
        ("frauds.toml", first.frauds, other.frauds),
        ("practice.toml", first.practice, other.practice),
    ):
        for key in sorted(set(mine) ^ set(theirs)):
            lacking = code if key in mine else LANGUAGES[0]
            yield Gap(f"{lacking}/{name}", f"“{key}” finns bara på ett språk", key)
    for key, line in first.lines.items():
        if key in other.lines and other.lines[key].variables != line.variables:
            yield Gap(other.lines[key].origin, "har inte samma namn inom {{ }} som sv", key)
    for key, page in first.pages.items():
        if key in other.pages and len(other.pages[key].parts) != len(page.parts):
            yield Gap(f"{code}/pages/{key}.md", "har inte lika många delar som sv", key)
    for key, item in first.practice.items():
        if key in other.practice and not item.is_told_by(other.practice[key]):
            yield Gap(f"{code}/practice.toml, {key}", "är inte samma exempel som på sv", key)
