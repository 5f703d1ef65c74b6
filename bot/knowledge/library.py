"""Everything the bot can say: content/, validated and rendered once at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from bot.domain.message import Text
from bot.errors import ContentError
from bot.knowledge.markup import dialled, literal
from bot.knowledge.municipality import (
    Contact,
    Municipality,
    load_contacts,
    load_municipality,
    read_toml,
)
from bot.knowledge.pages import Page, load_pages
from bot.knowledge.templates import Line

LANGUAGES = ("sv", "en")
"""The languages that are complete; the first is the one that is always there."""


@dataclass(frozen=True)
class Tongue:
    """All there is to say in one language."""

    pages: Mapping[str, Page]
    lines: Mapping[str, Line]
    buttons: Mapping[str, str]
    masks: Mapping[str, str]
    commands: Mapping[str, str]
    frauds: Mapping[str, str]


class Library:
    """The texts, by id and language."""

    def __init__(self, folder: Path) -> None:
        """Read and check the whole folder.

        Raises:
            ContentError: the first fault found, with file, line and cure.
        """
        self.folder = folder
        self.municipality: Municipality = load_municipality(folder / "municipality.toml")
        self.contacts: Mapping[str, Contact] = load_contacts(folder / "contacts.toml")
        self._signs = _load_signs(folder / "signs" / "scam.toml")
        self._menus = _load_menus(folder / "menus.toml")
        self._tongues = {code: self._load(folder / code, code) for code in LANGUAGES}
        for code in LANGUAGES:
            _check_links(self._tongues[code].pages, self._menus, code)
            _check_same(self._tongues[LANGUAGES[0]], self._tongues[code], code)

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

    def explanation(self, sign: str, language: str) -> str:
        """What a sign of fraud means; so far written in Swedish only."""
        return self._signs.get(sign, "") if language == LANGUAGES[0] else ""

    def mask_words(self, language: str) -> Mapping[str, str]:
        """What stands in place of personal data, by its type."""
        return self._tongue(language).masks

    def commands(self, language: str) -> Mapping[str, str]:
        """The commands shown beside a chat's text field, with what each does."""
        return self._tongue(language).commands

    def require(self, lines: Mapping[str, frozenset[str]], buttons: frozenset[str]) -> None:
        """Check that each line and button that the conversation uses is there.

        Raises:
            ContentError: one is missing, or asks for a value that it will not be given.
        """
        tongue = self._tongues[LANGUAGES[0]]
        for key, given in lines.items():
            if key not in tongue.lines:
                room, _, name = key.partition(".")
                raise ContentError(f"sv/talk/{room}.md: the section “## {name}” is missing.")
            if unknown := tongue.lines[key].variables - given:
                raise ContentError(f"sv/talk, {key}: unknown name {min(unknown)}.")
        if missing := buttons - set(tongue.buttons):
            raise ContentError(f"sv/buttons.toml: “{min(missing)}” is missing.")

    def _tongue(self, language: str) -> Tongue:
        return self._tongues.get(language) or self._tongues[LANGUAGES[0]]

    def _load(self, folder: Path, language: str) -> Tongue:
        shared = self._shared(language)
        return Tongue(
            load_pages(folder / "pages", shared),
            _load_lines(folder / "talk", shared),
            _load_words(folder / "buttons.toml"),
            _load_words(folder / "masks.toml"),
            _load_words(folder / "commands.toml"),
            _load_words(folder / "frauds.toml"),
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
                raise ContentError(f"{origin}, section {number} “{name}”: empty, or there twice.")
            found[key] = Line(source.strip(), f"{origin}, “{name.strip()}”", shared)
    return found


def _load_words(path: Path) -> dict[str, str]:
    table = read_toml(path)
    for key, label in table.items():
        if not isinstance(label, str) or not 0 < len(label) <= 40:
            raise ContentError(f"{path.name}, {key}: a label is 1 to 40 characters of text.")
    return {key: str(label) for key, label in table.items()}


def _load_signs(path: Path) -> dict[str, str]:
    """The explanation of each sign; the scam check itself holds the rest of the file."""
    table = read_toml(path).get("sign")
    if not isinstance(table, dict):
        raise ContentError(f"signs/{path.name}: there are no signs.")
    return {name: str(sign.get("explanation", "")) for name, sign in table.items()}


def _load_menus(path: Path) -> dict[str, tuple[str, ...]]:
    table = read_toml(path)
    menus: dict[str, tuple[str, ...]] = {}
    for name, pages in table.items():
        if not isinstance(pages, list) or not all(isinstance(page, str) for page in pages):
            raise ContentError(f"{path.name}, {name}: write a list of page names.")
        menus[name] = tuple(pages)
    return menus


def _check_links(
    pages: Mapping[str, Page], menus: Mapping[str, tuple[str, ...]], language: str
) -> None:
    """Hold that every way on leads somewhere."""
    for page in pages.values():
        for target in page.front.related:
            if target not in pages:
                raise ContentError(f"{language}/pages/{page.id}.md: no page “{target}”.")
    for name, targets in menus.items():
        for target in targets:
            if target not in pages:
                raise ContentError(f"menus.toml, {name}: no page “{target}” in {language}.")


def _check_same(first: Tongue, other: Tongue, code: str) -> None:
    """Hold that two languages have the same texts, asking for the same values."""
    for name, mine, theirs in (
        ("pages", first.pages, other.pages),
        ("talk", first.lines, other.lines),
        ("buttons.toml", first.buttons, other.buttons),
        ("masks.toml", first.masks, other.masks),
        ("commands.toml", first.commands, other.commands),
        ("frauds.toml", first.frauds, other.frauds),
    ):
        if odd := set(mine) ^ set(theirs):
            raise ContentError(f"{code}/{name}: “{min(odd)}” is not in both languages.")
    for key, line in first.lines.items():
        if other.lines[key].variables != line.variables:
            raise ContentError(f"{other.lines[key].origin}: does not name what sv names.")
    for key, page in first.pages.items():
        if len(other.pages[key].parts) != len(page.parts):
            raise ContentError(f"{code}/pages/{key}.md: has not as many parts as sv.")
