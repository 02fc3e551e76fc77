"""What one can do on each page, in a sentence or two, and the words of the trade that stand on it.

Each reader puts a guide away for good, or all of them, and gets one back from the foot of the navigation.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.workspace import preferences
from regulars.web.layout import navigation


@dataclass(frozen=True, slots=True)
class Guide:
    """`name` is what it is put away by; `terms` are names of `components/terms.py`."""

    name: str
    words: str | Promise
    terms: tuple[str, ...] = ()


DESK = (
    Guide(
        "home",
        gettext_lazy(
            "Read from the top: what is new comes first. Open the people behind a finding, or put it off for a month. "
            "The sign beside a number says how it is reckoned."
        ),
        ("as_of", "net_sales", "expected_value"),
    ),
    Guide(
        "today",
        gettext_lazy(
            "Contact them one by one and say what came of it: who was reached is left in peace for a while, who "
            "wants no contact for good."
        ),
        ("expected_value", "as_of"),
    ),
    Guide(
        "search",
        gettext_lazy(
            "Type a part of a name, e-mail address, phone, order or product, or the name of a page; small spelling "
            "mistakes do not matter."
        ),
    ),
    Guide("seen", gettext_lazy("Go back to the people, orders and products that you have opened lately.")),
    Guide("find", gettext_lazy("Say what you know of a person or an order, and their page opens.")),
    Guide("notices", gettext_lazy("See what has ended or needs you, go to it, and mark all as seen.")),
    Guide("view", gettext_lazy("Rename a saved view, share it with colleagues, or remove it; what it shows stays.")),
)
PEOPLE = (
    Guide(
        "customers",
        gettext_lazy(
            "Find anybody by a part of what you know. Filter, sort, and save what you look at often as a view; press ? "
            "for the keys."
        ),
        ("lifecycle_stage", "rfm", "net_sales", "expected_value"),
    ),
    Guide(
        "playbook", gettext_lazy("Read what to do at this stage and how to tell that it worked, then open its people.")
    ),
    Guide(
        "duplicates",
        gettext_lazy(
            "Press 1 for the same person, 2 for two people, 3 for later, and n for the next pair. A merge can be "
            "undone at any time, and nothing is lost by it."
        ),
    ),
    Guide(
        "customers_upload",
        gettext_lazy(
            "Choose the program, see who stays here and why, and download the file as that program takes it. The audit "
            "keeps who took it."
        ),
    ),
    Guide(
        "quality",
        gettext_lazy(
            "Begin at the top: open the people behind a number, or what helps. A repair shows what it would change, "
            "can go on with what arrives, and can be undone as a whole."
        ),
        ("expected_value", "net_sales"),
    ),
    Guide(
        "quality_repair",
        gettext_lazy("Look at the examples, then repair; tick the box, and what arrives is repaired by itself."),
    ),
    Guide(
        "customers_bulk", gettext_lazy("Look once more at whom it touches, then do it; it can be undone as a whole.")
    ),
    Guide(
        "person",
        gettext_lazy(
            "See who this is and what they are worth, open an order for its lines, and narrow the timeline down. What "
            "to do next stands beside it."
        ),
        ("lifecycle_stage", "expected_value", "rfm", "claimed", "verified", "as_of"),
    ),
    Guide("person_orders", gettext_lazy("Open an order to see its lines, its discount and what came back.")),
    Guide("person_timeline", gettext_lazy("Read what happened, the newest first; choose above what it shows.")),
    Guide(
        "person_notes",
        gettext_lazy(
            "Write down what colleagues should know, open a task with a day, and keep what the customer says they "
            "like. Every change can be undone."
        ),
    ),
    Guide(
        "person_details",
        gettext_lazy(
            "Correct what is known, add tags, choose an owner, and add or remove identifiers. What stood there before "
            "is kept."
        ),
        ("claimed", "verified"),
    ),
    Guide(
        "person_identity",
        gettext_lazy(
            "Follow a line from a source over an identifier to the person; it leads to the reason below, where a merge "
            "can be taken back and an identifier removed."
        ),
        ("claimed", "verified"),
    ),
    Guide("person_history", gettext_lazy("See what was known before, since when, and from whom or from which file.")),
    Guide("person_profile", gettext_lazy("Change what is wrong and save. What a person enters stands above files.")),
    Guide("person_fields", gettext_lazy("Fill in your own fields; lists can be filtered by them.")),
    Guide(
        "companies",
        gettext_lazy(
            "Companies are found by what people's records say; a contact's orders count for their company. Sort by "
            "what they bring, and open one for its contacts."
        ),
        ("net_sales",),
    ),
    Guide(
        "company",
        gettext_lazy(
            "See who buys for this company and why we think so. Say what each does, take off who does not belong "
            "here, or merge a company that is here twice; all of it can be undone."
        ),
        ("net_sales",),
    ),
    Guide("company_timeline", gettext_lazy("Read what all its contacts did, the newest first.")),
    Guide("company_new", gettext_lazy("A name is enough; a website or tax number lets the company be known again.")),
    Guide("company_edit", gettext_lazy("Change what is wrong and save. Former names still lead to the company.")),
    Guide("company_contact", gettext_lazy("Say what they do for the company, since when, and until when.")),
    Guide("note", gettext_lazy("Change the words and save; the old ones can be brought back in History & undo.")),
    Guide("task", gettext_lazy("Change what is to be done, until when, and by whom.")),
)
VOICES = (
    Guide(
        "forms",
        gettext_lazy("Make a form or a survey, open one to change what it asks, and read what people answered."),
    ),
    Guide(
        "form",
        gettext_lazy(
            "Add questions and move them with the arrows, look at the form as people see it, then publish it. What is "
            "published is kept as a version, so that every consent can show its text."
        ),
    ),
    Guide(
        "form_question",
        gettext_lazy("Word the question in each language, and say of whom it is asked; publish the form afterwards."),
    ),
    Guide(
        "form_results",
        gettext_lazy("Read the answers, narrow them down to a stage, and press a number to see the people behind it."),
        ("lifecycle_stage",),
    ),
    Guide(
        "form_due",
        gettext_lazy("Take the links away as a file and send each person theirs; nobody is asked again too soon."),
    ),
    Guide(
        "reviews",
        gettext_lazy("Publish what others should read, hide spam, and answer; what is hidden does not count."),
    ),
    Guide(
        "review_import",
        gettext_lazy("Drop the file that your shop or program for reviews exports; see then which rows were left out."),
    ),
)
TRADE = (
    Guide(
        "orders",
        gettext_lazy(
            "Type an order number, a parcel number, the last four digits of a phone number, or a part of a name. "
            "Filters can be saved as a view."
        ),
        ("adjustment",),
    ),
    Guide(
        "order",
        gettext_lazy("Check what was bought, paid and sent, open the customer, and leave a note for colleagues."),
        ("net_sales", "adjustment", "unmatched_return"),
    ),
    Guide(
        "products",
        gettext_lazy("Sort by what grows, shrinks or comes back, and open a product to see who buys it."),
        ("net_sales", "as_of"),
    ),
    Guide(
        "product",
        gettext_lazy(
            "See how it sells, who buys it, what goes with it, and why it comes back; open its orders or buyers."
        ),
        ("net_sales", "confidence_range", "as_of"),
    ),
    Guide(
        "categories",
        gettext_lazy("Compare the categories with the year before, and open one to see its products."),
        ("net_sales", "as_of"),
    ),
    Guide(
        "sources",
        gettext_lazy("Join a shop or another program, or open one to see what came, what was set aside, and why."),
    ),
    Guide("source_new", gettext_lazy("Choose what sends; the next page asks for what has to be known of it.")),
    Guide(
        "source_new_of",
        gettext_lazy("Say what is asked for; you get an address, and a secret that is shown once, to enter there."),
    ),
    Guide(
        "source",
        gettext_lazy("See what came and up to when it is complete; mend what was set aside and send it through again."),
    ),
    Guide("source_message", gettext_lazy("See why the message was set aside, mend it, and send it through again.")),
    Guide(
        "imports",
        gettext_lazy("Import a file, go on with one that you began, or open one to see its result and take it back."),
    ),
    Guide(
        "import",
        gettext_lazy(
            "See what the file brought and which rows were rejected; download those, mend them and import them again. "
            "The whole import can be undone."
        ),
        ("unmatched_return", "operation"),
    ),
    Guide(
        "import_new",
        gettext_lazy(
            "Drop a file, look at how it is read, and only then import it. Columns are recognized by themselves."
        ),
        ("dry_run",),
    ),
    Guide(
        "import_draft",
        gettext_lazy("Say what each column means, answer what is asked, and read what importing would bring."),
        ("dry_run",),
    ),
    Guide(
        "operations",
        gettext_lazy("Find what was changed by name, kind or day, open it, and take it back within 30 days."),
        ("operation",),
    ),
    Guide(
        "operation",
        gettext_lazy("Compare each value before and after. What was changed again later stays as it is when you undo."),
        ("operation",),
    ),
)
RIGHTS = (
    Guide(
        "person_consents", gettext_lazy("Read what somebody agreed to and how that is known; write down what they say.")
    ),
    Guide(
        "person_erasing", gettext_lazy("Read what goes and what stays, then confirm. Nothing of it can be taken back.")
    ),
    Guide(
        "person_erasure", gettext_lazy("Read what goes and what stays, then confirm. Nothing of it can be taken back.")
    ),
    Guide("erasures", gettext_lazy("See who was erased when; each has a certificate of where from.")),
    Guide("erasure", gettext_lazy("Print the certificate, or wait here until all is done.")),
    Guide("disclosure", gettext_lazy("Wait until the file is made, then hand it to the person it is about.")),
    Guide("requests", gettext_lazy("Answer each request before its day, and say how it was settled.")),
    Guide("settings_consents", gettext_lazy("Say which law a store stands on when it writes to people.")),
    Guide("settings_retention", gettext_lazy("Say how long each kind of data is kept, and see how much goes next.")),
)
QUESTION = gettext_lazy(
    "Press a bar, a cell or a number of people to see the customers behind it. Every picture has its table below."
)
VISITS = Guide(
    "insight_visits",
    gettext_lazy(
        "See what brings people to your site, what they look for, and where they leave. Each number of people leads to "
        "them."
    ),
    ("visit",),
)
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "insight": ("lifecycle_stage", "as_of"),
    "insight_rfm": ("rfm", "net_sales"),
    "insight_value": ("expected_value", "calibration"),
    "insight_cohorts": ("cohort", "net_sales"),
    "insight_concentration": ("net_sales",),
    "insight_repeat": ("as_of",),
    "insight_returns": ("confidence_range", "net_sales"),
}
"""The words on each page below Insight; put away is their guide once for all of them."""
SETTINGS = (
    Guide(
        "settings_account",
        gettext_lazy("Choose the name that colleagues see, and the language and colors in which you read."),
    ),
    Guide("account", gettext_lazy("Choose a password that you use nowhere else.")),
    Guide(
        "mfa",
        gettext_lazy("Let a second step protect your account: an app that shows codes, or a passkey of your device."),
    ),
    Guide("usersessions", gettext_lazy("See where you are signed in, and sign out everywhere else.")),
    Guide(
        "settings_stores",
        gettext_lazy("Open a store for its currency, time zone and the meaning of net sales, or add another one."),
        ("net_sales", "circle"),
    ),
    Guide(
        "settings_store_new", gettext_lazy("Name the store and its currency; orders are imported into it afterwards.")
    ),
    Guide("settings_store", gettext_lazy("Change the name, the zone or the meaning of net sales."), ("net_sales",)),
    Guide(
        "settings_duplicates",
        gettext_lazy(
            "Say from which likelihood on two people are shown as one, and whether the surest are merged unasked."
        ),
    ),
    Guide(
        "settings_lifecycle",
        gettext_lazy("Change a limit and see whom it moves before you save."),
        ("lifecycle_stage",),
    ),
    Guide(
        "settings_team", gettext_lazy("Invite a colleague by a link, open one to change their role, or let them go.")
    ),
    Guide(
        "settings_team_member", gettext_lazy("Change the role, hand over a link for a new password, or let them go.")
    ),
    Guide(
        "settings_roles", gettext_lazy("Read across what a role may do; give a colleague another role or branch above.")
    ),
    Guide("settings_branches", gettext_lazy("Open a branch, or click one to rename it and to see who belongs to it.")),
    Guide(
        "settings_branch", gettext_lazy("Rename the branch, open its customers, or close it when nobody works there.")
    ),
    Guide("settings_languages", gettext_lazy("Tick what can be chosen, and say which language each store speaks.")),
    Guide(
        "settings_audit", gettext_lazy("Filter by person, kind or day; an edit opens the step that can be taken back.")
    ),
    Guide(
        "settings_fields", gettext_lazy("Add a field of your own. Files fill it by its name, and lists filter by it.")
    ),
    Guide("settings_field", gettext_lazy("Change the name, the help or the choices; what is filled in stays.")),
    Guide("settings_tags", gettext_lazy("Define tags that everybody is offered, and open one to rename or merge it.")),
    Guide("settings_tag", gettext_lazy("Rename the tag, give it a color, or merge it into another one.")),
    Guide(
        "settings_keys", gettext_lazy("Make a key for another program, only for what it needs; revoke it at any time.")
    ),
    Guide("components", gettext_lazy("See every part that pages are made of, and try it."), ("rfm",)),
)
GUIDES: Mapping[str, Guide] = {
    **{guide.name: guide for guide in (*DESK, *PEOPLE, *VOICES, *TRADE, VISITS, *RIGHTS, *SETTINGS)},
    **{page: Guide("insight", QUESTION, terms) for page, terms in QUESTIONS.items()},
}
"""By the name of the page."""
EVERY = "every"
SHARED = ("mfa", "usersessions", "account")
"""Guides for all pages whose names begin with theirs."""


def of(request: HttpRequest) -> Guide | None:
    """The guide of the page that is asked for."""
    page = navigation.page_name(request)
    return GUIDES.get(page) or next((GUIDES[name] for name in SHARED if page.startswith(name)), None)


def is_away(request: HttpRequest) -> bool:
    """Whether this reader has put the guide of this page away, so that it can be brought back."""
    staff, guide = getattr(request, "staff", None), of(request)
    if staff is None or guide is None:
        return False
    chosen = preferences.of(staff, key(guide.name))
    return bool(preferences.of(staff, key(EVERY)) if chosen is None else chosen)


def key(name: str) -> str:
    return f"hint:{name}"
