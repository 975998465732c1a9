"""Plan reminders by a rule; a reminder without author is one of the rule."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only

REMINDERS = append_only("scorecard_reminder")


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0004_comparison'),
        ('scorecard', '0014_uploads'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # SQLite forgets the triggers of a table that it builds anew, PostgreSQL keeps them.
        migrations.RunPython(REMINDERS.reverse_code, REMINDERS.code),
        migrations.AlterField(
            model_name='reminder',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL),
        ),
        REMINDERS,
        migrations.CreateModel(
            name='ReminderRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('steps', models.JSONField(verbose_name='working days from the due day')),
                ('at', models.TimeField(verbose_name='at')),
                ('reason', models.TextField(verbose_name='reason')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminder_rules', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PlannedReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frequency', models.CharField(choices=[('monthly', 'monthly'), ('quarterly', 'quarterly'), ('yearly', 'yearly'), ('weekly', 'weekly')], max_length=10)),
                ('period', models.IntegerField()),
                ('month', models.IntegerField()),
                ('step', models.SmallIntegerField(verbose_name='working days from the due day')),
                ('day', models.DateField(verbose_name='day, where the unit is')),
                ('not_before', models.DateTimeField(verbose_name='not before')),
                ('wall_time', models.CharField(max_length=20, verbose_name="on the unit's clocks")),
                ('time_zone', models.CharField(max_length=60, verbose_name='time zone')),
                ('state', models.CharField(choices=[('waits', 'planned'), ('sent', 'sent'), ('nothing', 'nothing was missing'), ('reminded', 'reminded on that day already'), ('locked', 'the month is locked')], default='waits', max_length=10, verbose_name='state')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('reminder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='scorecard.reminder')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_reminders', to='organization.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['month', 'unit'], name='plannedreminder_by_month'), models.Index(fields=['state', 'not_before'], name='plannedreminder_by_state')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'frequency', 'period', 'step', 'day'), name='plannedreminder_once'), models.CheckConstraint(condition=models.Q(models.Q(('reminder__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('reminder', None)), _connector='OR'), name='plannedreminder_sent_says_what')],
            },
        ),
        append_only("scorecard_reminderrule"),
    ]
