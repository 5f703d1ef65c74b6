"""What the page shows, with the script and without."""

import re
from pathlib import Path

import pytest
from markupsafe import escape

from bot.channels.webchat.words import load_words
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.reception import Reception
from tests.channels.webchat.visitor import (
    FRAGMENT,
    Visitor,
    Watched,
    chat_of,
    tells_until_text,
    visiting,
)
from tests.conftest import HeldClock

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><h1>Hej</h1>",
    "{{ 7*7 }} {% if x %}",
    "**fet** [länk](https://example.com) & &amp; <!--",
)


async def test_a_first_visit_is_greeted_at_once(visitor: Visitor) -> None:
    """Nobody has to press anything to learn who this is and how to reach 112."""
    await visitor.opens()
    assert visitor.status == 200
    assert "trygghetsboten från Karlshamns kommun" in visitor.newest
    assert 'href="tel:112"' in visitor.newest
    assert len(re.findall('<button class="choice', visitor.newest)) == 4


async def test_a_form_leads_to_a_page_that_can_be_reloaded(visitor: Visitor) -> None:
    """After a form comes a redirect to the newest answer, so that reload sends nothing again."""
    await visitor.opens()
    response = await visitor.posts_once(visitor.write_path, text="meny", nonce=visitor.nonce)
    assert (response.status, response.headers["Location"]) == (303, "/#nu")
    await visitor.opens()
    assert "Du skrev" in visitor.newest
    assert "Vad vill du göra?" in visitor.newest


async def test_the_script_gets_only_what_is_new(visitor: Visitor) -> None:
    """With JavaScript a turn is one small answer, with the next nonce in it."""
    await visitor.opens()
    before = visitor.nonce
    await visitor.posts(visitor.write_path, FRAGMENT, text="meny", nonce=before)
    assert visitor.response.headers["X-Chat"] == "fragment"
    assert "<html" not in visitor.page
    fresh = re.search('data-nonce="([0-9a-f]{32})"', visitor.page)
    assert fresh
    assert fresh[1] != before


async def test_a_chosen_label_is_said_back(visitor: Visitor) -> None:
    """Who comes back to the page sees what was chosen, in the words of the button."""
    await visitor.opens()
    await visitor.presses("Träffar och trygghet")
    assert "Du valde:" in visitor.newest
    assert "Träffar och trygghet" in visitor.newest


async def test_only_the_newest_choices_are_open(visitor: Visitor) -> None:
    """Older buttons are folded away, not gone."""
    await visitor.opens()
    await visitor.presses("Träffar och trygghet")
    assert visitor.page.count('<details class="choices" open>') == 1
    assert visitor.page.count('<details class="choices">') == 1


async def test_an_old_button_still_works(visitor: Visitor) -> None:
    """A button further up on the page answers each time it is chosen anew."""
    await visitor.opens()
    await visitor.presses("Träffar och trygghet")
    await visitor.presses("Det händer nu")
    await visitor.presses("Träffar och trygghet")
    assert "Vad vill du veta mer om?" in visitor.newest


async def test_trial_mode_is_always_in_sight(
    reception: Reception, library: Library, clock: HeldClock
) -> None:
    """A ribbon says that this is a trial; in live operation there is none."""
    async with visiting(chat_of(reception, library, clock, live=False), clock) as browser:
        assert 'class="ribbon"' in (await browser.opens()).page
    async with visiting(chat_of(reception, library, clock, live=True), clock) as browser:
        assert 'class="ribbon"' not in (await browser.opens()).page


async def test_the_language_turns_page_and_talk(visitor: Visitor) -> None:
    """One switch: the page's own words, its lang attribute, and the answers."""
    await visitor.opens()
    await visitor.posts("/sprak", action="lang:en", nonce=visitor.nonce)
    assert '<html lang="en"' in visitor.page
    assert "Leave this page quickly" in visitor.page
    assert '<div class="words" lang="sv">' in visitor.page
    assert '<div class="words" lang="en">' in visitor.newest


async def test_the_script_is_told_to_reload_when_the_language_turns(visitor: Visitor) -> None:
    """Words around the talk change too, so one fragment is not enough."""
    await visitor.opens()
    await visitor.posts(visitor.write_path, FRAGMENT, text="english", nonce=visitor.nonce)
    assert visitor.response.headers["X-Chat"] == "reload"


async def test_larger_text_lasts_as_long_as_the_talk(visitor: Visitor) -> None:
    """The choice stays on the next page, and nowhere but in the talk."""
    await visitor.opens()
    await visitor.posts("/storlek")
    assert '<html lang="sv" class="large">' in visitor.page
    await visitor.posts("/storlek")
    assert 'class="large"' not in visitor.page
    await visitor.posts("/storlek", FRAGMENT)
    assert visitor.status == 204


@pytest.mark.parametrize("written", NASTY)
async def test_nothing_written_is_markup(visitor: Visitor, written: str) -> None:
    """What a resident writes comes back as the same characters (TRUST S4)."""
    await tells_until_text(visitor)
    await visitor.writes(written)
    echo, _, answer = visitor.newest.partition('<article class="answer">')
    assert str(escape(written)) in echo
    assert str(escape(written)) in answer
    for piece in ("<script>alert", "<img", "<h1>Hej", "<!--"):
        assert piece not in visitor.newest


async def test_kept_words_are_text_too(visitor: Visitor, watched: Watched) -> None:
    """Words that go back into the field cannot close it."""
    await visitor.opens()
    watched.away = True
    await visitor.writes("</textarea><h1>Hej</h1>")
    assert visitor.kept == "</textarea><h1>Hej</h1>"
    assert "<h1>Hej" not in visitor.page


async def test_a_calendar_file_is_fetched_without_the_script(visitor: Visitor) -> None:
    """A plain link, for this talk only."""
    await visitor.opens("/mote/k7p2m")
    await visitor.presses("Lägg i kalendern")
    link = re.search(r'href="(/fil/[^"]+)"', visitor.newest)
    assert link
    response = await visitor._client.get(link[1])
    assert response.content_type == "text/calendar"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert (await response.read()).startswith(b"BEGIN:VCALENDAR")
    await visitor.posts("/rensa")
    assert (await visitor._client.get(link[1])).status == 404


async def test_style_and_script_are_kept_by_their_hash(visitor: Visitor) -> None:
    """Their address changes with what they contain, so they may be kept for a year."""
    await visitor.opens()
    for pattern in (r'href="(/utseende/[^"]+chat\.css)"', r'src="(/utseende/[^"]+chat\.js)"'):
        found = re.search(pattern, visitor.page)
        assert found
        response = await visitor._client.get(found[1])
        assert response.status == 200
        assert "immutable" in response.headers["Cache-Control"]


async def test_a_missing_word_stops_the_start(library: Library, tmp_path: Path) -> None:
    """A fault in web.toml names the file and the word."""
    for code in ("sv", "en"):
        source = (library.folder / code / "web.toml").read_text("utf-8")
        (tmp_path / code).mkdir()
        (tmp_path / code / "web.toml").write_text(source, "utf-8")
    path = tmp_path / "en" / "web.toml"
    path.write_text(path.read_text("utf-8").replace('send = "Send"\n', ""), "utf-8")
    with pytest.raises(ContentError, match=r"en/web\.toml, send"):
        load_words(tmp_path)
    path.unlink()
    with pytest.raises(ContentError, match=r"web\.toml"):
        load_words(tmp_path)


async def test_a_look_from_a_machine_is_answered(visitor: Visitor) -> None:
    """HEAD, as a watchman sends it, is no error."""
    response = await visitor._client.head("/")
    assert response.status == 200
