"""What is read in the console: tallies, concerns, numbers, and texts that strangers wrote (S4)."""

import pytest

from bot.domain.concern import MOST_A_DAY
from bot.domain.meeting import Choice, Standing
from bot.domain.staff import Role
from bot.errors import StoreError
from bot.store.database import Tables
from tests.console.house import START, House, Visitor, answers, concern, contact, meeting

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "{{ 7 * 7 }}{% include 'base.html' %}",
    "</title></style><style>*{display:none}</style>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; &#60;",
    "<b>fet</b> <a href=//ond.example>länk</a>",
    "\u202eomvänd\u200b text",
)


async def reader(house: House) -> Visitor:
    """Somebody who may only read."""
    return await house.inside("anna", Role.READER)


async def test_overview_says_what_waits(house: House) -> None:
    """Coming meetings with exact tallies, concerns, unchecked numbers, and what live asks for."""
    await house.fill(lambda tables: tables.meetings.put(meeting()))
    await house.fill(
        lambda tables: answers(tables, "k7p2m", (Choice.YES, 2), (Choice.YES, 3), (Choice.MAYBE, 1))
    )
    await house.fill(lambda tables: tables.concerns.file(concern("a", "Mörkt")))
    visitor = await house.inside("anna", Role.EDITOR)
    assert "Inget väntar på att läsas" in (await visitor.get("/personal/")).words
    await house.fill(lambda tables: tables.concerns.release())
    words = (await visitor.get("/personal/")).words
    assert "Torsdag 3 december 2026 kl. 14.00–16.00 Biblioteket" in words
    assert "Kommer 2 Personer 5 Kanske 1 Återbud 0" in words
    assert "Berättelser 1 väntar på att läsas" in words
    assert "Telefonnummer 2 nummer väntar" in words
    assert "Boten är i provläge" in words
    assert "PUBLIC_URL saknas" in words


async def test_overview_tells_of_a_flood_and_of_nothing_less(house: House) -> None:
    """Staff hear that concerns wait for a later morning; a count of fewer, seen to grow by one,
    would tell when somebody wrote.
    """
    visitor = await house.inside("anna", Role.EDITOR)
    for number in range(MOST_A_DAY):
        await house.hear(concern(f"k{number}", "x"))
    assert "Ovanligt många" not in (await visitor.get("/personal/")).words
    await house.hear(concern("one more", "x"))
    assert "Ovanligt många berättar just nu." in (await visitor.get("/personal/")).words


async def test_overview_tells_when_several_ask_about_the_same(house: House) -> None:
    """Five checks of one kind in a week are told of; four are not, nor last week's."""

    def checks(tables: Tables) -> None:
        for _ in range(4):
            tables.checks.count("2026-W48", "hej_mamma", "sms", ("new_number",))
        for _ in range(9):
            tables.checks.count("2026-W47", "romance", "chat", ())

    await house.fill(checks)
    visitor = await reader(house)
    assert "Flera har frågat" not in (await visitor.get("/personal/")).words
    await house.fill(lambda tables: tables.checks.count("2026-W48", "hej_mamma", "sms", ()))
    words = (await visitor.get("/personal/")).words
    assert "Flera har frågat om bluff" in words
    assert "hej_mamma (sv): 5" in words
    assert "romance" not in words


async def test_overview_of_an_empty_house(house: House) -> None:
    """With nothing there each part says so, kindly."""
    house.library.contacts = {"nix": contact(required=False)}
    words = (await (await reader(house)).get("/personal/")).words
    assert "Ingen träff är planerad" in words
    assert "Berättelser" not in words
    assert "Alla nummer som måste stämma är kontrollerade" in words


async def test_live_overview_tells_what_to_see_to(live_house: House) -> None:
    """Once live, what has run out is told and nothing says try mode."""
    words = (await (await reader(live_house)).get("/personal/")).words
    assert "skarp drift" in words
    assert "behöver ses över" in words
    assert "Provläge" not in words


