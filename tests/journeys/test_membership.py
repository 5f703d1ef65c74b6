"""“Säg till om nya träffar”: asked for, chosen, changed, left, and taken back."""

from bot.domain.membership import Member, News
from bot.store.store import Store
from tests.journeys.residents import Resident

USUAL = (News.INVITATIONS, News.WARNINGS)


async def _own_device(resident: Resident) -> None:
    """Say that the device is one's own, where that is asked."""
    if "Ja, min egen" in resident.labels:
        await resident.taps("Ja, min egen")


async def _subscribes(resident: Resident) -> None:
    """Ask for all news, from the list about the town."""
    await resident.opens()
    await resident.taps("Träffar och trygghet")
    await resident.taps("Säg till om nya träffar")
    await _own_device(resident)
    await resident.taps("Hela kommunen")


async def _member(store: Store) -> Member | None:
    """The only member there is."""
    addresses = await store.read(lambda tables: tables.members.unserved(9))
    assert len(addresses) <= 1
    if not addresses:
        return None
    return await store.read(lambda tables: tables.members.get(addresses[0]))


async def test_a_resident_asks_to_be_told(resident: Resident, store: Store) -> None:
    """What is kept is said first; nothing is kept before the answer; then it is confirmed."""
    await resident.opens()
    await resident.taps("Träffar och trygghet")
    await resident.taps("Säg till om nya träffar")
    assert "utan namn" in resident.text
    assert await _member(store) is None
    await _own_device(resident)
    await resident.taps("Hela kommunen")
    assert "hela kommunen" in resident.text
    assert "stopp" in resident.text
    member = await _member(store)
    assert member is not None
    assert (member.districts, member.kinds, member.language) == ((), USUAL, "sv")


async def test_words_and_a_link_are_enough(resident: Resident) -> None:
    """“Prenumerera” and its kin lead to the same question, and so does a link on a poster."""
    await resident.opens("folj")
    assert "utan namn" in resident.text
    for words in ("prenumerera", "Anmäl mig till utskick!", "säg till om nya träffar"):
        await resident.writes(words)
        assert "utan namn" in resident.text
    await resident.writes("subscribe")
    assert "without a name" in resident.text


async def test_only_my_own_place(resident: Resident, store: Store) -> None:
    """One place at the start, another one later, and the whole municipality again."""
    await resident.opens("folj")
    await _own_device(resident)
    await resident.taps("Bara min ort")
    assert "Annan plats" not in resident.labels
    await resident.taps("Asarum")
    assert "i Asarum" in resident.text
    await resident.taps("Mina val")
    await resident.taps("Välj orter")
    assert "✓ Asarum" in resident.labels
    await resident.taps("Mörrum")
    assert "Asarum, Mörrum" in resident.text
    await resident.taps("✓ Asarum")
    member = await _member(store)
    assert member is not None
    assert member.districts == ("morrum",)
    await resident.taps("Hela kommunen")
    assert "✓ Hela kommunen" in resident.labels
    await resident.taps("Klart")
    assert "Hela kommunen" in resident.text


async def test_what_to_be_told_is_chosen(resident: Resident, store: Store) -> None:
    """Each kind can be taken away and added; the last one stays, with the way out beside it."""
    await _subscribes(resident)
    await resident.writes("mina val")
    await resident.taps("Välj vad jag får")
    await resident.taps("Öva: äkta eller bluff")
    await resident.taps("✓ Inbjudningar till träffar")
    await resident.taps("✓ Varningar om bedrägeri")
    await resident.taps("✓ Öva: äkta eller bluff")
    assert "det enda" in resident.text
    assert "Sluta få meddelanden" in resident.labels
    member = await _member(store)
    assert member is not None
    assert member.kinds == (News.PRACTICE,)


async def test_whoever_is_in_already_is_met_kindly(resident: Resident) -> None:
    """Asking twice shows what was chosen and changes nothing."""
    await _subscribes(resident)
    await resident.writes("prenumerera")
    assert "Du får redan mina meddelanden" in resident.text
    assert "Inbjudningar till träffar" in resident.text


async def test_leaving_is_one_tap_and_can_be_undone(resident: Resident, store: Store) -> None:
    """The undo button carries place and kinds, though nothing is kept of them meanwhile."""
    await resident.opens("folj")
    await _own_device(resident)
    await resident.taps("Bara min ort")
    await resident.taps("Svängsta")
    await resident.taps("Mina val")
    await resident.taps("Sluta få meddelanden")
    assert "tagit bort" in resident.text
    assert await _member(store) is None
    await resident.taps("Ångra")
    assert "Svängsta" in resident.text
    member = await _member(store)
    assert member is not None
    assert (member.districts, member.kinds) == (("svangsta",), USUAL)


async def test_the_word_stopp_leaves_too(resident: Resident, store: Store) -> None:
    """Stopp as a whole message always stops."""
    await _subscribes(resident)
    await resident.writes("Stopp")
    assert "tagit bort" in resident.text
    assert await _member(store) is None


async def test_the_language_follows_the_talk(resident: Resident, store: Store) -> None:
    """Whoever goes on in English is told things in English."""
    await _subscribes(resident)
    await resident.writes("english")
    await resident.writes("my choices")
    assert "chosen" in resident.text
    member = await _member(store)
    assert member is not None
    assert member.language == "en"
