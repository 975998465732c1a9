"""Let figures that are entered be checked, and keep what was asked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only

ENTRIES = append_only("scorecard_entry")


class Migration(migrations.Migration):

    dependencies = [
        ('scorecard', '0010_moving_objectives'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='comment',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        # SQLite forgets the triggers of a table that it builds anew, PostgreSQL keeps them.
        migrations.RunPython(ENTRIES.reverse_code, ENTRIES.code),
        migrations.AddField(
            model_name='entry',
            name='is_checked',
            field=models.BooleanField(db_default=False, default=False, verbose_name='checked against the validity rules'),
        ),
        ENTRIES,
        migrations.CreateModel(
            name='CheckRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('slip', 'about a hundred times the last figure, or a hundredth of it'), ('part', 'a part that is larger than its whole'), ('jump', 'outside what was usual before'), ('red', 'off target')], max_length=10, verbose_name='kind')),
                ('effect', models.CharField(choices=[('off', 'is taken as it is'), ('ask', 'asks for a comment'), ('stop', 'is refused')], max_length=10, verbose_name='effect')),
                ('reason', models.TextField(verbose_name='reason')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_rules', to=settings.AUTH_USER_MODEL)),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_rules', to='scorecard.kpi')),
            ],
            options={
                'indexes': [models.Index(fields=['kpi', 'kind', 'id'], name='checkrule_by_kpi')],
            },
        ),
        migrations.CreateModel(
            name='EntryQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('slip', 'about a hundred times the last figure, or a hundredth of it'), ('part', 'a part that is larger than its whole'), ('jump', 'outside what was usual before'), ('red', 'off target')], max_length=10)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='scorecard.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'kind'), name='entryquestion_once')],
            },
        ),
        append_only("scorecard_checkrule"),
        append_only("scorecard_entryquestion"),
    ]
