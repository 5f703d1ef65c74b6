"""The words of the page around the talk: content/<language>/web.toml, checked at the start."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.library import LANGUAGES
from bot.knowledge.tables import read_toml, validated

Short = Annotated[str, Field(min_length=1, max_length=60)]
Sentence = Annotated[str, Field(min_length=1, max_length=300)]


class _Strict(BaseModel):
    """A word that is unknown, misspelt or missing is refused at the start."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Notice(_Strict):
    """A page that says one thing and shows the way back."""

    title: Short
    text: Sentence


class Notices(_Strict):
    """What is said when something is not as it should be, or is over."""

    missing: Notice
    wrong_way: Notice
    too_large: Notice
    refused: Notice
    fault: Notice
    cleared: Notice
    forgotten: Notice


class MeetingWords(_Strict):
    """The public pages about meetings."""

    title: Short
    intro: Sentence
    coming: Short
    none: Sentence
    held: Short
    all: Short
    see: Short
    to_talk: Short
    gone_title: Short
    gone: Sentence
    example: Sentence
    moved: Sentence
    cancelled: Sentence
    over: Sentence
    tag_example: Short
    tag_moved: Short
    tag_cancelled: Short
    when: Short
    at: Short
    where: Short
    directions: Short
    who: Short
    has: Short
    spoken: Short
    seats: Short
    transport: Short
    ring: Short
    answer: Short
    calendar: Short
    code: Short
    questions: Short
    asked: Short
    answered: Short
    genuine: Short
    feed: Short
    feed_hint: Sentence
    feed_button: Short
    feed_address: Short


class BellWords(_Strict):
    """“Pling i telefonen”. `notice` is all that a notice ever says; `apple` are the steps that an
    iPhone needs first.
    """

    title: Short
    notice: Short
    offer: Short
    intro: Sentence
    who_title: Short
    who: Sentence
    kept: Sentence
    then: Sentence
    turn_on: Short
    turn_off: Short
    is_on: Short
    shown: Sentence
    unknown: Sentence
    follow: Short
    busy: Sentence
    apple_title: Short
    apple: Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=4)]
    unable: Sentence
    denied: Sentence
    failed: Sentence
    no_script: Sentence
    without: Sentence


class Words(_Strict):
    """Labels and short sentences, each named after what it stands on.
    `language` is the code for the page's lang attribute.
    """

    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    title: Short
    answers_automatically: Short
    skip: Short
    leave: Short
    leave_to: Annotated[str, Field(pattern=r"^https://[^\s\"<>]+$")]
    trial: Short
    settings: Short
    talk: Short
    other_language: Short
    larger: Short
    you_wrote: Short
    you_chose: Short
    you_sent_picture: Short
    bot_answers: Short
    news: Short
    read_aloud: Short
    stop_reading: Short
    choices: Short
    earlier_choices: Short
    all_written: Short
    download: Short
    download_print: Short
    share_otherwise: Short
    write: Short
    hint: Sentence
    picture: Short
    picture_hint: Sentence
    send: Short
    waiting: Short
    offline: Sentence
    danger: Short
    silent: Sentence
    about: Short
    real: Short
    privacy: Short
    accessibility: Short
    human: Short
    clear: Short
    forget: Short
    back: Short
    notice: Notices
    meetings: MeetingWords
    bell: BellWords

    @property
    def plain_title(self) -> str:
        """The title without its places to break."""
        return self.title.replace("\u00ad", "")


def load_words(content: Path) -> Mapping[str, Words]:
    """The words in each language.

    Raises:
        ContentError: a file is missing or wrong; the sentence names the file and the word.
    """
    return {
        code: validated(Words, read_toml(content / code / "web.toml"), f"{code}/web.toml")
        for code in LANGUAGES
    }
