"""What staff do with concerns: the queue, states, answers, words hidden, and what is the same."""

import re
from functools import partial

import pytest

from bot.custody.sealing import Sealer, Unsealer
from bot.domain.case import Case, ConcernState
from bot.domain.concern import Addition, Concern, Often
from bot.domain.message import Incoming, plain
from bot.domain.staff import Action, Role
from bot.follow_up import FollowUp
from bot.knowledge.library import Library
from bot.knowledge.reading import Reader
from bot.printing.record import Record
from bot.reception import Reception
from bot.store.database import Tables
from tests.conftest import quick_hash
from tests.console.house import House, Visitor, concern, meeting

QUEUE = "/personal/berattelser"
KEY = "3f1a09bc" * 4
OTHER = "a0b1c2d3" * 4
CODE = b"x" * 32


async def told(house: House, *concerns: Concern) -> None:
    """Concerns that staff may read."""
    await house.hear(*concerns)
    await house.fill(lambda tables: tables.concerns.release())


async def handler(house: House) -> Visitor:
    """Somebody who reads concerns and answers them."""
    return await house.inside("anna", Role.EDITOR)


async def case(house: House, key: str = KEY) -> Case:
    """A concern as it is kept."""
    found = await house.store.read(lambda tables: tables.concerns.get(key))
    assert found
    return found


async def done(house: House) -> list[tuple[Action, str]]:
    """What the log holds of concerns, the latest first."""
    entries = await house.store.read(lambda tables: tables.staff.log(100))
    return [(one.action, one.about) for one in entries if one.action.startswith("case_")]


async def test_the_queue_shows_what_waits_longest_first(house: House) -> None:
    """The oldest week first with how long it has waited; what is read lies in a pile of its own."""
    await told(house, concern("b" * 32, "Lampan är trasig"), concern("a" * 32, "", "2026-W40"))
    visitor = await handler(house)
    words = (await visitor.get(QUEUE)).words
    old, new = "Vecka 40, 2026 har väntat 8 veckor", "Vecka 47, 2026 har väntat en vecka"
    assert words.index(old) < words.index(new)
    assert "Mörkt bbbb-bbbb Asarum Kväll Lampan är trasig Mottaget" in words
    assert "Ingen text" in words
    await visitor.submit(f"{QUEUE}/{'b' * 32}", f"{QUEUE}/{'b' * 32}/last")
    assert "Väntar på oss 1 Lästa 1" in (await visitor.get(QUEUE)).words
    assert "Lampan" in (await visitor.get(f"{QUEUE}?lage=lasta")).words
    house.library.municipality = house.library.municipality.model_copy(
        update={"districts": (), "day_parts": ()}
    )
    assert "asarum kvall" in (await visitor.get(f"{QUEUE}?lage=lasta")).words


async def test_the_queue_does_not_tell_the_order_they_came(house: House) -> None:
    """Within a week the random keys decide, not the time of filing."""
    keys = [house.clock.chance() for _ in range(8)]
    await told(house, *(concern(key, f"text nummer {n}.") for n, key in enumerate(keys)))
    words = (await (await handler(house)).get(QUEUE)).words
    places = [words.index(f"text nummer {number}.") for number in range(8)]
    by_key = [number for _, number in sorted((key, number) for number, key in enumerate(keys))]
    assert sorted(range(8), key=places.__getitem__) == by_key
    assert by_key != sorted(by_key)


