"""How far a concern has come, as whoever has its code is told: in the chat, and to staff before."""

from bot.domain.case import Case
from bot.domain.message import Text
from bot.domain.weeks import number_in_year
from bot.knowledge.library import Library


def case_status(library: Library, case: Case, language: str) -> Text:
    """The state with its why and the answer, in words that do not promise more than was done."""
    return library.say(
        "follow.status",
        language,
        category=library.choice_label(case.category, language),
        district=library.choice_label(case.district, language),
        week=number_in_year(case.week),
        state=str(case.state),
        reason=case.reason,
        answer=case.answer,
        changed=number_in_year(case.changed_week),
        additions=len(case.additions),
    )