async def test_meetings_come_first_then_the_held(house: House) -> None:
    """Cancelled and example meetings are marked; a taken-back answer is counted."""
    past = meeting("old22", title="Kaffe", starts=START.replace(month=10), ends=START)
    stopped = meeting("c2222", title="Trygg jul", standing=Standing.CANCELLED, example=True)
    await house.plan(past, stopped, meeting())
    await house.fill(lambda tables: answers(tables, "k7p2m", (Choice.YES, 1)))
    await house.fill(lambda tables: tables.answers.withdraw("web:0", "k7p2m"))
    words = (await (await reader(house)).get("/personal/traffar")).words
    assert "Trygg jul Exempel Inställd" in words
    assert "Kommer 0 Personer 0 Kanske 0 Återbud 1" in words
    assert words.index("Kommande") < words.index("Trygg i Asarum") < words.index("Tidigare")
    assert words.index("Tidigare") < words.index("Kaffe")


async def test_numbers_show_owner_source_and_state(house: House) -> None:
    """What waits to be checked comes first; each number says where it was seen and when."""
    house.library.contacts = {
        "nix": contact(owner="Nix", required=False),
        "polisen": contact(checked="2026-11-02", checked_by="samordnare"),
        "vard": contact(owner="Vård", checked="2024-01-01", checked_by="samordnare"),
        "vaxel": contact(owner="Växeln", number="", call="", source="", seen=None),
    }
    words = (await (await reader(house)).get("/personal/texter")).words
    assert "Behöver kontrolleras 2 st" in words
    assert "Växeln Numret är inte ifyllt" in words
    assert "Gäller inte längre 2024-01-01" in words
    assert "Kontrollerat 2026-11-02, samordnare" in words
    assert "Källa: polisen.example, sedd 2026-11-24" in words
    assert words.index("Vård") < words.index("Övriga nummer") < words.index("Nix")


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_strangers_wrote_stays_text(house: House, text: str) -> None:
    """Every payload is shown as it was written and becomes no markup."""
    hostile = meeting(title=text, place=text)
    await house.fill(lambda tables: tables.meetings.put(hostile))
    await house.fill(lambda tables: tables.concerns.file(concern("a", text)))
    await house.fill(lambda tables: tables.concerns.release())
    visitor = await house.inside("bo", Role.ADMINISTRATOR)
    for path in ("/", "/traffar", "/berattelser"):
        page = await visitor.get("/personal" + path)
        assert page.status == 200
        assert page.text.count("<script") == page.text.count('<script src="/personal/static/') == 1
        assert "<img src=x" not in page.text
        assert "<svg" not in page.text
        assert "49" not in page.words
    failed = await visitor.submit("/personal/konton", "/personal/konton/bjud-in", name=text)
    assert failed.text.count("<script") == 1
    assert (await house.visitor().log_in(text, text)).status == 403


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (StoreError("hemlig"), 503, "Databasen svarar inte"),
        (KeyError("hemlig"), 500, "fel hos oss"),
    ],
)
async def test_a_fault_gets_a_page(
    house: House, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    """Nobody meets an error text, and the page keeps its headers."""
    visitor = await house.inside("bo", Role.EDITOR)

    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr("bot.store.concerns.Concerns.released", broken)
    page = await visitor.get("/personal/berattelser")
    assert page.status == status
    assert said in page.words
    assert "hemlig" not in page.text
    assert "Content-Security-Policy" in page.headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2fconsole.py", "/static/%2e%2e/%2e%2e/bot.db", "/static/console.css%00",
        "/static/", "/static//etc/passwd", "/konton/..%2f..", "/inbjudan/%00", "/prov/%ff",
    ],
)  # fmt: skip
async def test_no_path_leads_to_a_file(house: House, path: str) -> None:
    """Names are looked up, never joined: anything unknown is a plain 404 or the login."""
    page = await house.visitor().get("/personal" + path)
    assert page.status in {303, 404}
    assert "import" not in page.text
