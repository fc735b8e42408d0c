"""`{% unchanging %}`: parts of a mail's frame that are the same for everybody are rendered once per language."""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

register = template.Library()


class Unchanging(Node):
    """Remembers its words per language and per value of its variables: half of a mail's work is its frame."""

    def __init__(self, nodelist: NodeList, variables: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.variables = variables
        self.known: dict[tuple[object, ...], str] = {}

    def render(self, context: Context) -> str:
        key = (get_language(), *(variable.resolve(context) for variable in self.variables))
        if key not in self.known:
            self.known[key] = self.nodelist.render(context)
        return self.known[key]


@register.tag
def unchanging(parser: Parser, token: Token) -> Unchanging:
    """`{% unchanging portal_url topic %}…{% endunchanging %}`: name every variable that is used inside."""
    variables = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endunchanging",))
    parser.delete_first_token()
    return Unchanging(nodelist, variables)