async def test_the_queue_is_sieved_and_has_pages(house: House) -> None:
    """By what, where and when, alone or together; what was asked for and is not there is said."""
    many = [concern(f"{n:032x}", f"nummer {n}.", "2026-W46") for n in range(31)]
    await told(house, *many, Concern("f" * 32, "2026-W47", "folk", "centrum", "natt", "Bråk"))
    visitor = await handler(house)
    first = await visitor.get(QUEUE)
    assert first.text.count('class="card concern"') == 30
    assert "sida=2" in first.text
    second = (await visitor.get(f"{QUEUE}?sida=2")).words
    assert "nummer 30." in second
    assert "Bråk" in second
    for query in (
        "kategori=folk",
        "omrade=centrum",
        "vecka=2026-W47",
        "kategori=folk&omrade=centrum",
    ):
        page = await visitor.get(f"{QUEUE}?{query}")
        assert page.text.count('class="card concern"') == 1
        assert "Bråk" in page.words
    nothing = await visitor.get(f"{QUEUE}?kategori=folk&vecka=2026-W46&sida=99&lage=x")
    assert "ingen berättelse av det slaget" in nothing.words


async def test_readers_see_no_concerns(house: House) -> None:
    """Who does nothing about them does not read them: neither the queue nor the way to it."""
    await told(house, concern(KEY, "Lampan är trasig"))
    visitor = await house.inside("bo", Role.READER)
    assert "Berättelser" not in (await visitor.get("/personal/")).words
    for path in (QUEUE, f"{QUEUE}/{KEY}"):
        page = await visitor.get(path)
        assert page.status == 403
        assert "Lampan" not in page.text


async def test_read_only_when_staff_say_so(house: House) -> None:
    """Opening the page changes nothing; the button sets it, twice as once, additions too."""
    await told(house, concern(KEY, "Lampan är trasig"))
    visitor = await handler(house)
    page = await visitor.get(f"{QUEUE}/{KEY}")
    assert "Mottaget" in page.words
    assert (await case(house)).state is ConcernState.RECEIVED
    for _ in range(2):
        answer = await visitor.send(f"{QUEUE}/{KEY}/last", page.token)
        assert (answer.status, answer.place) == (303, f"{QUEUE}/{KEY}")
    assert (await case(house)).state is ConcernState.READ
    assert await done(house) == [(Action.CASE_READ, "3f1a-09bc")]
    added = Addition("c" * 32, KEY, "2026-W48", "Nu är den lagad")
    await house.fill(lambda tables: tables.concerns.add(added))
    await house.fill(lambda tables: tables.concerns.release())
    assert "Nytt tillägg" in (await visitor.get(QUEUE)).words
    assert "Nu är den lagad" in (await visitor.get(f"{QUEUE}/{KEY}")).words
    await visitor.send(f"{QUEUE}/{KEY}/last", page.token)
    assert not (await case(house)).unread


async def test_an_answer_is_seen_before_it_is_kept(full_house: House) -> None:
    """State, why and answer are shown as the person will see them, then kept, and once."""
    filed = Concern(KEY, "2026-W47", "ljus", "asarum", "kvall", "Mörkt", Often.OFTEN, CODE)
    await told(full_house, filed)
    visitor, place = await handler(full_house), f"{QUEUE}/{KEY}/svar"
    bare = await visitor.submit(place, state="forwarded", step="look")
    assert bare.status == 422
    assert "Skriv vart" in bare.words
    form = {"state": "forwarded", "reason": "Trafikverket", "answer": "Tack!\r\nDe svarar i mars."}
    seen = await visitor.submit(place, **form, step="look")
    assert "Så här ser den som har koden det" in seen.words
    assert (await case(full_house)).state is ConcernState.RECEIVED
    assert "visar vem någon är" not in seen.words
    named = await visitor.submit(place, state="read", answer="Ring 070-174 06 05", step="look")
    assert "visar vem någon är" in named.words
    was = seen.text.split('name="was" value="')[1].split('"')[0]
    assert "Trafikverket" in (await visitor.send(place, seen.token, **form, step="change")).text
    for _ in range(2):
        kept = await visitor.send(place, seen.token, **form, was=was, step="keep")
        assert kept.place == f"{QUEUE}/{KEY}"
    found = await case(full_house)
    assert (found.state, found.reason) == (ConcernState.FORWARDED, "Trafikverket")
    assert found.answer == "Tack!\nDe svarar i mars."
    assert (found.changed_week, found.followed) == ("2026-W48", True)
    assert await done(full_house) == [(Action.CASE_ANSWERED, "3f1a-09bc")]
    late = await visitor.send(place, seen.token, state="read", was=was, step="keep")
    assert late.status == 422
    assert "En kollega har just ändrat" in late.words
    assert (await case(full_house)).state is ConcernState.FORWARDED


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"state": "received"}, "Välj ett läge"),
        ({"state": "withdrawn"}, "Välj ett läge"),
        ({"state": "done"}, "vad ni har gjort"),
        ({"state": "declined", "reason": "x" * 301}, "högst 300"),
        ({"state": "read", "answer": "x" * 1001}, "högst 1 000"),
    ],
)
async def test_what_says_nothing_is_asked_for_again(
    house: House, form: dict[str, str], said: str
) -> None:
    """No state without its why, no state that comes by itself, nothing too long."""
    await told(house, concern(KEY, "Mörkt"))
    answer = await (await handler(house)).submit(f"{QUEUE}/{KEY}/svar", **form, step="keep")
    assert answer.status == 422
    assert said in answer.words


