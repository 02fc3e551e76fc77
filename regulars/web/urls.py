"""The addresses of the staff pages; nouns, also for what is done."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from regulars.web.customers import views as customers
from regulars.web.entry import views as entry
from regulars.web.gallery import views as gallery
from regulars.web.history import views as history
from regulars.web.home import views as home
from regulars.web.layout import addresses, choices
from regulars.web.lists import views as lists
from regulars.web.notices import views as notices
from regulars.web.search import views as search
from regulars.web.settings import team_views as team
from regulars.web.settings import views as settings

register_converter(addresses.PublicId, "public_id")
register_converter(addresses.Token, "token")

SETTINGS: list[URLPattern | URLResolver] = [
    path("", settings.account, name="settings_account"),
    path("stores/", settings.store_list, name="settings_stores"),
    path("stores/new/", settings.new_store, name="settings_store_new"),
    path("stores/<public_id:id>/", settings.store_page, name="settings_store"),
    path("team/", team.members, name="settings_team"),
    path("team/invitations/", team.invitations, name="settings_team_invitations"),
    path("team/<public_id:id>/", team.member, name="settings_team_member"),
    path("team/<public_id:id>/link/", team.member_link, name="settings_team_link"),
    path("team/<public_id:id>/departure/", team.departure, name="settings_team_departure"),
    path("keys/", settings.key_list, name="settings_keys"),
    path("keys/<public_id:id>/revocation/", settings.key_revocation, name="settings_key_revocation"),
    path("components/", gallery.components, name="components"),
    path("components/tagging/", gallery.tagging, name="components_tagging"),
    path("components/progress/<int:step>/", gallery.progress, name="components_progress"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.page, name="home"),
    path("findings/<int:id>/snooze/", home.finding_snooze, name="finding_snooze"),
    path("customers/", customers.people, name="customers"),
    path("customers/<public_id:id>/", customers.person, name="person"),
    path("customers/<public_id:id>/orders/", customers.person_orders, name="person_orders"),
    path("customers/<public_id:id>/timeline/", customers.person_timeline, name="person_timeline"),
    path("settings/", include(SETTINGS)),
    path("search/", search.page, name="search"),
    path("palette/", search.palette, name="palette"),
    path("seen/", search.seen, name="seen"),
    path("notices/", notices.page, name="notices"),
    path("notices/sight/", notices.sight, name="notice_sight"),
    path("operations/<public_id:id>/undoing/", history.undoing, name="operation_undoing"),
    path("lists/<slug:list>/columns/", lists.column_choice, name="column_choice"),
    path("lists/<slug:list>/views/", lists.view_list, name="view_list"),
    path("views/<public_id:id>/", lists.view, name="view"),
    path("views/<public_id:id>/removal/", lists.view_removal, name="view_removal"),
    path("hints/<slug:name>/dismissal/", choices.hint_dismissal, name="hint_dismissal"),
    path("first-run/", entry.first_run, name="first_run"),
    path("enter/<token:token>/", entry.enter, name="enter"),
    path("preferences/", choices.preferences, name="preferences"),
    path("store-choice/", choices.store, name="store_choice"),
    path("accounts/login/", entry.log_in, name="account_login"),
    path("accounts/", include("allauth.urls")),
]
