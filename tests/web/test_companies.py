"""The pages of companies: the list, one company, and what can be done with it."""

from django.test import Client
from django.urls import reverse

from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.profile import companies, contacts
from regulars.profile.models import Company, Contact
from tests.make import commerce, profile
from tests.make.identity import SEEN


def opened(circle, name: str, *people: Person) -> Company:
    company = companies.open_company(circle, {"name": name}, by=None, at=SEEN)
    for person in people:
        contacts.link(company, person, by=None, at=SEEN)
    return company


def test_companies_are_listed_by_what_their_contacts_bring_and_found_by_name(
    teahouse: Store, at_work: Client, li: Person, wu: Person
):
    small, large = opened(teahouse.circle, "Acme Ltd", li), opened(teahouse.circle, "Beta", li, wu)
    commerce.order(teahouse, "1", placed_at=SEEN, person=li, tea="10")
    commerce.order(teahouse, "2", placed_at=SEEN, person=wu, tea="30")

    page = at_work.get(reverse("companies")).content.decode()
    assert page.index(large.public_id) < page.index(small.public_id)
    assert "£40.00" in page
    assert "£10.00" in page

    found = at_work.get(reverse("companies"), {"q": "ACME Inc"}).content.decode()
    assert small.public_id in found
    assert large.public_id not in found
    turned = at_work.get(reverse("companies"), {"sort": "-net"}).content.decode()
    assert turned.index(small.public_id) < turned.index(large.public_id)


def test_the_page_of_a_company_adds_up_its_contacts_in_few_statements(
    teahouse: Store, at_work: Client, li: Person, wu: Person, django_assert_max_num_queries
):
    beta = opened(teahouse.circle, "Beta", li, wu)
    profile.of(li, name="Li Tan")
    commerce.order(teahouse, "1", placed_at=SEEN, person=li, tea="10")
    commerce.order(teahouse, "2", placed_at=SEEN, person=wu, tea="30")
    at_work.get(reverse("company", args=[beta.public_id]))

    with django_assert_max_num_queries(18):
        page = at_work.get(reverse("company", args=[beta.public_id])).content.decode()

    assert "Li Tan" in page
    assert "£40.00" in page
    assert "A colleague said so." in page


def test_a_contact_is_added_changed_and_taken_off_by_hand(teahouse: Store, at_work: Client, li: Person):
    beta = opened(teahouse.circle, "Beta")
    address = reverse("company_contacts", args=[beta.public_id])

    at_work.post(address, {"who": "LI@teahouse.example ", "role": "buyer"})
    contact = Contact.objects.get(person=li)
    at_work.post(reverse("company_contact", args=[beta.public_id, contact.id]), {"role": "accounts"})
    contact.refresh_from_db()
    assert contact.role == "accounts"

    at_work.post(reverse("company_contact_removal", args=[beta.public_id, contact.id]))
    assert not Contact.objects.live().exists()


def test_a_company_is_written_down_once_changed_and_merged(teahouse: Store, at_work: Client):
    at_work.post(reverse("company_new"), {"name": "Acme", "website": "acme.example"})
    refused = at_work.post(reverse("company_new"), {"name": "Another", "website": "www.acme.example"})
    assert "This is “Acme” already." in refused.content.decode()

    opened(teahouse.circle, "Beta")
    acme = Company.objects.get(name="Acme")
    at_work.post(reverse("company_edit", args=[acme.public_id]), {"name": "Acme", "website": "acme.example"})
    at_work.post(reverse("company_merge", args=[acme.public_id]), {"into": "beta gmbh"})

    assert Company.objects.get().website == "acme.example"


def test_a_person_buys_for_a_company_of_a_new_name(at_work: Client, li: Person):
    at_work.post(reverse("person_companies", args=[li.public_id]), {"company": "Harbor Teas"})

    assert Contact.objects.get(person=li).company.name == "Harbor Teas"
    assert "Harbor Teas" in at_work.get(reverse("person_details", args=[li.public_id])).content.decode()


def test_an_agent_sees_only_companies_of_people_whom_they_see(teahouse: Store, bo: Staff, li: Person):
    beta = opened(teahouse.circle, "Beta", li)

    assert not Company.objects.visible_to(bo).filter(id=beta.id).exists()
