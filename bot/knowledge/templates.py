"""Texts with variables: Jinja2 in its sandbox, cut down to what a text needs.

Texts are edited by staff, so a template may only print named values and choose by `if`: no
loops, calls, filters or includes. That bounds its time by its length, which is bounded too.
"""

from collections.abc import Mapping

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.domain.message import Text
from bot.errors import ContentError
from bot.knowledge.markup import literal, parse

LONGEST_SOURCE = 8000
"""Characters in one text, twice what one Telegram message holds."""

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
)
_ENVIRONMENT = ImmutableSandboxedEnvironment(
    autoescape=True,
    undefined=StrictUndefined,
    finalize=literal,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Line:
    """One text of content/: a template, and its blocks at once where no turn changes them."""

    def __init__(self, source: str, origin: str, shared: Mapping[str, object]) -> None:
        """Compile and check `source`; `shared` holds the values that every text may use.

        Raises:
            ContentError: the source is too long, malformed or uses what a text may not.
        """
        self.origin = origin
        self._shared = shared
        self.variables: frozenset[str] = frozenset()
        if len(source) > LONGEST_SOURCE:
            raise ContentError(f"{origin}: längre än {LONGEST_SOURCE} tecken. Dela texten.")
        if "{" not in source:  # most texts, and Jinja would take its time over each
            self._fixed: Text | None = parse(source, origin)
            return
        tree = _checked(source, origin)
        self.variables = frozenset(_names(tree) - set(shared))
        self._template = _ENVIRONMENT.from_string(tree)
        self._fixed = None if self.variables else self._render({})

    def text(self, values: Mapping[str, object]) -> Text:
        """The text with a turn's values filled in."""
        return self._fixed if self._fixed is not None else self._render(values)

    def _render(self, values: Mapping[str, object]) -> Text:
        try:
            return parse(self._template.render(self._shared, **values), self.origin)
        except TemplateError as error:
            raise ContentError(f"{self.origin}: {_plain(error)}.") from error


def _checked(source: str, origin: str) -> nodes.Template:
    """A source as a tree, once it is known to use nothing but what is allowed."""
    try:
        tree = _ENVIRONMENT.parse(source)
    except TemplateError as error:
        line = f", rad {error.lineno}" if hasattr(error, "lineno") else ""
        raise ContentError(f"{origin}{line}: {_plain(error)}.") from error
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED) or _is_private(node):
            raise ContentError(
                f"{origin}, rad {node.lineno}: “{type(node).__name__}” får inte användas. "
                "Skriv bara {{ namn }} eller {% if namn %}…{% endif %}."
            )
    return tree


def _names(tree: nodes.Template) -> set[str]:
    """The names that a tree asks for; none is given a value within it, for that is not allowed."""
    return {node.name for node in tree.find_all(nodes.Name)}


def _plain(error: TemplateError) -> str:
    """What is wrong with the marks in a text; Jinja's own words name the place."""
    return f"{{{{ namn }}}} eller {{% if namn %}} är fel skrivet ({error.message})"


def _is_private(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Getattr) and node.attr.startswith("_")