async def test_words_taken_back_stay_taken_back(full_house: House) -> None:
    """Whoever withdraws while staff write is not overwritten, and nothing can be done with it."""
    await told(full_house, concern(KEY, "Mörkt"), concern(OTHER, "Också mörkt"))
    visitor, page = await handler(full_house), f"{QUEUE}/{KEY}"
    seen = await visitor.submit(f"{page}/svar", state="read", step="look")
    was = seen.text.split('name="was" value="')[1].split('"')[0]
    await full_house.fill(lambda tables: tables.concerns.withdraw(KEY, "2026-W48"))
    late = await visitor.send(f"{page}/svar", seen.token, state="read", was=was, step="keep")
    assert late.status == 404
    await visitor.send(f"{page}/last", seen.token)
    await visitor.send(f"{page}/anteckning", seen.token, note="Ring tekniska")
    for room in ("svar", "samma", "traff", "gom"):
        assert (await visitor.get(f"{page}/{room}")).status == 404
    found = await case(full_house)
    assert (found.state, found.note) == (ConcernState.WITHDRAWN, "")
    assert "har tagit tillbaka" in (await visitor.get(page)).words
    other = f"{QUEUE}/{OTHER}/samma"
    assert (await visitor.submit(other, into=KEY)).status == 422


async def test_a_note_is_for_colleagues(house: House) -> None:
    """Kept, changed and taken away; too long is told; the log knows that, not what."""
    await told(house, concern(KEY, "Mörkt"))
    visitor, page = await handler(house), f"{QUEUE}/{KEY}"
    assert (await visitor.submit(page, f"{page}/anteckning", note="x" * 1001)).status == 422
    for _ in range(2):
        await visitor.submit(page, f"{page}/anteckning", note=" Ring\r\ntekniska ")
    assert (await case(house)).note == "Ring\ntekniska"
    assert await done(house) == [(Action.CASE_NOTED, "3f1a-09bc")]
    await visitor.submit(page, f"{page}/anteckning", note="")
    assert (await case(house)).note == ""


