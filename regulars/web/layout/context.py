"""What every staff page knows: the person at work, the store, the language and the theme."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "staff": getattr(request, "staff", None),
        "store": getattr(request, "store", None),
        "stores": getattr(request, "stores", []),
    }
