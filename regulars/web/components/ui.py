"""The tags of the components: `{% load ui %}`.

Those with contents are block tags; leaves take arguments only. Each has `components/<name>.html`
and `static/css/<name>.css`.
"""

from typing import Any

import heroicons
from django import template
from django.forms import BoundField, CheckboxInput
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

STYLES = (
    *("layers", "reset", "tokens", "base"),
    *("shell", "button", "panel", "table", "stat", "badge", "field", "empty", "toast", "pager", "timeline"),
    *("explain", "tabs", "finding", "door", "person"),
)
BEHAVIORS = ("submit", "copy", "dismiss")


@register.simple_tag
def styles() -> SafeString:
    """Link every style sheet; the order is that of the layers file."""
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"ui/css/{name}.css"),) for name in STYLES)
    )


@register.simple_tag
def behaviors() -> SafeString:
    """Link the small modules that `data-behave` names."""
    return format_html_join(
        "", '<script type="module" src="{}"></script>', ((static(f"ui/js/{n}.js"),) for n in BEHAVIORS)
    )


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon beside words; it says nothing to a screen reader."""
    return mark_safe(heroicons._render_icon("outline", str(name), size, {"aria-hidden": "true"}))


@register.simple_block_tag
def panel(content: str, title: str = "", id: str = "", variant: str = "", aside: str = "") -> str:
    """A titled box; `aside` stands at the end of its head, `variant` may be `flush` for tables."""
    return part("panel", content=content, title=title, id=id, variant=variant, aside=aside)


@register.simple_block_tag
def stat(content: str, label: str, value: str, change: Any = None) -> str:
    """A number with its change against the period before; the contents explain how it is reckoned."""
    return part("stat", content=content, label=label, value=value, change=change)


@register.simple_block_tag
def explain(content: str, words: str = "", about: str = "") -> str:
    """A small card that opens over the page; by an icon, or by `words`. `about` says of what."""
    return part("explain", content=content, words=words, about=about)


@register.simple_block_tag
def empty(content: str, title: str, picture: str = "inbox") -> str:
    """A list that has nothing to show yet; the contents teach the next step."""
    return part("empty", content=content, title=title, picture=picture)


@register.inclusion_tag("web/components/badge.html")
def badge(words: str, tone: str = "", reason: str = "") -> dict[str, str]:
    """A word in a pill; tones are good, warm, bad, calm and accent."""
    return {"words": words, "tone": tone, "reason": reason}


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, search: bool = False) -> dict[str, Any]:
    """A labeled form field with its help and its errors."""
    return {"field": bound, "is_check": isinstance(bound.field.widget, CheckboxInput), "search": search}


@register.inclusion_tag("web/components/pager.html", takes_context=True)
def pager(context: Context, page: Any, target: str = "") -> dict[str, Any]:
    """Links to the next page and back to the first, keeping the filters of the address."""
    request = context["request"]
    kept = request.GET.copy()
    kept.pop("after", None)
    return {"page": page, "target": target, "query": kept.urlencode(), "is_later": "after" in request.GET}


def part(name: str, **values: Any) -> str:
    return render_to_string(f"web/components/{name}.html", values)