async def test_words_are_hidden_and_never_written(house: House) -> None:
    """The chosen words go, a mask stands for them, the rest is as it was; and only once."""
    await told(house, concern(KEY, "Vid [adress] bor Anna Berg (”Kalle”). Han kör fort."))
    visitor, place = await handler(house), f"{QUEUE}/{KEY}/gom"
    page = await visitor.get(place)
    was = page.text.split('name="was" value="')[1].split('"')[0]
    none = await visitor.send(place, page.token, was=was, step="look")
    assert (none.status, "Välj minst ett ord" in none.words) == (422, True)
    form = {"was": was, "mask": "namn", "w2": "1", "w3": "1", "w4": "1", "w999": "1", "wx": "1"}
    seen = await visitor.send(place, page.token, **form, step="look")
    assert "Vid [adress] bor [namn] (” [namn] ”). Han kör fort." in seen.words
    assert "Anna" in (await case(house)).text
    again = await visitor.send(place, page.token, **form, step="change")
    assert again.text.count(" checked") == 3
    result = seen.text.split('name="result" value="')[1].split('"')[0]
    for _ in range(2):
        kept = await visitor.send(place, page.token, **form, result=result, step="keep")
        assert kept.place == f"{QUEUE}/{KEY}"
    assert (await case(house)).text == "Vid [adress] bor [namn] (”[namn]”). Han kör fort."
    assert await done(house) == [(Action.CASE_MASKED, "3f1a-09bc")]
    late = await visitor.send(place, page.token, **form, step="look")
    assert (late.status, "Texten har ändrats" in late.words) == (422, True)


async def test_a_mask_that_is_not_on_the_list_is_the_plain_one(house: House) -> None:
    """Nothing that somebody types comes into a text, not even as a mask; additions are the same."""
    await told(house, concern(KEY, "Mörkt"))
    added = Addition("c" * 32, KEY, "2026-W47", "Kalle bor där")
    await house.fill(lambda tables: tables.concerns.add(added))
    await house.fill(lambda tables: tables.concerns.release())
    visitor, place = await handler(house), f"{QUEUE}/{KEY}/gom"
    page = await visitor.get(f"{place}?del={added.key}")
    was = page.text.split('name="was" value="')[1].split('"')[0]
    form = {"part": added.key, "was": was, "mask": "<b>Pelle</b>", "w0": "1"}
    await visitor.send(place, page.token, **form, step="keep")
    found = await case(house)
    assert (found.text, found.additions[0].text) == ("Mörkt", "[gömt] bor där")
    assert (await visitor.get(f"{place}?del=nothing")).status == 404


async def test_sealed_words_are_locked_until_unlocked(house: House) -> None:
    """Without the key: state and answer work and the text says locked. With it: read, and hidden
    words are sealed anew.
    """
    from nacl.public import PrivateKey

    unsealer = Unsealer(PrivateKey.generate())
    sealed = Sealer([unsealer.recipient]).seal("Anna är mörk")
    await house.fill(partial(_seal, sealed))
    visitor = await handler(house)
    assert "Texten är låst" in (await visitor.get(QUEUE)).words
    page = await visitor.get(f"{QUEUE}/{KEY}")
    assert "Texten är låst" in page.words
    assert (await visitor.get(f"{QUEUE}/{KEY}/gom")).status == 404
    await visitor.send(f"{QUEUE}/{KEY}/last", page.token)
    assert (await case(house)).state is ConcernState.READ
    session = house.console._desk.sessions.find(visitor.cookie())
    assert session
    session.unsealer = unsealer
    assert "Anna är mörk" in (await visitor.get(f"{QUEUE}/{KEY}")).words
    hiding = await visitor.get(f"{QUEUE}/{KEY}/gom")
    was = hiding.text.split('name="was" value="')[1].split('"')[0]
    form = {"was": was, "mask": "namn", "w0": "1", "step": "keep"}
    await visitor.send(f"{QUEUE}/{KEY}/gom", page.token, **form)
    found = await case(house)
    assert found.text == ""
    assert found.sealed
    assert unsealer.open(found.sealed) == "[namn] är mörk"
    session.unsealer = Unsealer(PrivateKey.generate())
    assert "Texten är låst" in (await visitor.get(f"{QUEUE}/{KEY}")).words


def _seal(sealed: bytes, tables: Tables) -> None:
    tables.concerns.file(concern(KEY, ""), sealed)
    tables.concerns.release()


