"""A shop with something on every page, and the address of each: for tests that walk along the whole table of pages."""

from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.workspace.models import Branch, SavedView, Staff
from regulars.collect import drafts, profiling
from regulars.collect.kinds import SourceKind
from regulars.collect.models import Draft, Import, SetAside, Source, SourceStream
from regulars.commerce.models import OrderLine, Payment
from regulars.engage.kinds import FormKind, QuestionKind
from regulars.engage.models import Form, Review, Wish
from regulars.identity import links
from regulars.identity.models import Identifier, Person
from regulars.insight import stakes
from regulars.insight.models import Run, Score
from regulars.profile import arrivals, companies, contacts, disclosure, intake, notes, preferences, requests, tasks
from regulars.profile.kinds import FieldKind, RequestKind
from regulars.profile.models import Company, Contact, Disclosure, Erasure, Field, Note, Tag, Task
from regulars.profile.quality import checking, standing
from regulars.profile.quality.repairs import Options
from tests.make import consent, desk, engage, identity, profile, shopify, sources
from tests.make.sources import letter
from tests.make.staging import staged
from tests.web.conftest import signed_in
from tests.web.pages import PAGES

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PARTS = {
    "palette", "insight_exhibit", "insight_file", "customers_export", "customers_upload_file",
    "import_progress", "import_rejected",
    "import_draft_progress", "components_progress", "settings_audit_export", "disclosure_file",
}  # fmt: skip
"""Addresses that answer with a part of a page, or with a file."""
WHOLE = {name for name, page in PAGES.items() if not page.is_posted} - PARTS
FOREIGN = ("account_change_password", "mfa_index", "usersessions_list")
"""Pages of allauth that stand in our frame."""
FILE = """Invoice,When,E-mail,Article,Qty,Price
1,2026-02-01,li@example.org,Tea,2,4.50
2,2026-02-02,wu@example.org,Pot,x,38
"""


def rooms(run: Run, member: Staff) -> dict[str, str]:
    """Furnish the shop, and say where each page of the table stands."""
    person = furnish(run, member)
    ids = {
        **dict.fromkeys([name for name in WHOLE if name.startswith("person")], person.public_id),
        "playbook": "lost",
        "quality_repair": "standardize_phones",
        "order": sold(run).order.public_id,
        "product": sold(run).product.public_id,  # type: ignore[union-attr]
        "note": Note.objects.get().public_id,
        "task": Task.objects.earliest("id").public_id,
        "view": SavedView.objects.get().public_id,
        "import": Import.objects.latest("id").public_id,
        "import_draft": Draft.objects.latest("id").public_id,
        "source": Source.objects.latest("id").public_id,
        "operation": Operation.objects.latest("id").public_id,
        **dict.fromkeys(["form", "form_results", "form_due"], Form.objects.latest("id").public_id),
        **dict.fromkeys([name for name in WHOLE if name.startswith("company")], Company.objects.get().public_id),
        "disclosure": Disclosure.objects.latest("id").public_id,
        "erasure": Erasure.objects.latest("id").public_id,
        "settings_store": run.store.public_id,
        "settings_team_member": member.public_id,
        "settings_branch": Branch.objects.get_or_create(circle=run.store.circle, name="North")[0].public_id,
        "settings_field": Field.objects.earliest("id").public_id,
        "settings_tag": Tag.objects.earliest("id").public_id,
    }
    several = {
        "customers_upload": ["klaviyo"],
        "source_message": [ids["source"], SetAside.objects.get().id],
        "source_new_of": ["shopify"],
        "form_question": [ids["form"], "q2"],
    }
    contact = Contact.objects.get()
    several["company_contact"] = [ids["company"], contact.id]
    args = {name: [value] for name, value in ids.items()} | several | {"company_new": []}
    return {name: reverse(name, args=args.get(name, [])) for name in sorted(WHOLE.union(FOREIGN))}


def furnish(run: Run, member: Staff) -> Person:
    """One person has all that can be written down; files, a view and a notice lie about."""
    score = Score.objects.filter(run=run).order_by("-orders").select_related("person").first()
    assert score is not None
    person = score.person
    notes.write(person, text="Asked for the **spring harvest** list.", by=member, at=NOW)
    for title, due_on in (("Send the list of harvests", date(2026, 2, 20)), ("Ask about the gaiwan", None)):
        tasks.open_task(person, title=title, due_on=due_on, assignee=member, by=member, at=NOW)
    preferences.state(person, key="size", value="large pots", source="call", stated_on=NOW.date(), by=member, at=NOW)
    consent.given(person, NOW)
    asked = {"kind": RequestKind.ACCESS, "person": person, "received_on": NOW.date()}
    requests.take_in(person.circle, **asked, note="By letter", by=member, at=NOW)
    disclosure.ask(person, by=member, at=NOW)
    Erasure.objects.create(
        circle=person.circle, people=["per_gone"], actor="system", asked_at=NOW, done_at=NOW, final_on=NOW.date(),
        places={"profile_profile": {"becomes": "removed", "rows": 1}},
    )  # fmt: skip
    profile.tagged(person, "tasting club")
    elsewhere(run, person)
    cup = profile.field(run.store.circle, "Favorite cup", FieldKind.CHOICE, choices=["Glass", "Porcelain"])
    profile.says(person, cup, "Glass")
    said(run, person)
    tea = {
        "name": "Harbor Teas Ltd", "tax_id": "GB 123 4567 82", "website": "https://harbor-teas.example",
        "city": "London", "industry": "Cafés", "size": "small", "tags": ["wholesale"], "note": "Pays by invoice.",
    }  # fmt: skip
    harbor = companies.open_company(run.store.circle, tea, by=member, at=NOW)
    contacts.link(harbor, person, role="buyer", since_on=date(2024, 5, 1), by=member, at=NOW)
    other = identity.person(run.store.circle, email="by.the.harbor@example.org", phone="+442079460000")
    links.link(person, other, evidence={"kind": "phone", "said": "Told so at the counter"}, by=member, at=NOW)
    desk.view(member)
    desk.notice(member)
    files(member)
    shop = sources.source(run.store, kind=SourceKind.SHOPIFY, name="Tea shop")
    letter(shop, shopify.order(), kind="orders/create")
    letter(shop, shopify.order(created_at=None), kind="orders/create")
    sources.take_in()
    flawed(run, person, member)
    SourceStream.objects.create(source=shop, stream="orders", complete_to=NOW, fetched=1)
    return person


