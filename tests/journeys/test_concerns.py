"""Anonymous concerns: four questions, one's own words, read back, masked, and a code that is shown
before anything is sent. Nothing leads to the person.
"""

import re
import time

import pytest
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.domain.case import Case, ConcernState
from bot.domain.concern import Often
from bot.knowledge.library import Library
from bot.reception import Reception
from bot.store.store import Store
from tests.conftest import HeldClock
from tests.fakes.gates import quick_gate
from tests.journeys.conftest import checked_emulator
from tests.journeys.residents import REMOVE, OnTelegram, Resident
from tests.journeys.running import telegram_running

CHOICES = ("Mörkt eller trasig lampa", "Asarum", "Kväll", "Ofta")
LAMP = "Mörkt eller trasig lampa – Asarum"


async def _until_read_back(resident: Resident, *choices: str) -> None:
    await resident.opens()
    await resident.taps("Berätta anonymt")
    assert "allmän handling" in resident.text
    await resident.taps("Börja berätta")
    for number, choice in enumerate(choices or CHOICES, 1):
        assert f"Fråga {number} av 4" in resident.text
        await resident.taps(choice)
    assert "Stämmer det här?" in resident.text


async def _sends(resident: Resident) -> str:
    """See the code, say that it is written down, and the six words of it."""
    await resident.taps("Det stämmer, vidare")
    words = re.findall(r"(?:\d\.|\n)\s*([a-zåäöé]{4,11})$", resident.text, re.MULTILINE)
    await resident.taps("Jag har skrivit upp koden")
    assert "nu har kommunen" in resident.text
    return " ".join(words[:6])


async def _filed(store: Store) -> list[tuple[str, str, str, str]]:
    await store.turn(lambda t: t.concerns.release())
    found = await store.read(lambda t: t.concerns.released())
    return [(c.category, c.district, c.part_of_day, c.text) for c in found]


async def test_a_concern_is_told_read_back_and_kept(resident: Resident, store: Store) -> None:
    """What the person approved is what is kept, with personal data hidden."""
    await _until_read_back(resident)
    await resident.writes("Lampan vid tunneln är trasig. Ring mig på 070-174 06 05 eller a@b.se")
    assert "[telefonnummer]" in resident.text
    assert "[mejladress]" in resident.text
    assert "070-174" not in resident.text.split("Stämmer det här?")[-1]
    assert "Ingen kan alltså ringa" in resident.text
    await resident.taps("Det stämmer, vidare")
    code_screen = resident.text[resident.text.rindex("Ingenting är skickat än") :]
    assert "Skriv upp din kod" in code_screen
    assert await _filed(store) == []
    await resident.taps("Jag har skrivit upp koden")
    assert "Tack" in resident.text
    [(category, district, part, text)] = await _filed(store)
    assert (category, district, part) == ("ljus", "asarum", "kvall")
    assert text == "Lampan vid tunneln är trasig. Ring mig på [telefonnummer] eller [mejladress]"
    [case] = await store.read(lambda t: t.concerns.released())
    assert (case.often, case.followed) == (Often.OFTEN, True)


async def test_each_answer_can_be_changed(resident: Resident, store: Store) -> None:
    """From the read-back, and back from the code, one answer is given anew; the code can be
    skipped.
    """
    await _until_read_back(resident)
    await resident.taps("Ändra plats")
    await resident.taps("Mörrum")
    assert "Mörrum" in resident.text
    await resident.taps("Det stämmer, vidare")
    await resident.taps("Tillbaka")
    await resident.taps("Ändra hur ofta")
    await resident.taps("En gång")
    assert "En gång" in resident.text
    await resident.taps("Skriv egna ord")
    await resident.writes("Trasig lampa")
    assert "Trasig lampa" in resident.text
    await resident.taps("Det stämmer, vidare")
    await resident.taps("Hoppa över koden")
    assert "Du valde ingen kod" in resident.text
    assert await _filed(store) == [("ljus", "morrum", "kvall", "Trasig lampa")]
    [case] = await store.read(lambda t: t.concerns.released())
    assert (case.often, case.followed) == (Often.ONCE, False)


async def test_blanks_before_the_words_move_no_mask(resident: Resident, store: Store) -> None:
    """A thumb that began with the space bar or a new line hides no less of a neighbour."""
    await _until_read_back(resident)
    await resident.writes("      Ring Kent Andersson på 070-174 06 05 om lampan")
    await _sends(resident)
    assert [text for *_, text in await _filed(store)] == [
        "Ring [namn] på [telefonnummer] om lampan"
    ]