async def test_the_same_thing_gets_the_same_answer(house: House) -> None:
    """One follows the other: it leaves the queue, its code tells the other's state, and back."""
    first = Concern(KEY, "2026-W47", "ljus", "asarum", "kvall", "Mörkt", code=CODE)
    await told(house, first, concern(OTHER, "Trasig lampa"), concern("d" * 32, "Mörk gång"))
    visitor, place = await handler(house), f"{QUEUE}/{KEY}/samma"
    listed = (await visitor.get(place)).words
    assert "Trasig lampa" in listed
    assert (await visitor.submit(place, into="")).status == 422
    page = await visitor.get(place)
    for _ in range(2):
        assert (await visitor.send(place, page.token, into=OTHER)).status == 303
    assert await done(house) == [(Action.CASE_MERGED, "3f1a-09bc")]
    assert "Väntar på oss 2" in (await visitor.get(QUEUE)).words
    await house.fill(
        lambda tables: tables.concerns.set_state(OTHER, ConcernState.DONE, "Ny lampa", "2026-W48")
    )
    followed = await house.store.read(lambda tables: tables.concerns.followed(CODE))
    assert followed
    assert (followed.state, followed.reason) == (ConcernState.DONE, "Ny lampa")
    assert "Samma sak, berättad av fler" in (await visitor.get(f"{QUEUE}/{OTHER}")).words
    await house.fill(lambda tables: tables.concerns.withdraw(OTHER, "2026-W48"))
    assert "Väntar på oss 2" in (await visitor.get(QUEUE)).words
    assert await house.store.read(lambda tables: tables.concerns.count_unread()) == 2
    own = await visitor.get(f"{QUEUE}/{KEY}")
    assert "a0b1-c2d3" in own.words
    assert (await visitor.get(f"{QUEUE}/{KEY}/svar")).status == 404
    for _ in range(2):
        await visitor.send(f"{QUEUE}/{KEY}/isar", own.token)
    assert (await case(house)).merged == ""
    assert (Action.CASE_PARTED, "3f1a-09bc") in await done(house)


async def test_a_concern_becomes_a_question_to_a_meeting(full_house: House) -> None:
    """Staff word it; what points at a person is hidden first; once, and the pages lead on."""
    await full_house.plan(meeting())
    await told(full_house, concern(KEY, "Lampan är trasig"))
    visitor, place = await handler(full_house), f"{QUEUE}/{KEY}/traff"
    page = await visitor.get(place)
    assert "Lampan är trasig" in page.text
    assert (await visitor.send(place, page.token, meeting="", question="")).status == 422
    form = {"meeting": "k7p2m", "question": "När lagas lampan? Ring 070-174 06 05."}
    masked = await visitor.send(place, page.token, **form)
    assert masked.status == 422
    assert "När lagas lampan? Ring [telefonnummer]." in masked.text
    form["question"] = "När lagas lampan?"
    for _ in range(2):
        assert (await visitor.send(place, page.token, **form)).status == 303
    questions = await full_house.store.read(lambda tables: tables.questions.waiting("k7p2m"))
    assert [one.text for one in questions] == ["När lagas lampan?"]
    assert (await case(full_house)).meeting == "k7p2m"
    assert await done(full_house) == [(Action.CASE_ON_AGENDA, "Trygg i Asarum")]
    assert "Trygg i Asarum" in (await visitor.get(f"{QUEUE}/{KEY}")).words
    assert "Berättelser som tas upp" in (await visitor.get("/personal/traffar/k7p2m")).words
    full_house.clock.passed = 30 * 24 * 3600.0
    again = await full_house.inside("cilla", Role.EDITOR)
    assert "Ni sa – vi gör" in (await again.get(f"{QUEUE}/{KEY}")).words
    said = (await again.get("/personal/traffar/k7p2m/ni-sa")).words
    assert "Mörkt eller trasig lampa, Asarum mottaget" in said


