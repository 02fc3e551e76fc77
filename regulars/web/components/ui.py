"""The tags of the components: `{% load ui %}`.

Those with contents are block tags; leaves take arguments only. Each has `components/<name>.html`
and `static/css/<name>.css`, and an example in the gallery (`settings/gallery/`).
"""

import zlib
from collections.abc import Sequence
from typing import Any, cast

import heroicons
from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from regulars.web.components import marks
from regulars.web.components.terms import TERMS
from regulars.web.components.work import Work

register = template.Library()

STYLES = (
    *("layers", "reset", "tokens", "base"),
    *("shell", "button", "panel", "table", "stat", "badge", "field", "empty", "toast", "pager", "timeline"),
    *("explain", "tabs", "pagehead", "avatar", "skeleton", "dialog", "menu", "term", "inputs", "work", "marks"),
    *(
        "chart",
        "chips",
        "filters",
        "rows",
        "bulk",
        "palette",
        "finding",
        "door",
        "person",
        "notes",
        "today",
        "pair",
        "trade",
        "matrix",
        "asked",
        "asking",
        "graph",
    ),
    "gallery",
)
BEHAVIORS = (
    "submit",
    "copy",
    "dismiss",
    "opens",
    "menu",
    "toast",
    "drop",
    "palette",
    "keys",
    "rows",
    "select",
    "focus",
)
AVATAR_COLORS = 8
Words = str | Promise


@register.simple_tag
def styles() -> SafeString:
    """Link the style sheets, in the order of the layers file: all as one, or while developing each for itself."""
    names = ["all"] if settings.STYLES_TOGETHER else STYLES
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"ui/css/{name}.css"),) for name in names)
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


# --- the page and its boxes -----------------------------------------------------------------------


@register.simple_block_tag(takes_context=True)
def pagehead(
    context: Context,
    content: str,
    title: Words,
    lead: Words = "",
    leads: str = "",
    badge: Words = "",
    tone: str = "",
    reason: Words = "",
) -> str:
    """
    The title of a page, its first sentence, and at the end, as contents, what can be done here.

    `leads` is the template of a sentence that takes more than words to say; `reason` says what the badge means.
    """
    told = render_to_string(leads, cast(dict[str, Any], context.flatten())) if leads else lead
    return part("pagehead", content=content, title=title, lead=told, badge=badge, tone=tone, reason=reason)


@register.simple_block_tag
def panel(content: str, title: Words = "", id: str = "", variant: str = "", aside: Words = "") -> str:
    """A titled box; `aside` stands at the end of its head, `variant` may be `flush` for tables."""
    return part("panel", content=content, title=title, id=id, variant=variant, aside=aside)


@register.inclusion_tag("web/components/tabs.html")
def tabs(items: Sequence[Any], label: Words) -> dict[str, Any]:
    """Links to the parts of a page: items have `label`, `address`, `is_current`, perhaps `count`."""
    return {"items": items, "label": label}


@register.inclusion_tag("web/components/chips.html")
def chips(items: Sequence[Any], label: Words, target: str = "") -> dict[str, Any]:
    """Choices in a row that filter what stands below: items as for tabs; `target` is the id that htmx fills."""
    return {"items": items, "label": label, "target": target}


@register.simple_block_tag
def stat(content: str, label: Words, value: Words, change: Any = None, trend: Sequence[marks.Value] = ()) -> str:
    """A number with its change against the period before; the contents explain how it is reckoned."""
    return part("stat", content=content, label=label, value=value, change=change, line=marks.line(trend))


@register.simple_block_tag
def explain(content: str, words: Words = "", about: Words = "") -> str:
    """A small card that opens over the page; by an icon, or by `words`. `about` says of what."""
    return part("explain", content=content, words=words, about=about)


@register.simple_block_tag
def empty(content: str, title: Words, picture: str = "inbox") -> str:
    """A list that has nothing to show yet; the contents teach the next step."""
    return part("empty", content=content, title=title, picture=picture)


@register.simple_block_tag
def dialog(content: str, id: str, title: Words, variant: str = "") -> str:
    """A window over the page; `variant="side"` makes it a drawer. `{% opener %}` opens it."""
    return part("dialog", content=content, id=id, title=title, variant=variant)


@register.inclusion_tag("web/components/opener.html")
def opener(words: Words, dialog: str, address: str, icon: str = "", variant: str = "") -> dict[str, Any]:
    """A link to the page `address`, which with a script opens the dialog of that id instead."""
    return {"words": words, "dialog": dialog, "address": address, "icon": icon, "variant": variant}


@register.simple_block_tag
def menu(content: str, words: Words, icon: str = "", variant: str = "", about: Words = "") -> str:
    """A button that opens a list of links and buttons; arrow keys walk it. `variant` may be `plain` or `icon`."""
    return part("menu", content=content, words=words, icon=icon, variant=variant, about=about)


@register.inclusion_tag("web/components/item.html")
def item(
    words: Words, address: str, icon: str = "", is_current: bool = False, target: str = "", tone: str = ""
) -> dict[str, Any]:
    """A link in a menu."""
    return {"words": words, "address": address, "icon": icon, "is_current": is_current, "target": target, "tone": tone}


