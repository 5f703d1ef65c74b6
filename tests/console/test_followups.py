"""Answers by telephone, questions, posters, and what came of a meeting."""

import re
from datetime import timedelta
from functools import partial

from bot.domain.meeting import Choice, Standing
from bot.domain.question import MeetingQuestion, QuestionState
from bot.domain.staff import Role
from bot.store.database import Tables
from tests.console.house import START, House, Visitor, answers, meeting

PLACE = "/personal/traffar/k7p2m"


async def planned(house: House, **changes: object) -> Visitor:
    """A published meeting and an editor."""
    await house.plan(meeting("k7p2m", **changes))
    return await house.inside("anna", Role.EDITOR)


async def held(house: House) -> Visitor:
    """A meeting that was held yesterday, to which two came."""
    visitor = await planned(
        house, starts=START - timedelta(hours=26), ends=START - timedelta(hours=24)
    )
    await house.fill(lambda t: answers(t, "k7p2m", (Choice.YES, 2), (Choice.YES, 1)))
    return visitor


async def test_answers_by_telephone_are_counted_and_taken_back(full_house: House) -> None:
    """“Kommer, 2” without a person; nonsense changes nothing."""
    visitor = await planned(full_house)
    await visitor.submit(PLACE, f"{PLACE}/telefon", choice="yes", people="2")
    await visitor.submit(PLACE, f"{PLACE}/telefon", choice="maybe", people="1")
    words = (await visitor.get(PLACE)).words
    assert "Personer 2 Kanske 1" in words
    await visitor.submit(PLACE, f"{PLACE}/telefon", choice="yes", people="-1")
    for people in ("", "två", "0", "9999", "1.5"):
        refused = await visitor.submit(PLACE, f"{PLACE}/telefon", choice="yes", people=people)
        assert refused.status == 422
        assert "Skriv hur många med siffror" in refused.words
    tally = await full_house.store.read(lambda t: t.answers.tally("k7p2m"))
    assert tally.people == 1


def _ask(question: MeetingQuestion, tables: Tables) -> None:
    tables.questions.file(question)


async def test_a_question_is_answered_for_all_or_hidden(full_house: House) -> None:
    """By its key and only from its own meeting; an empty answer is asked for again."""
    visitor = await planned(full_house)
    for key in ("q1", "q2"):
        await full_house.fill(
            partial(_ask, MeetingQuestion(key, "k7p2m", "2026-W48", f"Fråga {key}?"))
        )
    await full_house.fill(partial(_ask, MeetingQuestion("q3", "other", "2026-W48", "Annan?")))
    assert "Fråga q1?" in (await visitor.get(PLACE)).words
    path = f"{PLACE}/fraga"
    empty = await visitor.submit(PLACE, path, question="q1", answer=" ", step="answer")
    assert "Skriv ett svar" in empty.words
    await visitor.submit(PLACE, path, question="q1", answer="Ja, det gör vi.", step="answer")
    await visitor.submit(PLACE, path, question="q2", step="hide")
    await visitor.submit(PLACE, path, question="q3", answer="Nej", step="answer")
    found = await full_house.store.read(
        lambda t: {key: t.questions.get(key) for key in ("q1", "q2", "q3")}
    )
    states = {key: one.state for key, one in found.items() if one}
    assert states == {
        "q1": QuestionState.ANSWERED,
        "q2": QuestionState.HIDDEN,
        "q3": QuestionState.WAITING,
    }
    assert "Ja, det gör vi." in (await visitor.get(PLACE)).words


async def test_poster_and_texts_are_there_to_take(full_house: House) -> None:
    """A PDF in two sizes, and words for the paper and a text message."""
    visitor = await planned(full_house)
    async with visitor.session.get(f"{visitor.origin}{PLACE}/affisch/a4") as answer:
        assert answer.status == 200
        assert answer.content_type == "application/pdf"
        assert (await answer.read()).startswith(b"%PDF")
    assert (await visitor.get(f"{PLACE}/affisch/a5")).status == 404
    words = (await visitor.get(PLACE)).words
    assert "Text till lokaltidningen" in words
    assert "Text till SMS" in words


