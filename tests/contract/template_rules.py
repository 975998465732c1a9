"""What no template may hold: each rule takes the text of one and returns what it found."""

import re
from html.parser import HTMLParser

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
TRANSLATED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL
)
# Names of style sheets, not words: `{% block page %}p-today{% endblock page %}`.
PAGE_CLASS = re.compile(r"\{%\s*block page\s*%\}[\w -]*\{%\s*endblock\b.*?%\}")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
UNSAFE = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off\b")
FORM = re.compile(r"<form\b(.*?)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
POSTS = re.compile(r"method\s*=\s*[\"']?post|hx-post|hx-put|hx-patch|hx-delete", re.IGNORECASE)
TRANSLATES = re.compile(r"\{%\s*(?:blocktrans|trans)(?:late)?\b|\b_\(")
# Counting, adding and comparing with a limit belong to the page object.
ARITHMETIC = re.compile(r"\|\s*(?:add|divisibleby|dictsort\w*):|\{%\s*widthratio\b|[<>]=?\s*\d{2,}")
ROLE = re.compile(r"\brole\s*[!=]=|\b(?:is|has)_role\b|\.role\b|\bin_role\b")
SENDS = re.compile(r"<(?!form\b)[a-z][^<>]*\bhx-(?:post|put|patch|delete)\b[^<>]*>", re.IGNORECASE)
INSIDE_FORMS = re.compile(r"<form\b.*?</form>", re.DOTALL | re.IGNORECASE)
INCLUDE = re.compile(r"\{%\s*include\s+[\"']([^\"']+)[\"'](.*?)%\}", re.DOTALL)
LOADS_I18N = re.compile(r"\{%\s*load\b[^%]*\bi18n\b[^%]*%\}")
WORD = re.compile(r"[^\W\d_]{2,}")
# What a reader sees or hears although it stands in an attribute.
SPOKEN = {"alt", "aria-description", "aria-label", "aria-valuetext", "placeholder", "title"}
# No words for translators: code, and what is printed on a key.
SILENT = {"code", "script", "style", "kbd"}
# The name of the product is the same in every language.
NAMES = {"OSM"}


def unsafe(text):
    """Return what would print text without escaping it."""
    return UNSAFE.findall(COMMENT.sub("", text))


def forms_without_token(text):
    """Return the opening tags of forms that post without a token."""
    forms = FORM.findall(COMMENT.sub("", text))
    return [tag for tag, inside in forms if POSTS.search(tag) and "{% csrf_token %}" not in inside]


def that_post(texts):
    """Return the names of the templates that print a token, by themselves or in what they include.

    Parameters
    ----------
    texts
        Every template's text, by the name by which others include it.
    """
    plain = {name: COMMENT.sub("", text) for name, text in texts.items()}
    posting = {name for name, text in plain.items() if "{% csrf_token %}" in text}
    more = posting
    while more:
        included = {name: {each for each, _words in INCLUDE.findall(plain[name])} for name in plain}
        more = {name for name, inside in included.items() if inside & posting} - posting
        posting |= more
    return posting


def includes_without_token(text, posting):
    """Return templates with forms that are included `only` with words, and not the token."""
    return [
        name
        for name, words in INCLUDE.findall(COMMENT.sub("", text))
        if name in posting
        and words.split()[-1:] == ["only"]
        and "csrf_token=csrf_token" not in words
    ]


def sends_outside_a_form(text):
    """Return the elements that send something without a form around them and its token."""
    return SENDS.findall(INSIDE_FORMS.sub("", TAG.sub("", COMMENT.sub("", text))))


def arithmetic(text):
    """Return where a template calculates or judges."""
    tags = TAG.findall(COMMENT.sub("", text))
    return [found for tag in tags for found in ARITHMETIC.findall(tag)]


def roles(text):
    """Return where a template asks who somebody is, instead of what the page says they may do."""
    tags = TAG.findall(COMMENT.sub("", text))
    return [found for tag in tags for found in ROLE.findall(tag)]


def inline_code(text):
    """Return scripts, styles and handlers that stand in the page itself."""
    return _read(text).inline


def untranslated(text):
    """Return words that a reader sees and no translator does."""
    return _read(text).words


def lacks_i18n(text):
    """Tell whether it translates without having loaded what that takes."""
    plain = COMMENT.sub("", text)
    return bool(TRANSLATES.search(plain)) and not LOADS_I18N.search(plain)


def _read(text):
    bare = TAG.sub(" ", PAGE_CLASS.sub(" ", TRANSLATED.sub(" ", COMMENT.sub("", text))))
    reader = _Reader()
    reader.feed(bare)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Collects visible words and inline code."""

    def __init__(self):
        super().__init__()
        self.words, self.inline, self.inside = [], [], ""

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.inside = tag if tag in SILENT else self.inside
        is_data = "json" in (named.get("type") or "")
        if tag == "style" or (tag == "script" and "src" not in named and not is_data):
            self.inline.append(f"<{tag}>")
        self.inline += [name for name in named if name == "style" or name.startswith("on")]
        self.inline += [v for v in named.values() if v and v.strip().startswith("javascript:")]
        for name in SPOKEN & named.keys():
            self._hear(named[name] or "")

    def handle_endtag(self, tag):
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data):
        if not self.inside:
            self._hear(data)

    def _hear(self, text):
        self.words += [word for word in WORD.findall(text) if word not in NAMES]
