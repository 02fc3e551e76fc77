"""What a list of customers needs to know of the house, in one statement: tags, custom fields, colleagues, branches."""

import json
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime

from regulars.base.kit import query
from regulars.base.workspace.models import Account, Branch, Staff
from regulars.profile.models import Field, Tag

MOST_TAGS = 500
READ = """
    select
      (select coalesce(jsonb_agg(to_jsonb(t) order by t.is_defined desc, lower(t.name)), '[]')
       from (select * from profile_tag where circle_id = %(circle)s order by is_defined desc, name limit %(most)s) t),
      (select coalesce(jsonb_agg(to_jsonb(f) order by f.place, f.id), '[]')
       from profile_field f where circle_id = %(circle)s and archived_at is null and (%(sees)s or not is_masked)),
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'public_id', s.public_id, 'name', a.name,
                                                    'email', a.email) order by s.id), '[]')
       from workspace_staff s join workspace_account a on a.id = s.account_id
       where s.circle_id = %(circle)s and s.left_at is null),
      (select coalesce(jsonb_agg(to_jsonb(b) order by b.name), '[]')
       from workspace_branch b where b.circle_id = %(circle)s)
"""


@dataclass(frozen=True, slots=True)
class House:
    """What is defined and who works here; fields are those that the reader may see."""

    tags: list[Tag]
    fields: list[Field]
    colleagues: list[Staff]
    branches: list[Branch]

    @property
    def tag_names(self) -> list[str]:
        return [tag.name for tag in self.tags]


def of(staff: Staff) -> House:
    """The house of a reader."""
    asked = {"circle": staff.circle_id, "most": MOST_TAGS, "sees": staff.sees_contact_details}
    tags, fields, colleagues, branches = map(json.loads, query.row(READ, asked))
    return House(
        tags=[Tag(**tag) for tag in tags],
        fields=[Field(**field | {"archived_at": parse_datetime(field["archived_at"] or "")}) for field in fields],
        colleagues=[
            Staff(
                id=each["id"], public_id=each["public_id"], circle=staff.circle,
                account=Account(name=each["name"], email=each["email"]),
            )
            for each in colleagues
        ],
        branches=[Branch(**each | {"closed_at": parse_datetime(each["closed_at"] or "")}) for each in branches],
    )  # fmt: skip
