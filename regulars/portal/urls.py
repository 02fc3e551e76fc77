"""The addresses that customers of a shop open; none of them needs a log-in."""

from django.urls import URLPattern, path

from regulars.portal.asked import views as asked
from regulars.portal.consents import views as consents

urlpatterns: list[URLPattern] = [
    path("consent/<str:token>/", consents.confirmation, name="consent_confirmation"),
    path("forms.js", asked.embed, name="form_embed"),
    path("f/<str:id>/", asked.form, name="form_asked"),
    path("f/<str:id>/thanks/", asked.form_done, name="form_done"),
    path("r/<str:id>/", asked.review, name="review_asked"),
    path("w/<str:id>/", asked.wish, name="wish_asked"),
    path("said/", asked.said_done, name="said_done"),
]
