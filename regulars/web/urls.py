"""The addresses of the staff pages; nouns, also for what is done."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from regulars.web.companies import views as companies
from regulars.web.customers import bulk_views as bulk
from regulars.web.customers import consent_views as consents
from regulars.web.customers import detail_views as details
from regulars.web.customers import note_views as notes
from regulars.web.customers import request_views as requests
from regulars.web.customers import upload_views as uploads
from regulars.web.customers import views as customers
from regulars.web.duplicates import views as duplicates
from regulars.web.entry import views as entry
from regulars.web.finding import views as finding
from regulars.web.forms import result_views as results
from regulars.web.forms import views as forms
from regulars.web.gallery import views as gallery
from regulars.web.history import views as history
from regulars.web.home import views as home
from regulars.web.imports import draft_views as drafts
from regulars.web.imports import views as imports
from regulars.web.insight import views as insight
from regulars.web.insight import visits
from regulars.web.insight.questions import BY_SLUG, QUESTIONS
from regulars.web.layout import addresses, choices
from regulars.web.lists import views as lists
from regulars.web.notices import views as notices
from regulars.web.orders import views as orders
from regulars.web.products import views as products
from regulars.web.quality import views as quality
from regulars.web.reviews import views as reviews
from regulars.web.search import views as search
from regulars.web.settings import duplicates as settings_duplicates
from regulars.web.settings import field_views as fields
from regulars.web.settings import lifecycle_views as lifecycle
from regulars.web.settings import place_views as places
from regulars.web.settings import privacy_views as privacy
from regulars.web.settings import team_views as team
from regulars.web.settings import views as settings
from regulars.web.settings.audit import views as audit
from regulars.web.sources import views as sources
from regulars.web.today import views as today

register_converter(addresses.PublicId, "public_id")
register_converter(addresses.Token, "token")

SETTINGS: list[URLPattern | URLResolver] = [
    path("", settings.account, name="settings_account"),
    path("stores/", settings.store_list, name="settings_stores"),
    path("stores/new/", settings.new_store, name="settings_store_new"),
    path("stores/<public_id:id>/", settings.store_page, name="settings_store"),
    path("stores/<public_id:id>/quiet/", settings.store_quiet, name="settings_store_quiet"),
    path("lifecycle/", lifecycle.rules, name="settings_lifecycle"),
    path("duplicates/", settings_duplicates.rules, name="settings_duplicates"),
    path("consents/", privacy.rules, name="settings_consents"),
    path("consents/wordings/", privacy.wordings, name="settings_wordings"),
    path("consents/suppressions/", privacy.suppressing, name="settings_suppressions"),
    path("retention/", privacy.kept, name="settings_retention"),
    path("team/", team.members, name="settings_team"),
    path("team/invitations/", team.invitations, name="settings_team_invitations"),
    path("team/<public_id:id>/", team.member, name="settings_team_member"),
    path("team/<public_id:id>/link/", team.member_link, name="settings_team_link"),
    path("team/<public_id:id>/departure/", team.departure, name="settings_team_departure"),
    path("team/<public_id:id>/place/", team.member_place, name="settings_team_place"),
    path("roles/", team.roles, name="settings_roles"),
    path("branches/", places.branch_list, name="settings_branches"),
    path("branches/<public_id:id>/", places.branch, name="settings_branch"),
    path("branches/<public_id:id>/closing/", places.branch_closing, name="settings_branch_closing"),
    path("languages/", places.language_page, name="settings_languages"),
    path("audit/", audit.audit, name="settings_audit"),
    path("audit/files/<slug:kind>/", audit.audit_export, name="settings_audit_export"),
    path("fields/", fields.field_list, name="settings_fields"),
    path("fields/<public_id:id>/", fields.field_page, name="settings_field"),
    path("fields/<public_id:id>/archiving/", fields.field_archiving, name="settings_field_archiving"),
    path("tags/", fields.tag_list, name="settings_tags"),
    path("tags/<public_id:id>/", fields.tag_page, name="settings_tag"),
    path("tags/<public_id:id>/merge/", fields.tag_merge, name="settings_tag_merge"),
    path("tags/<public_id:id>/removal/", fields.tag_removal, name="settings_tag_removal"),
    path("keys/", settings.key_list, name="settings_keys"),
    path("keys/<public_id:id>/revocation/", settings.key_revocation, name="settings_key_revocation"),
    path("components/", gallery.components, name="components"),
    path("components/tagging/", gallery.tagging, name="components_tagging"),
    path("components/progress/<int:step>/", gallery.progress, name="components_progress"),
]
INSIGHT: list[URLPattern | URLResolver] = [
    path("", insight.question, {"slug": QUESTIONS[0].slug}, name="insight"),
    *(path(f"{slug}/", insight.question, {"slug": slug}, name=f"insight_{slug}") for slug in list(BY_SLUG)[1:]),
    path("visits/", visits.page, name="insight_visits"),
    path("<slug:slug>/<slug:name>/", insight.exhibit, name="insight_exhibit"),
    path("<slug:slug>/<slug:name>.<slug:kind>", insight.file, name="insight_file"),
]
SOURCES: list[URLPattern | URLResolver] = [
    path("", sources.source_list, name="sources"),
    path("new/", sources.new_source, name="source_new"),
    path("new/<slug:kind>/", sources.new_source_of, name="source_new_of"),
    path("<public_id:id>/", sources.source_page, name="source"),
    path("<public_id:id>/secret/", sources.source_secret, name="source_secret"),
    path("<public_id:id>/closure/", sources.source_closure, name="source_closure"),
    path("<public_id:id>/messages/<int:number>/", sources.source_message, name="source_message"),
    path(
        "<public_id:id>/messages/<int:number>/removal/", sources.source_message_removal, name="source_message_removal"
    ),
]
FORMS: list[URLPattern | URLResolver] = [
    path("", forms.form_list, name="forms"),
    path("<public_id:id>/", forms.form, name="form"),
    path("<public_id:id>/questions/", forms.form_questions, name="form_questions"),
    path("<public_id:id>/questions/<slug:key>/", forms.form_question, name="form_question"),
    path("<public_id:id>/order/", forms.form_order, name="form_order"),
    path("<public_id:id>/publication/", forms.form_publication, name="form_publication"),
    path("<public_id:id>/closure/", forms.form_closure, name="form_closure"),
    path("<public_id:id>/results/", results.form_results, name="form_results"),
    path("<public_id:id>/due/", results.form_due, name="form_due"),
]
COMPANIES: list[URLPattern | URLResolver] = [
    path("", companies.company_list, name="companies"),
    path("new/", companies.company_new, name="company_new"),
    path("<public_id:id>/", companies.company, name="company"),
    path("<public_id:id>/timeline/", companies.company_timeline, name="company_timeline"),
    path("<public_id:id>/edit/", companies.company_edit, name="company_edit"),
    path("<public_id:id>/archiving/", companies.company_archiving, name="company_archiving"),
    path("<public_id:id>/merge/", companies.company_merge, name="company_merge"),
    path("<public_id:id>/contacts/", companies.company_contacts, name="company_contacts"),
    path("<public_id:id>/contacts/<int:number>/", companies.company_contact, name="company_contact"),
    path(
        "<public_id:id>/contacts/<int:number>/removal/", companies.company_contact_removal,
        name="company_contact_removal",
    ),
]  # fmt: skip
PERSON: list[URLPattern | URLResolver] = [
    path("", customers.person, name="person"),
    path("orders/", customers.person_orders, name="person_orders"),
    path("timeline/", customers.person_timeline, name="person_timeline"),
    path("notes/", notes.person_notes, name="person_notes"),
    path("tasks/", notes.person_tasks, name="person_tasks"),
    path("preferences/", notes.person_preferences, name="person_preferences"),
    path("preferences/withdrawal/", notes.preference_withdrawal, name="preference_withdrawal"),
    path("details/", details.person_details, name="person_details"),
    path("profile/", details.person_profile, name="person_profile"),
    path("fields/", details.person_fields, name="person_fields"),
    path("identity/", details.person_identity, name="person_identity"),
    path("history/", details.person_history, name="person_history"),
    path("tags/", details.person_tags, name="person_tags"),
    path("tags/<public_id:tag>/taking/", details.tag_taking, name="tag_taking"),
    path("owner/", details.person_owner, name="person_owner"),
    path("companies/", details.person_companies, name="person_companies"),
    path("branch/", details.person_branch, name="person_branch"),
    path("identifiers/", details.person_identifiers, name="person_identifiers"),
    path("identifiers/<int:number>/removal/", details.identifier_removal, name="identifier_removal"),
    path("split/", details.person_split, name="person_split"),
    path("links/<int:number>/removal/", details.link_removal, name="link_removal"),
    path("suggestions/<int:number>/answer/", details.suggestion_answer, name="suggestion_answer"),
    path("consents/", consents.person_consents, name="person_consents"),
    path("disclosure/", consents.person_disclosure, name="person_disclosure"),
    path("erasure/", consents.person_erasure, name="person_erasure"),
    path("erasure/confirmation/", consents.person_erasing, name="person_erasing"),
    path("attempts/", today.attempt, name="person_attempts"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.page, name="home"),
    path("findings/<int:id>/snooze/", home.finding_snooze, name="finding_snooze"),
    path("today/", today.page, name="today"),
    path("today/draw/", today.draw, name="today_draw"),
    path("customers/bulk/<slug:act>/", bulk.customers_bulk, name="customers_bulk"),
    path("customers/files/<slug:kind>/", bulk.customers_export, name="customers_export"),
    path("customers/for/<slug:kind>/", uploads.customers_upload, name="customers_upload"),
    path("customers/for/<slug:kind>/file/", uploads.customers_upload_file, name="customers_upload_file"),
    path("notes/<public_id:id>/", notes.note, name="note"),
    path("notes/<public_id:id>/pin/", notes.note_pin, name="note_pin"),
    path("notes/<public_id:id>/removal/", notes.note_removal, name="note_removal"),
    path("tasks/<public_id:id>/", notes.task, name="task"),
    path("tasks/<public_id:id>/completion/", notes.task_completion, name="task_completion"),
    path("customers/", customers.people, name="customers"),
    path("companies/", include(COMPANIES)),
    path("duplicates/", duplicates.page, name="duplicates"),
    path("duplicates/<int:number>/answer/", duplicates.answer, name="duplicate_answer"),
    path("quality/", quality.page, name="quality"),
    path("quality/repairs/<slug:name>/", quality.repair, name="quality_repair"),
    path("quality/standing/<public_id:id>/stopping/", quality.stopping, name="quality_stopping"),
    path("playbooks/<slug:stage>/", customers.play, name="playbook"),
    path("insight/", include(INSIGHT)),
    path("forms/", include(FORMS)),
    path("reviews/", reviews.review_list, name="reviews"),
    path("reviews/import/", reviews.review_import, name="review_import"),
    path("reviews/<public_id:id>/state/", reviews.review_state, name="review_state"),
    path("reviews/<public_id:id>/reply/", reviews.review_reply, name="review_reply"),
    path("requests/", requests.register, name="requests"),
    path("requests/<public_id:id>/answer/", requests.answer, name="request_answer"),
    path("disclosures/<public_id:id>/", consents.disclosure_page, name="disclosure"),
    path("disclosures/<public_id:id>/file/", consents.disclosure_file, name="disclosure_file"),
    path("erasures/", consents.erasures, name="erasures"),
    path("erasures/return/", consents.letting_back, name="erasure_letting_back"),
    path("erasures/<public_id:id>/", consents.certificate, name="erasure"),
    path("customers/<public_id:id>/", include(PERSON)),
    path("settings/", include(SETTINGS)),
    path("search/", search.page, name="search"),
    path("palette/", search.palette, name="palette"),
    path("seen/", search.seen, name="seen"),
    path("notices/", notices.page, name="notices"),
    path("notices/sight/", notices.sight, name="notice_sight"),
    path("find", finding.find, name="find"),
    path("find/", finding.find, name="find"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<public_id:id>/", orders.order, name="order"),
    path("orders/<public_id:id>/note/", orders.note, name="order_note"),
    path("products/", products.products, name="products"),
    path("products/<public_id:id>/", products.product, name="product"),
    path("categories/", products.categories, name="categories"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", drafts.new_import, name="import_new"),
    path("imports/drafts/<public_id:id>/", drafts.draft, name="import_draft"),
    path("imports/drafts/<public_id:id>/progress/", drafts.draft_progress, name="import_draft_progress"),
    path("imports/drafts/<public_id:id>/start/", drafts.handing_in, name="import_draft_start"),
    path("imports/drafts/<public_id:id>/removal/", drafts.draft_removal, name="import_draft_removal"),
    path("imports/<public_id:id>/", imports.import_page, name="import"),
    path("imports/<public_id:id>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<public_id:id>/rejected/", imports.rejected_rows, name="import_rejected"),
    path("imports/<public_id:id>/again/", imports.import_again, name="import_again"),
    path("imports/<public_id:id>/cancellation/", imports.cancellation, name="import_cancellation"),
    path("imports/<public_id:id>/undoing/", imports.import_undoing, name="import_undoing"),
    path("sources/", include(SOURCES)),
    path("operations/", history.operations, name="operations"),
    path("operations/<public_id:id>/", history.operation, name="operation"),
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
