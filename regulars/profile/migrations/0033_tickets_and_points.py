
import django.db.models.deletion
import regulars.base.events.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0020_note_identifiers'),
        ('profile', '0032_track_standing_repairs'),
        ('workspace', '0007_cart_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('program', models.CharField(blank=True, max_length=60)),
                ('points', models.DecimalField(decimal_places=6, max_digits=20)),
                ('tier', models.CharField(blank=True, max_length=120)),
                ('expires_on', models.DateField(null=True)),
                ('as_of', models.DateTimeField()),
                ('operation', models.BigIntegerField(db_default=regulars.base.events.models.CurrentOperation(), editable=False)),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.person')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspace.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('store', 'program', 'person'), name='balance_is_known_once')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.CharField(blank=True, max_length=40)),
                ('number', models.CharField(max_length=120)),
                ('subject', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('open', 'Open'), ('waiting', 'Waiting'), ('closed', 'Closed')], max_length=8)),
                ('channel', models.CharField(blank=True, max_length=60)),
                ('priority', models.CharField(blank=True, max_length=40)),
                ('opened_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('satisfaction', models.CharField(blank=True, max_length=120)),
                ('url', models.CharField(blank=True, max_length=1000)),
                ('operation', models.BigIntegerField(db_default=regulars.base.events.models.CurrentOperation(), editable=False)),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.person')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspace.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('store', 'desk', 'number'), name='ticket_is_known_once')],
            },
        ),
    ]
