"""What is known of a person beside their orders, for whom they buy, what they agreed to, and their rights over it."""

from regulars.profile.models.companies import Company, CompanyKey, Contact
from regulars.profile.models.consent import Consent, ConsentRules, Suppression, Wording
from regulars.profile.models.elsewhere import Balance, Ticket
from regulars.profile.models.quality import (
    DomainSlip,
    NameUse,
    Quality,
    QualityFigure,
    QualityMark,
    StandingRepair,
)
from regulars.profile.models.rights import Disclosure, Erasure, Retention, RightsRequest
from regulars.profile.models.traits import (
    Field,
    FieldValue,
    FormerName,
    Note,
    Preference,
    Profile,
    Tag,
    Tagging,
    Task,
    field_id,
    note_id,
    tag_id,
    task_id,
)

__all__ = [
    "Balance",
    "Company",
    "CompanyKey",
    "Consent",
    "ConsentRules",
    "Contact",
    "Disclosure",
    "DomainSlip",
    "Erasure",
    "Field",
    "FieldValue",
    "FormerName",
    "NameUse",
    "Note",
    "Preference",
    "Profile",
    "Quality",
    "QualityFigure",
    "QualityMark",
    "Retention",
    "RightsRequest",
    "StandingRepair",
    "Suppression",
    "Tag",
    "Tagging",
    "Task",
    "Ticket",
    "Wording",
    "field_id",
    "note_id",
    "tag_id",
    "task_id",
]
