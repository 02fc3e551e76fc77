"""Who may be worth contacting, by one rule each: a bounded query of person, reason, stake and task.

`{mine}` joins the people of a member of staff to the scores `s`. A query goes down an index from the most promising,
asks of each whether they may stand in the list, and stops at enough; it never looks at everybody.
"""

from calendar import isleap
from datetime import date, timedelta

from regulars.contact.kinds import Reason
from regulars.insight.kinds import Stage

BOUND = 5_000  # how far down an index
ENOUGH = 250  # of one rule, as some of them fall to another one
BIRTHDAY_DAYS = 7
REGULAR_OCCASIONS = 3

# Nobody's customer or one's own, within one's reach, not to be left in peace, in no list of the day, and with a way to
# reach them that they have not refused.
FITS = """
    coalesce(p.canonical_id = p.id, false) and p.circle_id = %(circle)s
    and (p.owner_id is null or p.owner_id = %(staff)s
         or exists (select from workspace_staff w where w.id = p.owner_id and w.left_at is not null))
    and (p.owner_id = %(staff)s or %(scope)s = 'all' or %(scope)s = 'branch' and p.branch_id = %(branch)s)
    and p.id not in (select canonical_id from quiet)
    and not exists (select from contact_claim c
                    where c.circle_id = %(circle)s and c.day = %(day)s and c.person_id = p.id)
    and exists (select from identity_identifier i join identity_person o on o.id = i.person_id
                where (o.id = p.id or o.canonical_id = p.id and o.canonical_id <> o.id)
                  and i.kind = any(%(reachable)s::text[]))
    and not exists (select from profile_profile f join identity_person o on o.id = f.person_id
                    where (o.id = p.id or o.canonical_id = p.id and o.canonical_id <> o.id)
                    having bool_or(f.accepts_email is false) and bool_or(f.accepts_sms is false))
"""
TASKS = f"""
    select p.id as person, {{reason}} as reason, s.value_365 as stake, min(t.id) as task
    from profile_task t join identity_person o on o.id = t.person_id join identity_person p on p.id = o.canonical_id
    left join insight_score s on s.run_id = %(run)s and s.person_id = p.id
    where t.assignee_id = %(staff)s and t.done_at is null and t.due_on <= %(day)s and {FITS}
    group by p.id, s.value_365
"""
AT_STAGE = f"""
    (select p.id, {{reason}}, s.value_365, null::bigint from (
        select s.person_id, s.value_365, s.occasions, s.next_from from insight_score s {{mine}}
        where s.run_id = %(run)s and s.stage = {{stage}}
        order by s.value_365 desc nulls last, s.person_id limit {BOUND}
    ) s join identity_person p on p.id = s.person_id
    where {{condition}} and {FITS}
    order by s.value_365 desc nulls last, s.person_id limit {ENOUGH})
"""
BIRTHDAYS = f"""
    (select p.id, {{reason}}, s.value_365, null::bigint from (
        select s.person_id, s.value_365
        from profile_profile f join identity_person o on o.id = f.person_id
        join insight_score s on s.run_id = %(run)s and s.person_id = o.canonical_id {{mine}}
        where extract(month from f.born_on) * 100 + extract(day from f.born_on) = any(%(birthdays)s::numeric[])
          and s.orders > 0
        order by s.value_365 desc nulls last, s.person_id limit {BOUND}
    ) s join identity_person p on p.id = s.person_id
    where {FITS}
    order by s.value_365 desc nulls last, s.person_id limit {ENOUGH})
"""
STAGES = (
    (Reason.OVERDUE, Stage.AT_RISK, "s.occasions >= 2"),
    (Reason.SECOND, Stage.FIRST_TIME, "s.next_from <= %(day)s"),
    (Reason.LOST, Stage.LOST, f"s.occasions >= {REGULAR_OCCASIONS}"),
)
OWN = "join identity_person m on m.id = s.person_id and m.owner_id = %(staff)s"
BRANCH = "join identity_person m on m.id = s.person_id and m.branch_id = %(branch)s"
ANYBODY = ""


def candidates(whose: tuple[str, ...]) -> str:
    """All rules in one query, for each of these joins."""
    parts = [TASKS.format(reason=quoted(Reason.TASK))]
    for mine in whose:
        parts += [
            AT_STAGE.format(reason=quoted(reason), stage=quoted(stage), mine=mine, condition=condition)
            for reason, stage, condition in STAGES
        ]
        parts.append(BIRTHDAYS.format(reason=quoted(Reason.BIRTHDAY), mine=mine))
    return "\nunion all\n".join(parts)


def quoted(name: str) -> str:
    """A name of ours as a literal."""
    return f"'{name}'"


def birthdays(day: date) -> list[int]:
    """The birthdays of this day and the next week as 100 × month + day; 29 February is kept on the 28th."""
    days = [day + timedelta(days=number) for number in range(BIRTHDAY_DAYS + 1)]
    found = [100 * each.month + each.day for each in days]
    return [*found, 229] if 228 in found and not any(isleap(each.year) for each in days) else found