async def test_one_is_handed_out_as_a_public_record(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that is kept of it, the note only if asked for; the log knows which one."""
    handed: list[Record] = []

    def keep(of: Record) -> bytes:
        handed.append(of)
        return b"%PDF"

    monkeypatch.setattr("bot.console.case_export.record", keep)
    await told(house, Concern(KEY, "2026-W47", "ljus", "asarum", "kvall", "Mörkt", Often.ONCE))
    await house.fill(
        lambda tables: tables.concerns.set_state(KEY, ConcernState.DECLINED, "Ej vårt", "2026-W48")
    )
    await house.fill(lambda tables: tables.concerns.note(KEY, "Ring tekniska"))
    visitor, page = await handler(house), f"{QUEUE}/{KEY}"
    for form in ({}, {"with_note": "1"}):
        answer = await visitor.submit(page, f"{page}/utdrag", **form)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "berattelse-3f1a-09bc.pdf" in answer.headers["Content-Disposition"]
    assert ("Varför", "Ej vårt") in handed[0].rows
    assert ("Hur ofta", "En gång") in handed[0].rows
    assert ("Berättelsen", "Mörkt") in handed[0].texts
    assert "Ring tekniska" not in str(handed[0])
    assert ("Anteckning för kollegor", "Ring tekniska") in handed[1].texts
    assert await done(house) == [
        (Action.CASE_EXPORTED, "3f1a-09bc"),
        (Action.CASE_EXPORTED, "3f1a-09bc"),
    ]
    await house.fill(partial(_reseal, b"\x01sealed"))
    assert (await visitor.submit(page, f"{page}/utdrag")).status == 422


def _reseal(sealed: bytes, tables: Tables) -> None:
    tables.concerns.reword(KEY, "", sealed)


TOLD = {"category": "ljus", "district": "asarum", "part": "kvall", "often": "often"}


class Words:
    """Codes without the work of hashing."""

    def drawn(self) -> tuple[str, ...]:
        """Always the same."""
        return ("lampa", "stig", "björk", "kaffe", "sjö", "regn")

    async def hashed(self, words: tuple[str, ...]) -> bytes:
        """As short as it can be."""
        return " ".join(words).encode()


async def kept(house: House) -> list[Case]:
    """Every concern that staff may read."""
    return list(await house.store.read(lambda tables: tables.concerns.released()))


@pytest.mark.parametrize(("step", "origin"), [("keep", "staff"), ("uncoded", "test")])
async def test_staff_write_down_what_somebody_tells(house: House, step: str, origin: str) -> None:
    """The same questions and masking; the code is read aloud before anything is kept; a repeated
    post keeps one; no log tells the minute.
    """
    house.console._desk.__dict__["case_codes"] = Words()
    visitor, place = await handler(house), f"{QUEUE}/ny"
    empty = await visitor.submit(place, step="look")
    assert (empty.status, empty.text.count("Välj ett svar")) == (422, 4)
    home = await visitor.submit(place, **(TOLD | {"category": "hemma"}), text="x", step="look")
    assert home.status == 422
    long = await visitor.submit(place, **TOLD, text="x" * 3001, step="look")
    assert "högst 3 000" in long.words
    text = "Trasig lampa. Ring 070-174 06 05."
    test = {"test": "1"} if origin == "test" else {}
    seen = await visitor.submit(place, **TOLD, **test, text=text, step="look")
    assert "Trasig lampa. Ring [telefonnummer]." in seen.words
    assert "lampa stig björk kaffe sjö regn" in seen.words
    assert await kept(house) == []
    nonce = seen.text.split('name="nonce" value="')[1].split('"')[0]
    change = await visitor.send(place, seen.token, nonce=nonce, step="change")
    assert "Ring [telefonnummer]." in change.text
    assert change.text.count(" checked") == 4 + len(test)
    for _ in range(2):
        done_ = await visitor.send(place, seen.token, nonce=nonce, step=step)
        assert (done_.status, done_.place) == (303, QUEUE)
    (one,) = await kept(house)
    assert (one.text, one.origin, one.often) == (
        "Trasig lampa. Ring [telefonnummer].",
        origin,
        "often",
    )
    assert one.followed == (step == "keep")
    assert await done(house) == []
    tag = "Test" if test else "Inskriven av oss"
    assert f"Mottaget {tag}" in (await visitor.get(QUEUE)).words
    stale = await visitor.send(place, seen.token, nonce="other", step="keep")
    assert (stale.status, "Börja om" in stale.words) == (422, True)


async def test_danger_is_told_before_a_concern_is_written_down(house: House) -> None:
    """Words of danger put 112 first; without codes it can be kept all the same, sealed if asked."""
    from nacl.public import PrivateKey

    unsealer = Unsealer(PrivateKey.generate())
    house.console._desk.__dict__["sealer"] = Sealer([unsealer.recipient])
    visitor, place = await handler(house), f"{QUEUE}/ny"
    seen = await visitor.submit(place, **TOLD, text="Han slår mig nu, hjälp", step="look")
    assert "ring 112 nu" in seen.words
    calm = await visitor.submit(place, **TOLD, text="Trasig lampa", step="look")
    assert "ring 112 nu" not in calm.words
    nonce = calm.text.split('name="nonce" value="')[1].split('"')[0]
    await visitor.send(place, calm.token, nonce=nonce, step="keep")
    (one,) = await kept(house)
    assert (one.text, one.followed) == ("", False)
    assert one.sealed
    assert unsealer.open(one.sealed) == "Trasig lampa"


async def test_the_code_that_was_read_aloud_opens_it_in_the_chat(
    full_house: House, reader: Reader, library: Library
) -> None:
    """From the telephone to the answer: staff write it down and answer, the person follows it."""
    codes = FollowUp(reader.codewords, b"salt", full_house.clock, quick_hash)
    full_house.console._desk.__dict__["case_codes"] = codes
    visitor, place = await handler(full_house), f"{QUEUE}/ny"
    seen = await visitor.submit(place, **TOLD, text="Trasig lampa", step="look")
    heard = seen.text.split("codewords")[1]
    nonce = seen.text.split('name="nonce" value="')[1].split('"')[0]
    same = await visitor.submit(place, **TOLD, nonce=nonce, text="Lampan", step="look")
    assert same.text.split("codewords")[1].split("</ol>")[0] != heard.split("</ol>")[0]
    seen = await visitor.send(place, seen.token, **TOLD, text="Trasig lampa", step="look")
    heard = seen.text.split("codewords")[1]
    nonce = seen.text.split('name="nonce" value="')[1].split('"')[0]
    changed = await visitor.send(place, seen.token, nonce=nonce, step="change")
    assert f'name="nonce" value="{nonce}"' in changed.text
    seen = await visitor.send(place, seen.token, **TOLD, nonce=nonce, text="Trasig", step="look")
    assert seen.text.split("codewords")[1].split("</ol>")[0] == heard.split("</ol>")[0]
    nonce = seen.text.split('name="nonce" value="')[1].split('"')[0]
    read_aloud = " ".join(re.findall("<li>(.+?)</li>", seen.text.split("codewords")[1]))
    await visitor.send(place, seen.token, nonce=nonce, step="keep")
    (one,) = await kept(full_house)
    answer = {"state": "done", "reason": "Ny lampa", "answer": "Tack!", "was": ""}
    looked = await visitor.submit(f"{QUEUE}/{one.key}/svar", **answer, step="look")
    assert "Det här är gjort: Ny lampa" in looked.words
    answer["was"] = looked.text.split('name="was" value="')[1].split('"')[0]
    await visitor.send(f"{QUEUE}/{one.key}/svar", seen.token, **answer, step="keep")
    chat = Reception(full_house.store, library, reader, full_house.clock, live=True)
    chat.confide(codes)
    outcome = await chat.receive(Incoming("web", "1", "astrid", text=read_aloud))
    told = plain(outcome.replies[0].text)
    assert "Läget: åtgärdat" in told
    assert "Kommunens svar till dig: Tack!" in told
