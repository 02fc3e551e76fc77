"""The ledger of consents only grows, and changes beside it are kept."""

from django.db import migrations

LEDGER = """
create function ledger_only_grows() returns trigger language plpgsql as $$
begin
    if coalesce(current_setting('regulars.erasing', true), '') <> 'yes' then
        raise exception 'The ledger of consents only grows' using errcode = 'RG002';
    end if;
    return null;
end
$$;
create trigger ledger_only_grows before update or delete on profile_consent
    for each statement execute function ledger_only_grows();

select track_changes('profile_consentrules', '{}', '{}');
select track_changes('profile_suppression', '{}', '{}');
select track_changes('profile_rightsrequest', '{note}', '{}');
select track_changes('profile_retention', '{}', '{}');
"""
GONE = """
drop trigger ledger_only_grows on profile_consent;
drop function ledger_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("profile", "0029_consent_and_rights"), ("events", "0006_undone")]
    operations = [migrations.RunSQL(LEDGER, GONE)]
