"""“Är det här bluff?”: a level, reasons in the person's own words, and one thing to do."""

from bot.domain.sweden import week_of
from bot.store.store import Store
from tests.conftest import START
from tests.journeys.residents import Resident

HEJ_MAMMA = (
    "Hej mamma! Jag har tappat min mobil, nytt nummer. Kan du swisha 4500 kr till 0701234567?"
)
PARCEL = "PostNord: Ditt paket väntar. Betala 19 kr i avgift på https://postnord-se.top/betala nu"
REMINDER = "Påminnelse: du har tid hos Folktandvården tisdag 24/11 kl 10.15. Välkommen!"
WEEK = week_of(START)


async def test_a_pasted_message_is_judged_with_reasons(resident: Resident, store: Store) -> None:
    """The answer names the kind, quotes the message, says what to do, and who has judged."""
    await resident.opens()
    await resident.taps("Är det här bluff?")
    await resident.writes(HEJ_MAMMA)
    assert "Det här liknar bedrägeri" in resident.text
    assert "tappat min mobil" in resident.text or "nytt nummer" in resident.text
    assert "gamla numret" in resident.text
    assert "automatisk bedömning" in resident.text
    assert await store.read(lambda t: t.checks.asked(WEEK)) == {"hej_mamma": 1}


async def test_a_link_is_shown_so_that_it_cannot_be_tapped(resident: Resident) -> None:
    """What is quoted back never leads anywhere, and the message is passed on to 7726."""
    await resident.opens()
    await resident.writes(PARCEL)
    assert "Det här liknar bedrägeri" in resident.text
    assert "https://postnord-se.top" not in resident.text
    assert "7726" in resident.text


async def test_a_real_reminder_is_never_called_safe(resident: Resident) -> None:
    """No signs is not a promise: the way to check stands there all the same."""
    await resident.opens()
    await resident.taps("Är det här bluff?")
    await resident.writes(REMINDER)
    assert "Jag ser inga varningstecken – men kolla så här" in resident.text
    assert "säker" not in resident.text.casefold()


async def test_what_is_genuine_is_checked_the_senders_own_way(resident: Resident) -> None:
    """A code is kept, and an invitation of ours is asked about at the switchboard, not by link."""
    await resident.opens()
    await resident.writes("/bluff")
    await resident.writes("Din kod är 529 114. Lämna aldrig ut den till någon. /Länsförsäkringar")
    assert "Behåll koden för dig själv" in resident.text
    await resident.writes("/bluff")
    await resident.writes("Karlshamns kommun: dialogmöte torsdag 18 i Mörrum. Vi bjuder på fika.")
    assert "Ring kommunens växel" in resident.text
    assert "säker" not in resident.text.casefold()


async def test_the_acting_button_fits_what_can_have_happened(resident: Resident) -> None:
    """With no link in the message nobody is asked about one: money may have been sent instead."""
    await resident.opens()
    await resident.writes("/bluff")
    await resident.writes(HEJ_MAMMA)
    assert "Jag öppnade en länk" not in resident.labels
    await resident.writes("/bluff")
    await resident.writes(PARCEL)
    assert "Jag öppnade en länk" in resident.labels


async def test_the_same_text_gives_the_same_answer_and_counts_once(
    resident: Resident, store: Store
) -> None:
    """Asking twice to be sure changes neither the answer nor the figures of the week."""
    await resident.opens()
    answers: list[str] = []
    for _ in range(2):
        await resident.writes("/bluff")
        await resident.writes(HEJ_MAMMA)
        answers.append(resident.text)
    assert answers[0] == answers[1]
    assert await store.read(lambda t: t.checks.asked(WEEK)) == {"hej_mamma": 1}


async def test_asking_twice_for_the_check_still_judges_the_next_words(resident: Resident) -> None:
    """Whoever types /bluff again, unsure that it was heard, is not sent to the questions."""
    await resident.opens()
    await resident.writes("/bluff")
    await resident.writes("/bluff")
    await resident.writes("bank ringde")
    assert "Banken" in resident.labels


async def test_too_little_to_judge_is_asked_for_with_three_taps(resident: Resident) -> None:
    """“Bank ringde” says too little; three taps are kinder than a form."""
    await resident.opens()
    await resident.taps("Är det här bluff?")
    await resident.writes("bank ringde")
    await resident.taps("Banken")
    await resident.taps("Kod eller BankID")
    await resident.taps("Nej")
    assert "Det här liknar bedrägeri" in resident.text
    assert "automatisk bedömning" in resident.text


async def test_what_is_done_already_leads_to_what_to_do_now(resident: Resident) -> None:
    """Somebody who has given out a code is not judged but helped."""
    await resident.opens()
    await resident.taps("Är det här bluff?")
    await resident.writes("bank ringde")
    await resident.taps("Banken")
    await resident.taps("Kod eller BankID")
    await resident.taps("Ja")
    assert "bank" in resident.text.casefold()
    assert "Klart, nästa" in resident.labels


async def test_one_tap_says_if_it_helped(resident: Resident, store: Store) -> None:
    """Counted without text; and whoever thinks that we are wrong is led to a person."""
    await resident.opens()
    await resident.writes(HEJ_MAMMA)
    await resident.taps("Jag fick hjälp")
    assert await store.read(lambda t: t.checks.help(WEEK)) == (1, 0)
    await resident.taps("Kolla något mer")
    await resident.writes(HEJ_MAMMA)
    await resident.taps("Jag tror ni har fel")
    assert "Prata med någon" in resident.labels


async def test_the_checked_text_is_in_no_file(resident: Resident, store: Store) -> None:
    """Only kind, channel, signs and week are counted; not a word of the text is kept."""
    await resident.opens()
    await resident.writes(HEJ_MAMMA)
    files = [path for path in store.path.parent.iterdir() if path.is_file()]
    assert files
    for path in files:
        assert b"0701234567" not in path.read_bytes()
        assert b"swisha 4500" not in path.read_bytes()


async def test_what_has_already_happened_leads_to_the_acting_steps(resident: Resident) -> None:
    """A loss is met with the steps for it, checked or just written, and with no blame."""
    await resident.opens()
    for words, first in (
        ("jag har swishat 20000 till en man på nätet", "Ring banken nu"),
        ("en man sa han var från hemtjänsten och han tog mitt kort", "spärra kortet nu"),
        ("två karlar va här igår å tog guldet", "Ring polisen nu om någon är kvar"),
        ("jag har gett min kod till en som ringde", "Ring banken nu"),
    ):
        await resident.writes("/bluff")
        await resident.writes(words)
        assert first in resident.text
        assert resident.text.count("inte ditt fel") == 1
        assert "Klart, nästa" in resident.labels
        assert "Meny" in resident.labels
    await resident.writes("jag har swishat 20000 till en man på nätet")
    assert "Ring banken nu" in resident.text