def elsewhere(run: Run, person: Person) -> None:
    """What a help desk, a loyalty program and a payment provider tell."""
    user = Identifier.objects.filter(person=person).earliest("id")
    who = {"user_id" if user.kind == "user" else str(user.kind): user.value}
    asked = {"ticket_number": "77", "desk": "Zendesk", "subject": "Which pot for oolong?", "ticket_state": "waiting",
             "ticket_channel": "email", "opened_at": NOW, "changed_at": NOW, "satisfaction": "good",
             "ticket_url": "https://desk.example/77"}  # fmt: skip
    had = {"program": "Smile.io", "points": 1250, "tier": "Gold", "as_of": NOW, "expires_on": date(2026, 12, 31)}
    for number, kind, row in ((900_001, "tickets", asked), (900_002, "points", had)):
        intake.merge(staged(number, run.store, [who | row], kind=kind), at=NOW)
    stripe = sources.source(run.store, kind=SourceKind.STRIPE, name="Stripe")
    about = {"source": stripe, "store": run.store, "order": sold(run).order, "currency": run.store.currency}
    for kind, amount, state in (("payment", 30, "succeeded"), ("refund", 5, "pending"), ("dispute", 30, "won")):
        Payment.objects.create(**about, kind=kind, amount=amount, state=state, key=kind, made_at=NOW, version=NOW)


def flawed(run: Run, person: Person, member: Staff) -> None:
    """Two days of quality, a phone without country, a repair that goes on, and the look of a file."""
    with operations.doing(OperationKind.SYSTEM, circle=person.circle, at=NOW):
        Identifier.objects.create(
            circle=person.circle, person=person, kind="phone", value="020 7946 0958", source="test", first_seen_at=NOW
        )
    for day in (1, 2):
        checking.check(person.circle, at=NOW.replace(day=day))
    stakes.reckon(run.store, at=NOW)
    standing.keep(person.circle, "standardize_names", Options(), by=member, at=NOW)
    profiling.describe(Import.objects.latest("id"), at=NOW)


def said(run: Run, person: Person) -> None:
    """The person has answered a survey, reviewed what was sold, and wishes for it."""
    survey = engage.form(
        run.store,
        engage.question("q1", QuestionKind.NPS, "How likely are you to recommend us?", is_required=True),
        engage.question("q2", QuestionKind.CHOICES, "Which teas do you like?", options=["Green", "Black"]),
        engage.question("q3", QuestionKind.TEXT, "What went wrong?", only_if=["q1=low"]),
        kind=FormKind.SURVEY, name="After the order", at=NOW,
    )  # fmt: skip
    engage.answered(survey, person, {"q1": 9, "q2": ["o1"]}, {"q3": "The parcel was wet."}, at=NOW)
    product = sold(run).product
    assert product is not None
    about = {"store": run.store, "product": product, "person": person, "sku": product.sku}
    Review.objects.create(
        **about, source="file", key="1", rating=4, title="Fresh", text="A good harvest.", author="Li", reviewed_at=NOW
    )
    Wish.objects.create(**about, kind="list", wished_at=NOW)


def files(member: Staff) -> None:
    """One file is imported, with a row rejected; another has been looked at. They are kept below `settings.HOME`."""
    browser = signed_in(member)
    for name in ("orders.csv", "later.csv"):
        text = FILE.replace("2026-02", "2026-03") if name == "later.csv" else FILE
        browser.post(reverse("import_new"), {"kind": "orders", "file": SimpleUploadedFile(name, text.encode())})
        draft = Draft.objects.latest("id")
        drafts.check(draft.id, attempt=draft.attempt, at=NOW)
        draft.refresh_from_db()
        if name == "orders.csv":
            row = drafts.hand_in(draft, by=member, at=NOW)
            arrivals.see_through(row, at=NOW, reading=lambda *_: None, merging=lambda *_: None)


def sold(run: Run) -> OrderLine:
    line = OrderLine.objects.filter(store=run.store, product__isnull=False).select_related("order", "product").first()
    assert line is not None
    return line
