"""Every address below `/api/v1/`; what is none of them is a problem document too."""

from django.urls import URLPattern, URLResolver, path, re_path

from regulars.api.application import api
from regulars.api.problems import listed, no_such_address

urlpatterns: list[URLPattern | URLResolver] = [
    path("problems", listed),
    path("", api.urls),
    re_path("", no_such_address),
]