async def test_a_yes_at_the_read_back_does_not_replace_the_story(
    resident: Resident, store: Store
) -> None:
    """Whoever writes “ja skicka” instead of pressing keeps what they told, and is shown how."""
    await _until_read_back(resident, "Plats som känns bra", "Asarum", "Dag", "Vet inte")
    await resident.writes("Ja, det stämmer bra!")
    assert "Tryck då på Det stämmer, vidare" in resident.text
    await resident.writes("Fint i parken.")
    for words in ("skicka", "ja"):
        await resident.writes(words)
        assert "Fint i parken." in resident.text
    await _sends(resident)
    assert [text for *_, text in await _filed(store)] == ["Fint i parken."]


async def test_a_change_of_mind_leaves_nothing(resident: Resident, store: Store) -> None:
    """Cancelled at a question, or with the code on the screen: no trace of it."""
    await _until_read_back(resident)
    await resident.taps("Det stämmer, vidare")
    await resident.writes("björk är det första ordet jag skrev")
    assert "Skriv upp din kod" in resident.text
    await resident.taps("Avbryt")
    assert "sparade ingenting" in resident.text
    await resident.taps("Berätta anonymt")
    await resident.taps("Börja berätta")
    await resident.taps("Mörkt eller trasig lampa")
    await resident.taps("Tillbaka")
    assert "Fråga 1 av 4" in resident.text
    await resident.taps("Avbryt")
    assert await _filed(store) == []
    assert await store.read(lambda t: t.concerns.waiting()) == 0


async def test_the_code_shows_status_and_answer(resident: Resident, store: Store) -> None:
    """However the words are written; what staff say is read behind them and nowhere else."""
    await _until_read_back(resident)
    code = await _sends(resident)
    assert len(code.split()) == 6
    await resident.taps("Meny")
    await resident.writes("Jag har en kod")
    assert "sex orden" in resident.text
    plain = code.translate(str.maketrans("åäöé", "aaoe")).upper()
    await resident.writes(f"Min kod är: {plain.replace(' ', ', ')}.")
    assert LAMP in resident.text
    assert "Läget: mottaget" in resident.text
    [key] = [case.key for case in await _released(store)]
    await store.turn(
        lambda t: t.concerns.set_state(key, ConcernState.FORWARDED, "gatukontoret", "2026-W49")
    )
    await store.turn(lambda t: t.concerns.answer(key, "Lampan byts på fredag.", "2026-W49"))
    await resident.taps("Meny")
    await resident.writes(code)
    assert "skickat vidare vecka 49" in resident.text
    assert "Till: gatukontoret" in resident.text
    assert "Lampan byts på fredag." in resident.text


@pytest.mark.parametrize("resident", ["telegram"], indirect=True)
async def test_the_code_leaves_the_chat_when_asked(resident: OnTelegram) -> None:
    """Whoever holds the phone later does not find it: a skipped code goes at once, one that was
    written down by one press.
    """

    def on_screen() -> str:
        return "\n".join(shown.text for shown in resident.chat.messages.values())

    await _until_read_back(resident)
    await resident.taps("Det stämmer, vidare")
    assert "Skriv upp din kod" in on_screen()
    await resident.taps("Hoppa över koden")
    assert "Skriv upp din kod" not in on_screen()
    await _until_read_back(resident)
    code = await _sends(resident)
    assert code.split()[0] in on_screen()
    await resident.taps(REMOVE)
    assert "borta ur chatten" in resident.text
    assert not [word for word in code.split() if f" {word}\n" in on_screen()]


async def test_a_code_that_is_too_old_to_be_removed_is_written_over(
    reception: Reception, library: Library, clock: HeldClock
) -> None:
    """Telegram removes no message older than two days, but lets the bot change its own."""
    now = time.time()
    async with checked_emulator("can't be deleted", clock=lambda: now) as emulator:
        telegram = Telegram(
            reception, library, SecretStr(emulator.token), api=emulator.url, gate=quick_gate()
        )
        async with telegram_running(telegram):
            resident = OnTelegram(emulator.chat("Astrid"), clock)
            await _until_read_back(resident)
            code = await _sends(resident)
            now += 3 * 86400
            await resident.taps(REMOVE)
            shown = [shown.text for shown in resident.chat.messages.values()]
    assert not [text for text in shown if code.split()[0] in text]


