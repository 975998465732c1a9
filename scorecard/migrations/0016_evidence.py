"""Keep files of evidence with figures; a figure without one may be asked about or refused."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0004_comparison'),
        ('scorecard', '0015_reminder_schedule'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='checkrule',
            name='kind',
            field=models.CharField(choices=[('slip', 'about a hundred times the last figure, or a hundredth of it'), ('part', 'a part that is larger than its whole'), ('jump', 'outside what was usual before'), ('red', 'off target'), ('evidence', 'without a file of evidence')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='entryquestion',
            name='kind',
            field=models.CharField(choices=[('slip', 'about a hundred times the last figure, or a hundredth of it'), ('part', 'a part that is larger than its whole'), ('jump', 'outside what was usual before'), ('red', 'off target'), ('evidence', 'without a file of evidence')], max_length=10),
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.IntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='file')),
                ('kind', models.CharField(max_length=5, verbose_name='kind')),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='what it shows')),
                ('recorded_at', models.DateTimeField(verbose_name='attached')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to=settings.AUTH_USER_MODEL)),
                ('kpi', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='scorecard.kpi')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='organization.unit')),
            ],
        ),
        migrations.CreateModel(
            name='EvidenceWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('recorded_at', models.DateTimeField(verbose_name='withdrawn')),
                ('evidence', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='scorecard.evidence')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(fields=['kpi', 'unit', 'period', 'id'], name='evidence_by_cell'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1), ('size__lte', 10485760)), name='evidence_size'),
        ),
        migrations.AddConstraint(
            model_name='evidencewithdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='evidencewithdrawal_says_why'),
        ),
        append_only("scorecard_evidence"),
        append_only("scorecard_evidencewithdrawal"),
    ]
