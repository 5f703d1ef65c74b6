"""What the bot says about itself is true where it is said: on this channel, in this mode."""

import pytest

from bot.domain.message import plain
from bot.knowledge.library import LANGUAGES, Library


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("coded", [False, True])
def test_a_trial_never_says_that_the_council_has_it(
    library: Library, language: str, *, coded: bool
) -> None:
    """The first word of a trial is that nobody there reads; the last agrees with it."""
    council = {"sv": "nu har kommunen", "en": "municipality now has"}[language]
    told = {"coded": coded, "many": False, "remains": coded}
    trial, live = (
        plain(library.say("concern.filed", language, live=mode, **told)).lower()
        for mode in (False, True)
    )
    assert council in live
    assert council not in trial
    assert {"sv": "provläge", "en": "test mode"}[language] in trial
    assert {"sv": "provläge", "en": "test mode"}[language] not in live


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_protected_is_told_for_the_channel(library: Library, language: str) -> None:
    """On the municipality's own page there is no chat app that knows; in Telegram there is."""
    web, telegram, other = (
        plain(library.say("concern.honest", language, channel=channel)).lower()
        for channel in ("web", "telegram", "terminal")
    )
    assert "telegram" in telegram
    assert "telegram" not in web + other
    assert {"sv": "nätet", "en": "network"}[language] in web
    assert {"sv": "tjänsten", "en": "service"}[language] in other