async def test_something_is_added_and_all_is_taken_back(resident: Resident, store: Store) -> None:
    """What is added is masked and approved as well; what is taken back is gone at once."""
    await _until_read_back(resident)
    await resident.writes("Lampan vid tunneln är trasig.")
    code = await _sends(resident)
    await resident.writes(code)
    await resident.taps("Lägg till något")
    await resident.writes("Nu är två till trasiga, säger Anna på 070-174 06 05")
    assert "Ska jag lägga till det här?" in resident.text
    assert "Ingen kan alltså ringa" in resident.text
    assert await store.read(lambda t: t.concerns.waiting()) == 1
    await resident.taps("Skicka till kommunen")
    assert "lagt till något en gång" in resident.text
    [case] = await _released(store)
    assert [one.text for one in case.additions] == [
        "Nu är två till trasiga, säger [namn] på [telefonnummer]"
    ]
    await resident.taps("Ta tillbaka det")
    await resident.taps("Nej, låt det vara")
    assert LAMP in resident.text
    await resident.taps("Ta tillbaka det")
    await resident.taps("Ja, ta tillbaka det")
    assert "Din text är raderad" in resident.text
    [case] = await _released(store)
    assert (case.text, case.additions, case.state) == ("", (), ConcernState.WITHDRAWN)
    await resident.writes(code)
    assert "tillbakataget" in resident.text
    assert "Lägg till något" not in resident.labels


async def test_a_wrong_code_gets_a_plain_answer(resident: Resident, clock: HeldClock) -> None:
    """What may be wrong is said; after three that open nothing one has to wait a while."""
    await resident.opens()
    await resident.taps("Berätta anonymt")
    await resident.taps("Följ upp med kod")
    await resident.writes("björk")
    assert "Jag räknade till 1" in resident.text
    await resident.writes("björk citron drake fjord gitarr qqqqq")
    assert "känner inte igen det här: qqqqq" in resident.text
    wrong = "björk citron drake fjord gitarr hammock"
    for _ in range(3):
        await resident.writes(wrong)
        assert "öppnar ingenting" in resident.text
    await resident.writes(wrong)
    assert "Vänta några minuter" in resident.text
    clock.passes(minutes=2)
    await resident.writes(wrong)
    assert "öppnar ingenting" in resident.text
    await resident.taps("Avbryt")
    assert "Berätta anonymt" in resident.labels


async def test_a_fourth_concern_in_a_day_is_told_so(
    resident: Resident, store: Store, clock: HeldClock
) -> None:
    """Three a day for one person; nothing is dropped silently, and the next day is a new one."""
    for _ in range(3):
        await _until_read_back(resident)
        await _sends(resident)
        await resident.taps("Meny")
    await resident.taps("Berätta anonymt")
    assert "så mycket som går på en dag" in resident.text
    assert "Börja berätta" not in resident.labels
    assert len(await _filed(store)) == 3
    clock.passes(hours=24)
    await resident.taps("Meny")
    await resident.taps("Berätta anonymt")
    assert "Börja berätta" in resident.labels


async def test_danger_and_violence_are_met_with_help(resident: Resident, store: Store) -> None:
    """Violence at home is never a case; danger now puts 112 first, and the concern waits."""
    await _until_read_back(resident)
    await resident.writes("någon bryter sig in hos grannen nu")
    assert "112" in resident.text.splitlines()[0] or "112" in resident.text[:80]
    await resident.taps("Fortsätt där jag var")
    assert "Stämmer det här?" in resident.text
    await resident.writes("ett barn blir slaget av sin pappa i huset bredvid")
    assert "socialjouren" in resident.text
    await resident.taps("Fortsätt där jag var")
    assert "barn" not in resident.text
    await resident.writes("min man slår mig när han har druckit")
    assert "020-50 50 50" in resident.text
    await resident.taps("Meny")
    await resident.taps("Berätta anonymt")
    await resident.taps("Börja berätta")
    await resident.taps("Otrygg hemma")
    assert "020-50 50 50" in resident.text
    assert await _filed(store) == []


async def test_a_talk_that_was_silent_too_long_begins_again(
    resident: Resident, store: Store, clock: HeldClock
) -> None:
    """A draft lives half an hour; after that the bot says so kindly, and files nothing."""
    await _until_read_back(resident)
    clock.passes(minutes=45)
    await resident.taps("Det stämmer, vidare")
    assert "Ingenting är skickat" in resident.text or "stängt" in resident.text
    assert await _filed(store) == []


async def test_a_long_text_is_asked_for_shorter(resident: Resident, store: Store) -> None:
    """More than fits is not cut behind the person's back."""
    await _until_read_back(resident)
    await resident.writes("mörkt " * 600)
    assert "för lång" in resident.text
    await resident.writes("Det är mörkt.")
    await _sends(resident)
    assert await _filed(store) == [("ljus", "asarum", "kvall", "Det är mörkt.")]


async def _released(store: Store) -> tuple[Case, ...]:
    await store.turn(lambda t: t.concerns.release())
    return await store.read(lambda t: t.concerns.released())