async def test_you_said_is_written_read_again_and_sent(full_house: House) -> None:
    """The words are kept, shown as they will be read, and sent only on the sending screen."""
    visitor = await held(full_house)
    place = f"{PLACE}/ni-sa"
    assert "Ni sa – vi gör" in (await visitor.get(PLACE)).words
    empty = await visitor.submit(place, place, text_sv=" ", text_en="Lamps", step="now")
    assert "Skriv på svenska" in empty.words
    page = await visitor.submit(place, place, text_sv="Två lampor i mars.", step="now")
    screen = await visitor.get(page.place)
    assert "Två lampor i mars." in screen.words
    assert "2 personer får det" in screen.words
    assert await full_house.store.read(lambda t: t.sendings.latest(9)) == ()
    hidden = dict(re.findall(r'name="(seen|counted)" value="([^"]*)"', screen.text))
    sent = await visitor.send(page.place, screen.token, step="send", sure="1", **hidden)
    assert sent.status == 303
    (sending,) = await full_house.store.read(lambda t: t.sendings.latest(9))
    assert sending.purpose == "you_said"


async def test_what_happened_after_three_months_is_written_ahead(full_house: House) -> None:
    """It is kept beside the first text, and goes by the clock."""
    visitor = await held(full_house)
    place = f"{PLACE}/ni-sa"
    await visitor.submit(place, place, text_sv="Två lampor i mars.", step="now")
    await visitor.submit(place, place, later_sv="Lamporna lyser.", step="later")
    said = await full_house.store.read(lambda t: t.aftermath.written("k7p2m"))
    assert said
    assert said.later["sv"] == "Lamporna lyser."
    assert said.text["sv"] == "Två lampor i mars."


async def test_a_coming_meeting_has_nothing_to_tell_yet(full_house: House) -> None:
    """The form of what came of it opens when the meeting is over."""
    visitor = await planned(full_house)
    assert (await visitor.get(f"{PLACE}/ni-sa")).place == PLACE
    assert (await visitor.get(f"{PLACE}/ni-sa/skicka")).status == 404


async def test_an_answer_is_pushed_once_to_those_who_may_come(full_house: House) -> None:
    """Offered where it was written; read and counted first; nothing cancelled goes."""
    visitor = await planned(full_house)
    await full_house.fill(
        lambda t: answers(t, "k7p2m", (Choice.YES, 2), (Choice.MAYBE, 1), (Choice.NO, 1))
    )
    await full_house.fill(partial(_ask, MeetingQuestion("q1", "k7p2m", "2026-W48", "Finns <b>?")))
    place = f"{PLACE}/fraga/q1/skicka"
    assert (await visitor.get(place)).status == 404
    done = await visitor.submit(
        PLACE, f"{PLACE}/fraga", question="q1", answer="Ja.\n\nVälkommen.", step="answer"
    )
    assert place in (await visitor.get(done.place)).text
    assert (await visitor.get("/personal/traffar/other/fraga/q1/skicka")).status == 404
    screen = await visitor.get(place)
    assert "2 personer får det" in screen.words
    assert "Finns <b>?" in screen.words
    assert "The question and the answer are in Swedish" in screen.words
    hidden = dict(re.findall(r'name="(seen|counted)" value="([^"]*)"', screen.text))
    sent = await visitor.send(place, screen.token, step="send", sure="1", **hidden)
    assert sent.status == 303
    again = await visitor.send(place, screen.token, step="send", sure="1", **hidden)
    assert "redan skickat" in again.words
    (sending,) = await full_house.store.read(lambda t: t.sendings.latest(9))
    assert (sending.purpose, sending.subject) == ("agenda_answer", "q1")
    assert "Trygg i Asarum" in (await visitor.get(sent.place)).words
    assert "Svaret är skickat" in (await visitor.get(PLACE)).words
    await full_house.plan(meeting("k7p2m", standing=Standing.CANCELLED))
    await full_house.fill(partial(_ask, MeetingQuestion("q2", "k7p2m", "2026-W48", "Kaffe?")))
    await full_house.fill(lambda t: t.questions.answer("q2", "Ja."))
    refused = await visitor.get(f"{PLACE}/fraga/q2/skicka")
    assert "Träffen är inställd. Svaret kan inte skickas." in refused.words
