"""What the columns of address books mean: our own of vCard, and those of Google's and Outlook's contacts."""

VCARD = {
    "Name": "name", "Given name": "given_name", "Family name": "family_name", "E-mail": "email",
    "Further e-mails": "email", "Phone": "phone", "Further phones": "phone", "Company": "company", "Street": "street",
    "City": "city", "Region": "region", "Postcode": "postcode", "Country": "country", "Birthday": "born_on",
    "Tags": "tags", "Note": "note",
}  # fmt: skip
GOOGLE = {
    "Name": "name", "Given Name": "given_name", "First Name": "given_name", "Family Name": "family_name",
    "Last Name": "family_name", "Birthday": "born_on", "Notes": "note", "Labels": "tags", "Group Membership": "tags",
    "Organization Name": "company", "Organization 1 - Name": "company",
    **{f"E-mail {number} - Value": "email" for number in range(1, 8)},
    **{f"Phone {number} - Value": "phone" for number in range(1, 8)},
    "Address 1 - Street": "street", "Address 1 - City": "city", "Address 1 - Region": "region",
    "Address 1 - Postal Code": "postcode", "Address 1 - Country": "country",
}  # fmt: skip
OUTLOOK = {
    "First Name": "given_name", "Last Name": "family_name", "Company": "company", "Birthday": "born_on",
    "Categories": "tags", "Notes": "note", "E-mail Address": "email", "E-mail 2 Address": "email",
    "E-mail 3 Address": "email", "Mobile Phone": "phone", "Primary Phone": "phone", "Business Phone": "phone",
    "Business Phone 2": "phone", "Home Phone": "phone", "Home Phone 2": "phone", "Other Phone": "phone",
    **{
        f"{side} {end}": role
        for side in ("Business", "Home", "Other")
        for end, role in {
            "Street": "street", "City": "city", "State": "region", "Postal Code": "postcode",
            "Country/Region": "country", "Country": "country",
        }.items()
    },
}  # fmt: skip
