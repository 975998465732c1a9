"""What keeps pages of many rows light."""

import re
from typing import cast

from django import template
from django.template.base import Node, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()
INDENTED = re.compile(r"\s*\n\s*")


@register.tag
def lean(parser: Parser, _token: Token) -> "Lean":
    """Leave out the indentation of what stands between, once, where the template is read.

    In rows that stand on a page forty or three hundred times it is half of the page. What is put
    into the template keeps each of its spaces, such as the lines of a comment that somebody typed.
    """
    nodes = parser.parse(("endlean",))
    parser.delete_first_token()
    for node in nodes.get_nodes_by_type(TextNode):
        text = cast("TextNode", node)
        text.s = INDENTED.sub("\n", text.s)
    return Lean(nodes)


class Lean(Node):
    """What stands between, without its indentation."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Render it."""
        return self.nodelist.render(context)
