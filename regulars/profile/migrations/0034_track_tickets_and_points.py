"""Keep what is changed in tickets and balances of other programs, for undo and history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("profile", "0033_tickets_and_points")]
    operations = [
        migrations.RunSQL("select track_changes('profile_ticket', '{subject,url}', '{}');", migrations.RunSQL.noop),
        migrations.RunSQL("select track_changes('profile_balance', '{points}', '{}');", migrations.RunSQL.noop),
    ]
