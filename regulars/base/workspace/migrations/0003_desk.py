"""Preferences, saved views, notices, and what was looked at lately."""

import django.db.models.deletion
import django.db.models.functions.text
import regulars.base.workspace.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workspace', '0002_key_calls'),
    ]

    operations = [
        migrations.AddField(
            model_name='staff',
            name='preferences',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.CharField(max_length=300)),
                ('values', models.JSONField(default=dict)),
                ('link', models.CharField(blank=True, max_length=500)),
                ('made_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspace.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['staff', '-id'], name='notice_by_time'), models.Index(condition=models.Q(('seen_at', None)), fields=['staff'], name='notice_not_seen')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=regulars.base.workspace.models.view_id, max_length=40, unique=True)),
                ('list', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('query', models.TextField(blank=True)),
                ('is_shared', models.BooleanField(default=False)),
                ('position', models.IntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('circle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspace.circle')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspace.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['circle', 'list'], name='view_by_list')],
                'constraints': [models.UniqueConstraint(models.F('staff'), models.F('list'), django.db.models.functions.text.Lower('name'), name='view_has_its_own_name')],
            },
        ),
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspace.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['staff', '-at'], name='seen_by_time')],
                'constraints': [models.UniqueConstraint(fields=('staff', 'kind', 'object_id'), name='seen_is_kept_once')],
            },
        ),
    ]
