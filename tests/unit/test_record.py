"""The PDF of one record."""

from bot.printing.record import Record, record


def test_a_record_is_set_whatever_is_written() -> None:
    """Hostile and long texts are words on a page and nothing more; the page has its title."""
    nasty = '#panic("x") $ \\ [namn] @ref <a> “”\n\n= Rubrik\n' + "ord " * 900
    rows = [("Vad", "#eval"), ("Läge", "Läst")]
    page = record(Record("Berättelse 3f1a", "Kommunen", rows, [("Text", nasty)], ["Ord."], "Ut"))
    assert page.startswith(b"%PDF")
    assert b"/Count 2" in page
