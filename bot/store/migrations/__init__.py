"""The schema, forward only: each numbered file adds one step, and a released step never changes."""

from sqlite_utils import Migrations

from bot.store.migrations import (
    m0001_first,
    m0002_staff,
    m0003_checks,
    m0004_marks,
    m0005_check_ins,
    m0006_sendings,
    m0007_counts,
    m0008_residents,
    m0009_clock,
    m0010_web,
    m0011_staff_codes,
    m0012_alerts,
    m0013_renewals,
    m0014_concerns,
    m0015_figures,
    m0016_disposals,
    m0017_bells,
    m0018_made,
)

MIGRATIONS = Migrations("bot")
MIGRATIONS(name="0001_first")(m0001_first.apply)
MIGRATIONS(name="0002_staff")(m0002_staff.apply)
MIGRATIONS(name="0003_checks")(m0003_checks.apply)
MIGRATIONS(name="0004_marks")(m0004_marks.apply)
MIGRATIONS(name="0005_check_ins")(m0005_check_ins.apply)
MIGRATIONS(name="0006_sendings")(m0006_sendings.apply)
MIGRATIONS(name="0007_counts")(m0007_counts.apply)
MIGRATIONS(name="0008_residents")(m0008_residents.apply)
MIGRATIONS(name="0009_clock")(m0009_clock.apply)
MIGRATIONS(name="0010_web")(m0010_web.apply)
MIGRATIONS(name="0011_staff_codes")(m0011_staff_codes.apply)
MIGRATIONS(name="0012_alerts")(m0012_alerts.apply)
MIGRATIONS(name="0013_renewals")(m0013_renewals.apply)
MIGRATIONS(name="0014_concerns")(m0014_concerns.apply)
MIGRATIONS(name="0015_figures")(m0015_figures.apply)
MIGRATIONS(name="0016_disposals")(m0016_disposals.apply)
MIGRATIONS(name="0017_bells")(m0017_bells.apply)
MIGRATIONS(name="0018_made")(m0018_made.apply)