# --- leaves ---------------------------------------------------------------------------------------


@register.inclusion_tag("web/components/badge.html")
def badge(words: Words, tone: str = "", reason: Words = "") -> dict[str, Any]:
    """A word in a pill; tones are good, warm, bad, calm and accent."""
    return {"words": words, "tone": tone, "reason": reason}


@register.inclusion_tag("web/components/avatar.html")
def avatar(name: Words, variant: str = "") -> dict[str, Any]:
    """The initials of a name on one of eight colors; the name itself stands beside it. `variant` may be `large`."""
    words = str(name).replace("@", " ").split()
    initials = words[0][:1] + (words[-1][:1] if len(words) > 1 and words[0].isascii() else "") if words else "?"
    return {"initials": initials.upper(), "color": zlib.crc32(str(name).encode()) % AVATAR_COLORS, "variant": variant}


@register.inclusion_tag("web/components/skeleton.html")
def skeleton(lines: int = 3, id: str = "") -> dict[str, Any]:
    """Gray lines in the place of what is being fetched; name `id` in `hx-indicator`."""
    return {"lines": range(lines), "id": id}


@register.inclusion_tag("web/components/toast.html", takes_context=True)
def toast(context: Context, words: Words, tone: str = "", undo: str = "") -> dict[str, Any]:
    """What has just been done; `undo` is the public id of its operation."""
    return {"words": words, "tone": tone, "undo": undo, "request": context.get("request")}


@register.inclusion_tag("web/components/term.html", takes_context=True)
def term(context: Context, name: str, words: Words = "") -> dict[str, Any]:
    """A word of the trade that says what it means when pressed; see `terms.py`."""
    request = context["request"]
    request.terms_shown = getattr(request, "terms_shown", 0) + 1
    known = TERMS[name]
    return {"id": f"term_{request.terms_shown}", "words": words or known.words, "meaning": known.meaning}


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, search: bool = False) -> dict[str, Any]:
    """A labeled form field with its help and its errors."""
    widget = bound.field.widget
    return {
        "field": bound,
        "kind": getattr(widget, "kind", ""),
        "widget": widget,
        "is_check": isinstance(widget, CheckboxInput),
        "search": search,
    }


@register.inclusion_tag("web/components/work.html")
def work(item: Work) -> dict[str, Any]:
    """Long work that goes on when the page is left; asks its address until it ends."""
    return {"work": item}


@register.simple_block_tag
def entry(content: str, at: Any, icon: str = "", tone: str = "", about: Words = "") -> str:
    """One thing that happened, inside `<ol class="timeline">`; the contents are the sentence and what belongs to it."""
    return part("entry", content=content, at=at, icon=icon, tone=tone, about=about)


@register.inclusion_tag("web/components/pager.html", takes_context=True)
def pager(context: Context, page: Any, target: str = "") -> dict[str, Any]:
    """Links to the next page and back to the first, keeping the filters of the address."""
    request = context["request"]
    kept = request.GET.copy()
    kept.pop("after", None)
    return {"page": page, "target": target, "query": kept.urlencode(), "is_later": "after" in request.GET}


# --- pictures -------------------------------------------------------------------------------------


@register.inclusion_tag("web/components/sparkline.html")
def sparkline(values: Sequence[marks.Value], label: Words = "") -> dict[str, Any]:
    """A line as high as a word; `label` says in words what it shows."""
    return {"line": marks.line(values), "label": label}


@register.inclusion_tag("web/components/bars.html")
def bars(values: Sequence[marks.Value], label: Words = "") -> dict[str, Any]:
    """Small columns, the last of them stressed."""
    return {"bars": marks.bars(values), "label": label}


@register.inclusion_tag("web/components/meter.html")
def meter(share: float | None, label: Words) -> dict[str, Any]:
    """A share of one as a filled line, beside the number itself."""
    return {"share": share, "label": label}


@register.simple_block_tag
def chart(
    content: str,
    title: Words,
    lead: Words = "",
    svg_light: str = "",
    svg_dark: str = "",
    svg_narrow: str = "",
    downloads: Sequence[Any] = (),
    waiting: str = "",
) -> str:
    """
    A picture in both themes, its sentence, its table (the contents), and its files.

    `svg_light` and `svg_dark` are addresses, or the markup itself; one alone takes its colors from the page.
    `svg_narrow` is the markup of the same picture for a telephone.
    `downloads` have `label` and `address`. While there is no picture, `waiting` is the address that answers with the
    whole frame once it is drawn.
    """
    light, dark = drawn(svg_light), drawn(svg_dark)
    return part(
        "chart", content=content, title=title, lead=lead, light=light, dark=dark, narrow=drawn(svg_narrow),
        downloads=downloads, waiting=waiting,
    )  # fmt: skip


def drawn(picture: str) -> dict[str, str]:
    """Markup goes into the page as it is, an address into an image."""
    return {"markup": mark_safe(picture)} if picture.lstrip().startswith("<svg") else {"address": picture}


def part(name: str, **values: Any) -> str:
    return render_to_string(f"web/components/{name}.html", values)
