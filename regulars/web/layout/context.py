"""What every staff page knows: the person at work, the store, the way around, language and theme."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation

from regulars.base.workspace import languages
from regulars.base.workspace.kinds import Act, Language, Theme, Thing
from regulars.base.workspace.models import Account
from regulars.web.layout import guide, navigation, toasts
from regulars.web.layout.middleware import THEME_COOKIE

TONGUES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
CHOSEN_THEMES = {Theme.LIGHT.value, Theme.DARK.value}


def shell(request: HttpRequest) -> dict[str, Any]:
    staff = getattr(request, "staff", None)
    stores = getattr(request, "stores", [])
    language = translation.get_language() or Language.ENGLISH
    theme = chosen_theme(request)
    return {
        "staff": staff,
        "store": getattr(request, "store", None),
        "stores": stores,
        "sees_imports": bool(staff and staff.may(Act.SEE, Thing.IMPORTS)),
        "may_import": bool(staff and staff.may(Act.EDIT, Thing.IMPORTS)),
        "has_choice_of_stores": len(stores) > 1,
        "navigation": navigation.entries(request, staff),
        "guide": None if guide.is_away(request) else guide.of(request),
        "put_away": guide.of(request) if guide.is_away(request) else None,
        "toasts": lambda: toasts.of(request),
        "unseen_notices": getattr(staff, "unseen_notices", 0),
        "settings_pages": lambda: navigation.settings(request, staff),
        "languages": languages.choices(staff.circle if staff else None),
        "language": language,
        "tongue": TONGUES.get(language, language),
        "themes": Theme.choices,
        "chosen_theme": theme,
        "theme": theme if theme in CHOSEN_THEMES else "",
    }


def chosen_theme(request: HttpRequest) -> str:
    """The account's theme, or the cookie's before anybody has signed in."""
    account = getattr(request, "user", None)
    if isinstance(account, Account):
        return account.theme
    return request.COOKIES.get(THEME_COOKIE, Theme.SYSTEM)
