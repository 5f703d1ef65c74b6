"""How far a concern has come, as whoever has its code is told: in the chat, and to staff before."""

from bot.domain.case import Case
from bot.domain.message import Text
from bot.knowledge.library import Library


def case_status(library: Library, case: Case, language: str) -> Text:
    """The state with its why and the answer, in words that do not promise more than was done."""
    return library.say(
        "follow.status",
        language,
        category=library.choice_label(case.category, language),
        district=library.choice_label(case.district, language),
        week=_week(case.week),
        state=str(case.state),
        reason=case.reason,
        answer=case.answer,
        changed=_week(case.changed_week),
        additions=len(case.additions),
    )


def _week(week: str) -> str:
    """The number of a week, as people say it."""
    return week.partition("-W")[2].lstrip("0")
