"""Numbers that belong to a person: identity, telephone, account, card, giro, Swish, IBAN."""

import re
from collections.abc import Iterator

from stdnum import iban, luhn

from bot.knowledge.signs import NumberTable, Span, has_cue

_DAYS = 31
_COORDINATION = 60  # is added to the day of a samordningsnummer

_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?!\w)")
_UNTIL_DIGIT = re.compile(r"(?: [A-Za-z]{1,4}){1,7}$")
_CARD = re.compile(
    r"(?<![\d-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{1,4}(?![\d-])|(?<!\d)\d{4} \d{6} \d{5}(?!\d)"
)
_IDENTITY = re.compile(
    r"(?<![\d+-])(?:19|20)?\d{2}([ -]?)(\d{2})\1(\d{2})( ?[-+–] ?|[  ]?)\d{3}(\d)(?![\d-])"
)
_GIRO = re.compile(r"(?<!\d)\d{3,4}[- ]?\d{4}(?!\d)")
_PLUS_GIRO = re.compile(r"(?<!\d)\d(?: ?\d){0,7}-?\d(?!\d)")
_SWISH = re.compile(r"(?<!\d)123[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?!\d)")
_SWISH_SHAPE = re.compile(r"123[ -]\d{3}[ -]?\d{2}[ -]?\d{2}")
_ACCOUNT = re.compile(
    r"(?<![\d+])(?!20\d\d-)\d{3,5}(?:-\d{1,2})?,?[ -]?\d(?:[ -]?\d){2,12}(?!\d|[.,]\d)"
)
_CLEARING = re.compile(
    r"(?<!\d)(?!20\d\d-)[1-9]\d{3}-\d{0,2}[ ,]{0,2}\d{2,3}(?:[ -]?\d{1,3}){2,4}(?!\d)"
)
# Groups of digits, the first with what a telephone number may begin by.
_PHONE = re.compile(
    r"(?<![\w.,+-])(?:\+|\(?0)\d{0,13}\)?(?:(?: ?[-–/] ?|[  ]{1,2}|\.|\(0\) ?)\d{1,8}){0,7}(?!\d)"
)
_LOCAL = re.compile(r"(?<![\w.,+-])[1-9]\d{1,6}(?:[ -]\d{2,4}){0,3}(?![\w.,:-]?\d)")
_CLOCK = re.compile(r"\d{1,2}[.:]\d{2}\b")
_YEAR = re.compile(r"(?:19|20)\d{2}(?:[ -](?:19|20)?\d{2})?")
_SAID = re.compile(r"[^\W\d_]+")


def _digits(written: str) -> str:
    return "".join(c for c in written if c.isdecimal())


