"""What follows on an invitation: answers by telephone, questions, posters, and “Ni sa – vi gör”."""

from aiohttp import web

from bot.console.access import VISIT, Access, Room
from bot.console.cookies import ROOT
from bot.console.desk import Desk, file_response, to
from bot.console.fields import lines_of
from bot.console.letters import Letter
from bot.console.meeting_page import MeetingPage
from bot.console.sending_screen import SendingScreen
from bot.delivery import announcements
from bot.domain.meeting import Choice, Meeting
from bot.domain.staff import Action
from bot.knowledge.library import LANGUAGES
from bot.printing.pdf import MEDIA_TYPE
from bot.printing.poster import Paper, file_name, poster
from bot.store.database import Tables

MOST_PHONED = 200
"""People counted at once: a slip of the finger is no longer than that."""
LONGEST_ANSWER = 600
LONGEST_SAID = 1200
_PAPERS: dict[str, Paper] = {"a4": "a4", "a3": "a3"}


class Followups:
    """The rooms beside a meeting's page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._page = MeetingPage(desk)
        self._screen = SendingScreen(desk)

    def rooms(self) -> tuple[Room, ...]:
        """Their routes."""
        return (
            Room("POST", "/traffar/{key}/telefon", self.phoned, Access.EDITOR),
            Room("POST", "/traffar/{key}/fraga", self.question, Access.EDITOR),
            Room("GET", "/traffar/{key}/affisch/{paper}", self.poster, Access.READER),
            Room("GET", "/traffar/{key}/ni-sa", self.said, Access.EDITOR),
            Room("POST", "/traffar/{key}/ni-sa", self.say, Access.EDITOR),
            *self._screen.rooms("/traffar/{key}/ni-sa", self._letter),
        )

    async def phoned(self, request: web.Request) -> web.StreamResponse:
        """Count people who have rung; a negative number takes a mistake back."""
        form, meeting = request[VISIT].form, await self._desk.meeting(request)
        choice = {"yes": Choice.YES, "maybe": Choice.MAYBE}.get(form.get("choice", ""))
        people = _whole(form.get("people", ""))
        if choice is None or not people or abs(people) > MOST_PHONED:
            return await self._page.render(request, meeting, {"people": "people"})
        entry = self._desk.entry(request, Action.PHONED, f"{meeting.title} ({people:+d})")

        def work(tables: Tables) -> None:
            tables.answers.add_phoned(meeting.key, choice, people)
            tables.staff.note(entry)

        await self._desk.store.turn(work)
        return self._back(request, meeting, "phoned")

    async def question(self, request: web.Request) -> web.StreamResponse:
        """Answer a question for all to read, or let staff alone see it."""
        form, meeting = request[VISIT].form, await self._desk.meeting(request)
        key, text = form.get("question", ""), lines_of(form, "answer")
        hides = form.get("step") == "hide"
        if not hides and not 0 < len(text) <= LONGEST_ANSWER:
            return await self._page.render(request, meeting, {f"answer_{key}": "answer"})
        action = Action.QUESTION_HIDDEN if hides else Action.QUESTION_ANSWERED
        entry = self._desk.entry(request, action, meeting.title)

        def work(tables: Tables) -> bool:
            found = tables.questions.get(key)
            if found is None or found.meeting != meeting.key:
                return False
            tables.staff.note(entry)
            return tables.questions.hide(key) if hides else tables.questions.answer(key, text)

        done = await self._desk.store.turn(work)
        flash = "question_hidden" if hides else "question_answered"
        if done and not hides:
            return to(f"{ROOT}/traffar/{meeting.key}?svarad={key}")
        return self._back(request, meeting, flash if done else "")

    async def poster(self, request: web.Request) -> web.StreamResponse:
        """The poster as a PDF."""
        meeting, paper = await self._desk.meeting(request), _PAPERS.get(request.match_info["paper"])
        if paper is None:
            raise web.HTTPNotFound
        library = self._desk.library
        body = await poster(library, meeting, self._desk.chat_url, paper)
        name = file_name(library, meeting, paper, LANGUAGES[0])
        return file_response(body, MEDIA_TYPE, name)

    async def said(self, request: web.Request) -> web.StreamResponse:
        """The form of “Ni sa – vi gör”, with what is written already."""
        meeting = await self._desk.meeting(request)
        if not meeting.is_over(self._desk.clock.now()) or meeting.example:
            return to(f"{ROOT}/traffar/{meeting.key}")
        return await self._said_page(request, meeting, None, {})

    async def say(self, request: web.Request) -> web.StreamResponse:
        """Keep the words, and lead to the screen that sends them; those of after three months go
        by themselves.
        """
        form, meeting = request[VISIT].form, await self._desk.meeting(request)
        later = form.get("step") == "later"
        prefix = "later" if later else "text"
        text = {one: form.get(f"{prefix}_{one}", "").strip() for one in LANGUAGES}
        if not meeting.is_over(self._desk.clock.now()) or not _fits(text):
            faults = {f"{prefix}_{LANGUAGES[0]}": "said"}
            return await self._said_page(request, meeting, form, faults)
        now = self._desk.clock.now()
        entry = self._desk.entry(request, Action.YOU_SAID, meeting.title)

        def work(tables: Tables) -> None:
            tables.aftermath.write(meeting.key, text, now, later=later)
            tables.staff.note(entry)

        await self._desk.store.turn(work)
        if later:
            return self._back(request, meeting, "said_later")
        return to(f"{ROOT}/traffar/{meeting.key}/ni-sa/skicka")

    async def _letter(self, request: web.Request) -> Letter:
        meeting, now = await self._desk.meeting(request), self._desk.clock.now()
        said = await self._desk.store.read(lambda tables: tables.aftermath.written(meeting.key))
        if said is None:
            raise web.HTTPNotFound
        draft = announcements.you_said(
            self._desk.library, meeting, said.text, approved_by="", now=now
        )
        return Letter.of(
            draft,
            meeting.title,
            f"{ROOT}/traffar/{meeting.key}",
            lambda tables: tables.aftermath.written(meeting.key) == said,
            refusal="example" if meeting.example else "",
        )

    async def _said_page(
        self,
        request: web.Request,
        meeting: Meeting,
        form: dict[str, str] | None,
        faults: dict[str, str],
    ) -> web.Response:
        said, cases = await self._desk.store.read(
            lambda tables: (
                tables.aftermath.written(meeting.key),
                tables.concerns.of_meeting(meeting.key),
            )
        )
        values = dict(form or {})
        if said and form is None:
            values = {f"text_{one}": words for one, words in said.text.items()}
            values |= {f"later_{one}": words for one, words in said.later.items()}
        return self._desk.pages.show(
            request,
            "you_said.html",
            status=422 if faults else 200,
            meeting=meeting,
            said=said,
            cases=cases,
            values=values,
            faults=faults,
        )

    def _back(self, request: web.Request, meeting: Meeting, flash: str) -> web.Response:
        request[VISIT].login.flash = flash
        return to(f"{ROOT}/traffar/{meeting.key}")


def _whole(written: str) -> int:
    """A whole number, perhaps below nothing; 0 for anything else."""
    bare = written.strip().replace("−", "-")
    digits = bare.removeprefix("-")
    return int(bare) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 0


def _fits(text: dict[str, str]) -> bool:
    """The first language has to be written; none may be longer than a message."""
    longest = max(map(len, text.values()))
    return bool(text[LANGUAGES[0]]) and longest <= LONGEST_SAID
