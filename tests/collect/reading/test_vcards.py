"""Address books: vCard of three versions as programs really write them, and the CSV of Google and Outlook."""

import json
from datetime import date
from textwrap import dedent

from regulars.collect.kinds import Kind
from tests.collect.conftest import ReadAll

BOOK = dedent("""\
    BEGIN:VCARD
    VERSION:2.1
    N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E8=B0=AD;=E4=B8=BD;;;
    FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E8=B0=AD=
    =E4=B8=BD
    TEL;WORK;FAX:020 7946 0001
    TEL;HOME:020 7946 0002
    TEL;CELL:+44 7700 900123
    EMAIL;INTERNET:li@home.example
    EMAIL;INTERNET;PREF:Li@Acme.example
    PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAEBAQEBAQEB
     AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB

    ORG:Acme\\; Teas;Buying
    ADR;WORK:;Unit 2;1 Quay;London;;E1 6AN;United Kingdom
    AGENT:
    BEGIN:VCARD
    FN:Somebody else
    EMAIL:else@acme.example
    END:VCARD
    BDAY:19840312
    END:VCARD
    BEGIN:VCARD
    VERSION:3.0
    N:Wu;Ann;;;
    item1.TEL;type=pref:+44 20 7946 0003
    item1.X-ABLabel:_$!<Other>!$_
    NOTE:First line\\nsecond\\, and a word that is
      folded
    CATEGORIES:Friends,Wholesale
    END:VCARD
    begin:vcard
    VERSION:4.0
    FN:Simon Perreault
    BDAY:--0203
    TEL;VALUE=uri;TYPE="work,voice":tel:+1-418-656-9254;ext=102
    EMAIL;PREF=1:mailto:simon@viagenie.example
    END:VCARD
    """)


def test_cards_of_three_versions_become_one_row_each(read: ReadAll) -> None:
    found = read(BOOK.replace("\n", "\r\n").encode(), Kind.CUSTOMERS)

    li, wu, simon = found.rows
    assert (found.understood["preset"], found.totals.rejected) == ("vcard", 0)
    assert (li["name"], li["given_name"], li["family_name"], li["company"]) == ("谭丽", "丽", "谭", "Acme; Teas")
    assert (li["email"], li["phone"], li["born_on"]) == ("li@acme.example", "+447700900123", date(1984, 3, 12))
    assert (li["street"], li["city"], li["postcode"], li["country"]) == ("1 Quay, Unit 2", "London", "E1 6AN", "GB")
    assert (wu["phone"], wu["tags"]) == ("+442079460003", ["Friends", "Wholesale"])
    assert wu["note"] == "First line\nsecond, and a word that is folded"
    assert (simon["email"], simon["phone"]) == ("simon@viagenie.example", "+14186569254")


def test_what_a_card_says_beside_stays_with_the_person(read: ReadAll) -> None:
    li, _, simon = read(BOOK.encode(), Kind.CUSTOMERS).rows

    assert json.loads(li["extra"]) == {
        "Further e-mails": "li@home.example", "Further phones": "home: 020 7946 0002", "Fax": "020 7946 0001",
        "Department": "Buying",
    }  # fmt: skip
    assert json.loads(simon["extra"]) == {"birthday": "--02-03"}


def test_google_contacts_keep_all_addresses_and_the_kinds_of_numbers(read: ReadAll) -> None:
    head = "First Name,Last Name,Birthday,Labels,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value"
    line = "Li,Tan,1984-03-12,* myContacts,li@acme.example,li@home.example,Mobile,+44 7700 900123"

    found = read(f"{head}\n{line}\n".encode(), Kind.CUSTOMERS)

    [row] = found.rows
    assert (found.understood["preset"], row["email"], row["phone"]) == (
        "google-contacts", "li@acme.example", "+447700900123",
    )  # fmt: skip
    assert json.loads(row["extra"]) == {"E-mail 2 - Value": "li@home.example", "Phone 1 - Label": "Mobile"}


def test_outlook_contacts_are_found_by_whatever_number_they_have(read: ReadAll) -> None:
    head = "First Name,Last Name,Company,E-mail Address,E-mail 2 Address,Business Phone,Home Phone,Mobile Phone"
    line = "Li,Tan,Acme,,li@home.example,+44 20 7946 0002,+44 20 7946 0003,"

    [row] = read(f"{head}\n{line}\n".encode(), Kind.CUSTOMERS).rows

    assert (row["email"], row["phone"], row["company"]) == ("li@home.example", "+442079460002", "Acme")
    assert json.loads(row["extra"])["Home Phone"] == "+44 20 7946 0003"
