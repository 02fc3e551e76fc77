"""Every address of the installation."""

from django.urls import URLPattern, URLResolver, include, path

from regulars.api.metrics import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("regulars.api.urls")),
    path("metrics", metrics, name="metrics"),
    path("", include("regulars.portal.urls")),
    path("", include("regulars.web.urls")),
]
handler403 = "regulars.web.layout.faults.forbidden"
handler404 = "regulars.web.layout.faults.missing"
handler500 = "regulars.web.layout.faults.broken"
