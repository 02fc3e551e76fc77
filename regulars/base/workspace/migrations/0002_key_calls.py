"""Keep the pace and the answered calls of API keys."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workspace', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyPace',
            fields=[
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='workspace.apikey')),
                ('whole_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=200)),
                ('request', models.CharField(max_length=64)),
                ('status', models.SmallIntegerField(null=True)),
                ('body', models.TextField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('key', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspace.apikey')),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'asked_at'], name='answer_by_age')],
                'constraints': [models.UniqueConstraint(fields=('key', 'token'), name='answer_is_kept_once')],
            },
        ),
        # What is lost in a crash is a few seconds of counting; what is spared is a flush at every call.
        migrations.RunSQL('alter table workspace_keypace set unlogged', migrations.RunSQL.noop),
    ]
