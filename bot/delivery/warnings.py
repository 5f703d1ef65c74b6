"""A warning, ready to be approved, and the second pair of eyes that lets it wake people."""

from datetime import datetime

from bot.delivery.broadcast import Draft
from bot.domain.alert import LASTS, Alert
from bot.domain.membership import News
from bot.domain.quiet import next_decent
from bot.domain.sending import Audience, Purpose
from bot.knowledge.alerts import warning
from bot.knowledge.library import LANGUAGES, Library


def warning_draft(library: Library, alert: Alert, *, approved_by: str, now: datetime) -> Draft:
    """To those who have asked for warnings about these places. In quiet hours it waits until
    nine, unless `approved_by` is the second of two accounts that want it sent now.
    """
    at_night = alert.may_go_at_night(approved_by)
    starts = now if at_night else next_decent(now)
    return Draft(
        purpose=Purpose.WARNING,
        subject=alert.key,
        audience=Audience.subscribers(News.WARNINGS, alert.districts),
        replies={language: warning(library, alert, language) for language in LANGUAGES},
        approved_by=approved_by,
        starts=starts,
        expires=starts + LASTS,
        revision=alert.revision,
        at_night=at_night,
    )