class Numbers:
    """Finds numbers by shape, check digit and the words before them."""

    def __init__(self, table: NumberTable) -> None:
        self._table = table

    def find(self, text: str) -> list[Span]:
        """Numbers of all kinds; where two kinds fit, the surer one is kept."""
        if not any(c.isdecimal() for c in text):
            return list(self._said(text))
        found: list[Span] = []
        taken: set[int] = set()
        for kind in (
            self._ibans, self._cards, self._giros, self._swishes, self._accounts,
            self._identities, self._phones, self._locals, self._said,
        ):  # fmt: skip
            for span in kind(text):
                places = range(span.start, span.end)
                if taken.isdisjoint(places):
                    found.append(span)
                    taken.update(places)
        return found

    def _ibans(self, text: str) -> Iterator[Span]:
        for match in _IBAN.finditer(text):
            written = match.group()
            while written:
                if iban.is_valid(written):
                    yield Span("iban", match.start(), match.start() + len(written))
                    break
                written = written.rpartition(" ")[0]
            else:
                # Not valid: taken all the same after a cue, or when it has the Swedish length.
                written = _UNTIL_DIGIT.sub("", match.group())
                swedish = written[:2].upper() == "SE" and len(_digits(written)) >= 20
                if swedish or has_cue(text, match.start(), self._table.iban):
                    yield Span("iban", match.start(), match.start() + len(written))

    def _cards(self, text: str) -> Iterator[Span]:
        for match in _CARD.finditer(text):
            number = _digits(match.group())
            cue = len(number) >= 15 and has_cue(text, match.start(), self._table.card)
            if cue or (luhn.is_valid(number) and set(number) != {"0"}):
                yield Span("card", *match.span())

    def _giros(self, text: str) -> Iterator[Span]:
        for kind, shape, cues in (
            ("bankgiro", _GIRO, self._table.bankgiro),
            ("plusgiro", _PLUS_GIRO, self._table.plusgiro),
        ):
            for match in shape.finditer(text):
                if len(_digits(match.group())) >= 4 and has_cue(text, match.start(), cues, 3):
                    yield Span(kind, *match.span())

    def _swishes(self, text: str) -> Iterator[Span]:
        for match in _SWISH.finditer(text):
            near = has_cue(text, match.start(), self._table.swish)
            if near or _SWISH_SHAPE.fullmatch(match.group()):
                yield Span("swish", *match.span())

    def _accounts(self, text: str) -> Iterator[Span]:
        for match in _ACCOUNT.finditer(text):
            enough = len(_digits(match.group())) >= 7
            if enough and has_cue(text, match.start(), self._table.account, 4):
                yield Span("account", *match.span())
        for match in _CLEARING.finditer(text):
            if 9 <= len(_digits(match.group())) <= 15:
                yield Span("account", *match.span())

    def _identities(self, text: str) -> Iterator[Span]:
        for match in _IDENTITY.finditer(text):
            month, day = int(match.group(2)), int(match.group(3))
            if not 1 <= month <= 12 or not 1 <= day % _COORDINATION <= _DAYS:
                continue
            number = _digits(match.group())[-10:]
            cue = has_cue(text, match.start(), self._table.personnummer, 5)
            plain = not match.group(4) and not match.group(1) and len(match.group()) == 10
            if cue or (luhn.is_valid(number) and not (plain and _valid(number))):
                yield Span("personnummer", *match.span())
            elif match.group(4).strip() and len(match.group()) >= 11 and match.group(1) != " ":
                # Six digits of a date, a hyphen and four: nothing else looks like that.
                yield Span("personnummer", *match.span())

    def _phones(self, text: str) -> Iterator[Span]:
        for match in _PHONE.finditer(text):
            written = match.group()
            if _CLOCK.match(written):
                continue
            if self._is_service(written):
                yield Span("", *match.span())
                continue
            kind = "swish" if has_cue(text, match.start(), self._table.swish, 3) else "phone"
            length = _phone_length(written, has_cue(text, match.start(), self._table.phone))
            if length:
                yield Span(kind, match.start(), match.start() + length)

    def _locals(self, text: str) -> Iterator[Span]:
        """Numbers without an area code, after a word for telephone."""
        for match in _LOCAL.finditer(text):
            written = match.group()
            if not 5 <= len(_digits(written)) <= 8 or _YEAR.fullmatch(written):
                continue
            if self._is_service(written):
                yield Span("", *match.span())
            elif has_cue(text, match.start(), self._table.phone, 2):
                yield Span("phone", *match.span())

    def _is_service(self, written: str) -> bool:
        number = _digits(written)
        if number in self._table.service:
            return True
        return any(number.startswith(one) for one in self._table.service_beginnings)

    def _said(self, text: str) -> Iterator[Span]:
        """Seven or more digits in words, one after the other, beginning with a zero."""
        run: list[tuple[int, int]] = []
        first = ""
        for match in _SAID.finditer(text):
            word = match.group().lower()
            if word in self._table.digits:
                first = first or word
                run.append(match.span())
                continue
            yield from _spoken_number(run, first)
            run, first = [], ""
        yield from _spoken_number(run, first)


def _spoken_number(run: list[tuple[int, int]], first: str) -> Iterator[Span]:
    if len(run) >= 5 and first == "noll":
        yield Span("phone", run[0][0], run[-1][1])


def _valid(number: str) -> bool:
    import phonenumbers  # heavy, and only needed where a text holds a number

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "SE"))
    except phonenumbers.NumberParseException:
        return False


def _phone_length(written: str, cue: bool) -> int:
    """How much of the written groups is one telephone number; 0 if none is."""
    ends = [match.end() for match in re.finditer(r"\d+\)?", written)]
    for end in reversed(ends):
        number = _digits(written[:end])
        if 7 <= len(number) <= 15 and _valid(written[:end].replace("(0)", "")):
            return end
    for end in reversed(ends):
        number = _digits(written[:end])
        grouped = re.match(r"\(?0\d{1,3}\)? ?[-–/ ] ?\d|\+\d{2} ", written) is not None
        if 8 <= len(number) <= 12 and (cue or grouped) and number[:2] != "00":
            return end
    return 0
