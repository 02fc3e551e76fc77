"""One's own account, the stores and the API keys."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.workspace import keys, stores
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey, Store
from regulars.commerce.models import Order
from regulars.contact import quiet
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.settings.forms import AccountForm, KeyForm, QuietForm, StoreForm, next_values, store_values


@require_http_methods(["GET", "POST"])
@for_staff()
def account(request: StaffRequest) -> HttpResponse:
    me = request.user
    form = AccountForm(
        request.POST or None, circle=request.staff.circle,
        initial={"name": me.name, "language": request.LANGUAGE_CODE, "theme": me.theme},
    )  # fmt: skip
    if not form.is_valid():
        return render(request, "web/settings/account.html", {"form": form})
    me.name, me.language, me.theme = (form.cleaned_data[name] for name in ("name", "language", "theme"))
    me.save(update_fields=["name", "language", "theme"])
    messages.success(request, _("Saved."))
    return redirect("settings_account")


@for_staff(Act.SEE, Thing.STORES)
def store_list(request: StaffRequest) -> HttpResponse:
    return render(request, "web/settings/stores.html", {"may_edit": request.staff.may(Act.EDIT, Thing.STORES)})


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def new_store(request: StaffRequest) -> HttpResponse:
    form = StoreForm(request.POST or None, initial=next_values(request.staff.circle))
    if not form.is_valid():
        return render(request, "web/settings/store.html", {"form": form})
    given = form.cleaned_data
    stores.check_name(request.staff.circle, given["name"])
    opened = stores.open_store(
        given["name"],
        currency=given["currency"],
        timezone=given["timezone"],
        language=given["language"],
        circle=request.staff.circle.name,
        by=request.staff,
        at=request.now,
    )
    stores.change(opened, **given, by=request.staff, at=request.now)
    return saved("settings_stores", request)


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def store_page(request: StaffRequest, id: str) -> HttpResponse:
    shop = get_object_or_404(Store.objects.visible_to(request.staff), public_id=id)
    has_orders = Order.objects.filter(store=shop).exists()
    form = StoreForm(request.POST or None, initial=store_values(shop), has_orders=has_orders)
    if not form.is_valid():
        return shown(request, shop, form)
    stores.change(shop, **form.cleaned_data, by=request.staff, at=request.now)
    return saved("settings_stores", request)


@require_POST
@for_staff(Act.EDIT, Thing.STORES)
def store_quiet(request: StaffRequest, id: str) -> HttpResponse:
    """Set for how long the store leaves people in peace."""
    shop = get_object_or_404(Store.objects.visible_to(request.staff), public_id=id)
    form = QuietForm(request.POST)
    if not form.is_valid():
        has_orders = Order.objects.filter(store=shop).exists()
        return shown(request, shop, StoreForm(initial=store_values(shop), has_orders=has_orders), form)
    operation = quiet.change(shop, days=form.cleaned_data["days"], by=request.staff, at=request.now)
    messages.success(request, _("Saved."), extra_tags=f"undo:{operation.public_id}")
    return redirect("settings_store", id)


def shown(request: StaffRequest, shop: Store, form: StoreForm, about_quiet: QuietForm | None = None) -> HttpResponse:
    context = {
        "form": form, "shop": shop, "quiet_form": about_quiet or QuietForm(initial={"days": quiet.days(shop)}),
        "quiet_history": quiet.history(shop),
    }  # fmt: skip
    return render(request, "web/settings/store.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.KEYS)
def key_list(request: StaffRequest) -> HttpResponse:
    """All live keys; a new one shows its secret on the answer to its form, and never again."""
    form, secret = KeyForm(request.POST or None), None
    if form.is_valid():
        _, secret = keys.make(request.staff.circle, **form.cleaned_data, by=request.staff, at=request.now)
        form = KeyForm()
    live = ApiKey.objects.live().filter(circle=request.staff.circle).order_by("-id")
    return render(request, "web/settings/keys.html", {"form": form, "keys": live, "secret": secret})


@require_POST
@for_staff(Act.EDIT, Thing.KEYS)
def key_revocation(request: StaffRequest, id: str) -> HttpResponse:
    live = ApiKey.objects.live().filter(circle=request.staff.circle).select_related("circle")
    key = get_object_or_404(live, public_id=id)
    keys.revoke(key, by=request.staff, at=request.now)
    messages.success(request, _("The key “%(name)s” no longer opens anything.") % {"name": key.name})
    return redirect("settings_keys")


def saved(page: str, request: StaffRequest) -> HttpResponseRedirect:
    messages.success(request, _("Saved."))
    return redirect(page)
