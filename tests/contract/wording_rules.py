"""What no source may do with words for people: each rule takes the text of one and returns lines.

A word that a person reads goes through gettext, as a whole sentence with named values.
"""

import ast
import re

GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
# Two words beside each other: a sentence, or the beginning of one.
PROSE = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]{2,}")
WORD = re.compile(r"[^\W\d_]{2,}")
POSITIONAL = re.compile(r"%(?!\(|%)[a-z]|\{\}")
# Said to programmers, operators and logs, who read English.
UNSEEN_ERRORS = {
    "AssertionError",
    "CommandError",
    "ImproperlyConfigured",
    "LookupError",
    "NotImplementedError",
    "RuntimeError",
    "TypeError",
}
UNSEEN_CALLS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
LOGGERS = {"logger", "logging", "log"}
SQL_CALLS = {"RunSQL", "execute", "RawSQL", "executemany"}
# Said to machines: SQL, and the values of headers.
MACHINES = re.compile(
    r"\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|COPY|SET|WITH|ALTER|PRAGMA)\s"
    r"|\w+/[\w.+-]+;|attachment;"
)
# The record is kept in one language; its pages put the verbs into words.
RECORDS = {"record", "_record", "record_event"}
# Keyword arguments whose words stand on a page.
LABELS = {
    "label",
    "help_text",
    "verbose_name",
    "verbose_name_plural",
    "description",
    "empty_label",
    "detail",
    "default_detail",
}
CHOICES = re.compile(r"[A-Z_]*(?:CHOICES|S)")


# The reference of the API is for programmers, who read English.
REFERENCE = {"description", "help_text"}


def prose(source, but=frozenset()):
    """Return the lines with a sentence that no translator sees.

    Parameters
    ----------
    but
        Names of keyword arguments whose words are for programmers.
    """
    texts = [node for node in _Reader(source, but).found if not MACHINES.match(node.value)]
    return sorted({node.lineno for node in texts if PROSE.search(node.value)})


def labels(source, but=frozenset()):
    """Return the lines with a label, a name of a field or a choice that no translator sees."""
    tree, found = ast.parse(source), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += [word.value for word in node.keywords if word.arg in LABELS - but]
            found += _field_name(node)
        if isinstance(node, ast.ClassDef):
            found += _choices(node)
    words = [each for each in found if isinstance(each, ast.JoinedStr) or _is_text(each)]
    return sorted({each.lineno for each in words if WORD.search(ast.unparse(each))})


def glued(source):
    """Return the lines in which a sentence is put together from parts."""
    found = []
    for node in ast.walk(ast.parse(source)):
        parts = _parts(node)
        found += [node.lineno] if any(map(_is_translation, parts)) else []
        if _is_translation(node):
            found += [node.lineno] if _is_not_whole(node) else []
    return sorted(set(found))


def _parts(node):
    """Return what an expression puts together, where it puts something together."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [_bare(node.left), _bare(node.right)]
    if isinstance(node, ast.JoinedStr):
        return [_bare(part.value) for part in node.values if isinstance(part, ast.FormattedValue)]
    return []


def _bare(node):
    """Return what stands before the values of a translation are filled in."""
    return node.left if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) else node


def _is_translation(node):
    return isinstance(node, ast.Call) and _called(node) in GETTEXT


def _is_not_whole(call):
    """Tell whether a translation is computed, or its values have no names."""
    count = 2 if "ngettext" in _called(call) else 1
    messages = call.args[:count]
    if not all(isinstance(each, ast.Constant) for each in messages):
        return True
    return any(POSITIONAL.search(str(each.value)) for each in messages)


def _called(call):
    function = call.func
    return getattr(function, "id", None) or getattr(function, "attr", "")


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _field_name(call):
    """Return the first argument of a model's field, which is its name for people."""
    name = _called(call)
    is_field = name.endswith("Field") and "ToOne" not in name and "ToMany" not in name
    is_field = is_field and isinstance(call.func, ast.Attribute)
    is_models = is_field and getattr(call.func.value, "id", "") == "models"
    return call.args[:1] if is_models else []


def _choices(node):
    """Return the words of choices: of an enumeration, and of a list of pairs."""
    is_enumeration = any("Choices" in ast.unparse(base) for base in node.bases)
    found = []
    for each in node.body:
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            found += _labels_of(each.targets[0].id, each.value, is_enumeration)
    return found


def _labels_of(name, value, is_enumeration):
    pairs = []
    if is_enumeration:
        pairs = [value]
    elif CHOICES.fullmatch(name) and isinstance(value, ast.List | ast.Tuple):
        pairs = value.elts
    return [pair.elts[1] for pair in pairs if isinstance(pair, ast.Tuple) and len(pair.elts) == 2]


class _Reader(ast.NodeVisitor):
    """Collects texts that are neither translated nor said to programmers."""

    def __init__(self, source, but):
        self.found, self.silent = [], {"verb", *but}
        self.visit(ast.parse(source))

    def visit_Call(self, node):
        name = _called(node)
        node.keywords = [word for word in node.keywords if word.arg not in self.silent]
        owner = getattr(getattr(node.func, "value", None), "id", "")
        is_log = name in UNSEEN_CALLS and owner in LOGGERS
        is_log = is_log or "stderr.write" in ast.unparse(node.func)
        if name in GETTEXT | UNSEEN_ERRORS | SQL_CALLS | RECORDS or is_log:
            return
        self.generic_visit(node)

    def visit_Dict(self, node):
        # Keys are for the program.
        for value in node.values:
            self.visit(value)

    def visit_JoinedStr(self, node):
        # What a text begins with says what it is.
        first = node.values[0] if node.values else None
        if not (isinstance(first, ast.Constant) and MACHINES.match(first.value)):
            self.generic_visit(node)

    def visit_Assert(self, node):
        self.visit(node.test)

    def visit_Expr(self, node):
        # A docstring, or a text that goes nowhere.
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_AnnAssign(self, node):
        if node.value is not None:
            self.visit(node.value)

    def visit_arguments(self, node):
        for default in [*node.defaults, *node.kw_defaults]:
            if default is not None:
                self.visit(default)

    def visit_FunctionDef(self, node):
        # Names of rows for programmers and the administration pages.
        if node.name in {"__str__", "__repr__"}:
            return
        # What a function returns may be a type in quotes.
        for part in [*node.decorator_list, node.args, *node.body]:
            self.visit(part)

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            self.found.append(node)
