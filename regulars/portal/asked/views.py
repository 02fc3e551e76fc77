"""Forms, surveys, reviews and wishes, as people outside see them: on a page of ours, or framed in one of the shop's."""

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Language
from regulars.commerce.models import Product
from regulars.engage import content, links, submissions
from regulars.engage.content import Content
from regulars.engage.models import Form
from regulars.engage.submissions import Sent
from regulars.portal.asked import guard
from regulars.portal.asked.fields import Asked, ReviewForm, WishForm

PAGE, DONE = "portal/asked/page.html", "portal/asked/done.html"
KEPT = ("embed", "lang", "for", "page", "preview")
"""What an address says that goes on to the next one."""
FRAMED: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": ["*"], "form-action": [CSP.SELF]}
EMBED = Path(__file__).with_name("embed.js")
LONGEST_PAGE = 500

type View = Callable[..., HttpResponse]


def open_to_all(view: View) -> View:
    """A page that other sites may frame and send to; no cookie says who somebody is, so none has to be guarded."""

    @csrf_exempt
    @never_cache
    @xframe_options_exempt
    @csp_override(FRAMED)
    @wraps(view)
    def opened(request: HttpRequest, **named: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            return view(request, **named)

    return opened


def language_of(request: HttpRequest) -> str:
    """What the address asks for, or else the browser."""
    asked = request.GET.get("lang", "").lower()
    asked = {"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-cn": "zh-hans", "zh": "zh-hans"}.get(asked, asked)
    return next((each for each in Language.values if each == asked), translation.get_language() or Language.ENGLISH)


@open_to_all
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, id: str) -> HttpResponse:
    """A form or survey; its draft for staff who look at it beforehand."""
    found = get_object_or_404(Form.objects.select_related("store__circle"), public_id=id)
    is_preview = links.is_preview(found, request.GET.get("preview", ""))
    version = found.versions.order_by("-number").first()
    if not (is_preview or found.is_open) or (version is None and not is_preview):
        return render(request, DONE, {"title": _("This form is closed"), "words": ""}, status=410 if version else 404)
    shown = content.read(found.draft if is_preview or version is None else version.content)
    language = shown.language(translation.get_language() or "")
    known = links.person(found, request.GET.get("for", ""))
    with translation.override(language):
        given = Asked(shown, language, found.store.circle, request.POST or None, is_known=bool(known))

        def keep(name: str) -> None:
            if version is not None and not is_preview:
                sent = Sent(name=name, person=known, page=page_of(request), language=language)
                submissions.answer(version, given.cleaned_data, sent, at=clock.now())

        words = {**around(shown, language), "is_preview": is_preview, "store": found.store}
        return answered(request, given, keep, reverse("form_done", args=[id]), words)


def around(shown: Content, language: str) -> dict[str, Any]:
    spoken = [(value, label) for value, label in Language.choices if value in shown.languages]
    return {
        "title": content.said(shown.title, language), "intro": content.said(shown.intro, language),
        "spoken": spoken if len(spoken) > 1 else (), "language": language,
    }  # fmt: skip


@open_to_all
@require_GET
def form_done(request: HttpRequest, id: str) -> HttpResponse:
    """Thank whoever has sent a form."""
    found = get_object_or_404(Form.objects.all(), public_id=id)
    is_preview = links.is_preview(found, request.GET.get("preview", ""))
    version = found.versions.order_by("-number").first()
    shown = content.read(found.draft if is_preview or version is None else version.content)
    language = shown.language(translation.get_language() or "")
    with translation.override(language):
        words = content.said(shown.thanks, language) or _("Thank you!")
        return render(request, DONE, {"title": words, "words": said_beside(request)})


def said_beside(request: HttpRequest) -> str:
    return _("This was a look beforehand: nothing was sent.") if request.GET.get("preview") else ""


@open_to_all
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, id: str) -> HttpResponse:
    """Write a review of a product."""
    product = sold(id)
    given = ReviewForm(request.POST or None)

    def keep(name: str) -> None:
        submissions.review(product, given.cleaned_data, sent_of(request, name), at=clock.now())

    words = {"title": _("How do you like “%(product)s”?") % {"product": product}, "store": product.store}
    return answered(request, given, keep, reverse("said_done"), words)


@open_to_all
@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, id: str) -> HttpResponse:
    """Ask to hear when a product is back."""
    product = sold(id)
    given = WishForm(request.POST or None)

    def keep(name: str) -> None:
        submissions.wish(product, given.cleaned_data, sent_of(request, name), at=clock.now())

    words = {"title": _("Tell me when “%(product)s” is back") % {"product": product}, "store": product.store}
    return answered(request, given, keep, reverse("said_done"), words)


@open_to_all
@require_GET
def said_done(request: HttpRequest) -> HttpResponse:
    return render(request, DONE, {"title": _("Thank you!"), "words": ""})


@require_GET
@cache_control(public=True, max_age=86_400)
def embed(request: HttpRequest) -> HttpResponse:
    """The script by which a shop puts a form into a page of its own."""
    answer = HttpResponse(EMBED.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def answered(
    request: HttpRequest, given: forms.Form, keep: Callable[[str], None], done: str, words: Mapping[str, Any]
) -> HttpResponse:
    """Show a form, or take in what it says; what is wrong stands beside each field, and nothing typed is lost."""
    query = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    now, status = clock.now(), 200
    if request.method == "POST":
        if guard.is_program(request):
            return redirect(f"{done}?{urlencode(query)}")
        status = 422
        if given.is_valid():
            try:
                keep(guard.checked(request, at=now))
                return redirect(f"{done}?{urlencode({**query, 'for': ''})}")
            except Refusal as refusal:
                given.add_error(None, str(refusal))
                status = refusal.status
    token = request.POST.get(guard.TOKEN) or guard.token(at=now)
    context = {
        "form": given, "token": token, "trap": guard.TRAP, "action": f"{request.path}?{urlencode(query)}",
        "is_framed": bool(query.get("embed")), "others": others(request, words.get("spoken", ())), **words,
    }  # fmt: skip
    return render(request, PAGE, context, status=status)


def others(request: HttpRequest, spoken: Any) -> list[dict[str, str]]:
    """The same page in the other languages."""
    query = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    now = translation.get_language()
    return [
        {"code": code, "name": name, "address": f"{request.path}?{urlencode({**query, 'lang': code})}"}
        for code, name in spoken
        if code != now
    ]


def sent_of(request: HttpRequest, name: str) -> Sent:
    return Sent(name=name, page=page_of(request), language=translation.get_language() or "")


def page_of(request: HttpRequest) -> str:
    """The page that the form stood in, as it says itself or the browser does, without its query."""
    said = (request.GET.get("page") or request.headers.get("Referer", ""))[:LONGEST_PAGE]
    try:
        parts = urlsplit(said)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.scheme in {"http", "https"} and parts.netloc else ""


def sold(id: str) -> Product:
    return get_object_or_404(Product.objects.select_related("store__circle"), public_id=id)
