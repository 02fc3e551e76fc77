"""The addresses that customers of a shop open; none of them needs a log-in."""

from django.urls import URLPattern, path

from regulars.portal.consents import views as consents

urlpatterns: list[URLPattern] = [path("consent/<str:token>/", consents.confirmation, name="consent_confirmation")]
