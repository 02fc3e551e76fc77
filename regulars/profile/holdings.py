"""What profile holds of people: who they are, what was written about them, what they agreed to and asked for."""

from regulars.base.kit.holding import OF_PERSON, SETUP, blanked, mentions, nobodys, removed

HOLDINGS = (
    removed("profile_quality", plain="id circle_id", personal="person_id score flaws", whose=OF_PERSON, is_shown=True),
    nobodys("profile_qualityfigure", "id circle_id store_id source day rule applied failed", "Counts of a day."),
    nobodys("profile_qualitymark", "circle_id profile identifier change checked_at", "Up to which rows was looked."),
    nobodys(
        "profile_standingrepair", "id circle_id public_id repair options made_by_id made_at stopped_at operation", SETUP
    ),
    nobodys("profile_nameuse", "id circle_id word given family", "Words that five people and more are called by."),
    nobodys("profile_domainslip", "id circle_id wrong right addresses", "Domains and counts; no address."),
    removed(
        "profile_profile",
        plain="id operation",
        personal="name given_name family_name company street city region postcode country language born_on"
        " accepts_email accepts_sms email_consent_at sms_consent_at consent_source note attributes search sort_key"
        " person_id",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed(
        "profile_fieldvalue",
        plain="id operation field_id",
        personal="text number day words person_id",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed(
        "profile_ticket",
        plain="id desk number state channel priority opened_at changed_at closed_at satisfaction operation store_id",
        personal="subject url person_id",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed(
        "profile_balance",
        plain="id program tier expires_on as_of operation store_id",
        personal="points person_id",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed("profile_tagging", plain="id operation tag_id", personal="person_id", whose=OF_PERSON, is_shown=True),
    removed(
        "profile_note",
        plain="id public_id made_at edited_at pinned_at operation author_id",
        personal="text person_id",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed(
        "profile_task",
        plain="id public_id due_on made_at done_at operation assignee_id done_by_id made_by_id",
        personal="title person_id",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed(
        "profile_preference",
        plain="id stated_on source operation",
        personal="key value person_id",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed(
        "profile_contact",
        plain="id role since_on until_on made_at refused_at operation company_id",
        personal="evidence person_id",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed(
        "profile_consent",
        plain="id public_id medium purpose word said_at written_at expires_at manner under answers_id by_id store_id"
        " wording_id actor",
        personal="place address reason person_id",
        whose=OF_PERSON,
        is_shown=True,
        why="The proof goes with the person; that nobody may write to the address stays, as a keyed hash.",
    ),
    removed(
        "profile_disclosure",
        plain="id public_id actor language asked_at made_at expires_at size counts by_id",
        personal="person_id",
        whose=OF_PERSON,
        why="The file goes as well.",
    ),
    blanked(
        "profile_rightsrequest",
        plain="id public_id kind state received_on due_on answered_at operation answered_by_id circle_id",
        personal="note person_id",
        whose=OF_PERSON,
        blanks={"note": "''", "person_id": "null"},
        why="That something was asked for and answered stays, without by whom.",
        is_shown=True,
    ),
    blanked(
        "profile_company",
        plain="id public_id name legal_name tax_id website street city region postcode country size industry tags"
        " source made_at archived_at operation circle_id owner_id",
        personal="note",
        whose=mentions("t.note", circle="t.circle_id"),
        blanks={"note": "''"},
        why="A company is no person; a note in which an address of the person stands goes.",
    ),
    nobodys(
        "profile_companykey",
        "id kind value operation circle_id company_id",
        "By what companies are known again; people do not occur in it.",
    ),
    nobodys(
        "profile_erasure",
        "id public_id people numbers reason actor asked_at cleared_at done_at final_on places lake problem by_id"
        " circle_id",
        "The certificate; it keeps the numbers that people had here, by which a restored backup is cleared again.",
    ),
    nobodys(
        "profile_suppression",
        "id kind digest cause made_at lifted_at operation circle_id",
        "Keyed hashes of addresses that nobody writes to.",
    ),
    nobodys("profile_formername", "id name operation circle_id tag_id", SETUP),
    nobodys("profile_tag", "id public_id name color is_defined operation circle_id", SETUP),
    nobodys(
        "profile_field",
        "id public_id key name help kind choices currency is_masked place archived_at operation circle_id",
        SETUP,
    ),
    nobodys("profile_wording", "id purpose language version text digest made_at circle_id store_id", SETUP),
    nobodys("profile_consentrules", "id set_at regime purposes asks_twice valid_months operation store_id", SETUP),
    nobodys("profile_retention", "id kind days set_at operation", SETUP),
)
