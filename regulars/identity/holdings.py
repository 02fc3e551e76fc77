"""What identity holds of people: they themselves."""

from regulars.base.kit.holding import OF_PERSON, OF_TWO, SETUP, nobodys, removed

HOLDINGS = (
    removed(
        "identity_link",
        plain="id made_at undone_at operation circle_id",
        personal="evidence newer_id older_id",
        whose=OF_TWO,
        is_shown=True,
    ),
    removed(
        "identity_suggestion",
        plain="id made_at operation circle_id probability later_at",
        personal="evidence newer_id older_id",
        whose=OF_TWO,
    ),
    removed(
        "identity_apart",
        plain="id found_at operation by_id circle_id",
        personal="evidence newer_id older_id",
        whose=OF_TWO,
    ),
    removed(
        "identity_identifier",
        plain="id kind scope source first_seen_at verified_at operation circle_id",
        personal="value person_id",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed(
        "identity_person",
        plain="id operation branch_id circle_id owner_id",
        personal="public_id canonical_id first_seen_at",
        whose="t.id in (select id from gone_person)",
        is_shown=True,
    ),
    removed("identity_compared", plain="circle_id", personal="id looks", whose="t.id in (select id from gone_person)"),
    nobodys(
        "identity_blockedvalue",
        "id kind scope value people operation circle_id",
        "A value that so many people share that it is nobody's.",
    ),
    nobodys("identity_duplicaterules", "id set_at suggest_from merge_from merges_alone operation circle_id", SETUP),
    nobodys(
        "identity_duplicaterun",
        "id circle_id version weights decisions people is_whole changed compared found merged began_at ended_at",
        "Counts, and how much each kind of likeness says.",
    ),
    nobodys(
        "identity_forgottenvalue",
        "id kind scope digest forgotten_at circle_id",
        "Keyed hashes by which older files are kept from bringing erased people back.",
    ),
)
