"""Let figures of several KPIs be held against each other."""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('scorecard', '0016_evidence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='entryquestion',
            name='kind',
            field=models.CharField(choices=[('slip', 'about a hundred times the last figure, or a hundredth of it'), ('part', 'a part that is larger than its whole'), ('jump', 'outside what was usual before'), ('red', 'off target'), ('evidence', 'without a file of evidence'), ('cross', 'at odds with other KPIs')], max_length=10),
        ),
        migrations.CreateModel(
            name='CrossCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(default=datetime.date(1, 1, 1))),
                ('recorded_at', models.DateTimeField()),
                ('relation', models.CharField(choices=[('at_most', 'at most as much as'), ('exactly', 'exactly as much as')], max_length=10, verbose_name='relation')),
                ('effect', models.CharField(choices=[('off', 'is taken as it is'), ('ask', 'asks for a comment'), ('stop', 'is refused')], max_length=10, verbose_name='effect')),
                ('reason', models.TextField(verbose_name='reason')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cross_checks', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checked_as_other_part', to='scorecard.kpi')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checked_as_part', to='scorecard.kpi')),
                ('whole', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checked_as_whole', to='scorecard.kpi')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('part', models.F('whole')), _negated=True), models.Q(('other', None), models.Q(('other__gt', models.F('part')), models.Q(('other', models.F('whole')), _negated=True)), _connector='OR')), name='crosscheck_of_different_kpis')],
            },
        ),
        append_only("scorecard_crosscheck"),
    ]
