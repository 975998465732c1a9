"""Say when figures are due, give more time, lock months and open them again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0004_comparison'),
        ('scorecard', '0011_validity_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.IntegerField(unique=True)),
                ('reason', models.TextField(verbose_name='reason')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='month_locks', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.IntegerField()),
                ('until', models.DateTimeField(verbose_name='until')),
                ('reason', models.TextField(verbose_name='reason')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='organization.unit')),
            ],
        ),
        migrations.CreateModel(
            name='ReopeningAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_confirmed', models.BooleanField(verbose_name='confirmed')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopening_answers', to=settings.AUTH_USER_MODEL)),
                ('reopening', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='scorecard.reopening')),
            ],
        ),
        migrations.CreateModel(
            name='UnitZone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unit_zones', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zones', to='organization.unit')),
            ],
        ),
        migrations.CreateModel(
            name='CollectionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frequency', models.CharField(choices=[('monthly', 'monthly'), ('quarterly', 'quarterly'), ('yearly', 'yearly'), ('weekly', 'weekly')], max_length=10, verbose_name='how often')),
                ('valid_from', models.IntegerField()),
                ('opens_after', models.SmallIntegerField(null=True, verbose_name='opens, days after the end')),
                ('due_after', models.PositiveSmallIntegerField(verbose_name='due, working days after the end')),
                ('due_at', models.TimeField(verbose_name='due at')),
                ('grace', models.PositiveSmallIntegerField(verbose_name='grace, days')),
                ('locks_after', models.PositiveSmallIntegerField(null=True, verbose_name='locks, days after grace')),
                ('reason', models.TextField(verbose_name='reason')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collection_rules', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['frequency', 'valid_from', 'id'], name='collectionrule_by_period')],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_after__lte', 366), ('grace__lte', 366), models.Q(('opens_after', None), ('opens_after__range', (-366, 366)), _connector='OR'), models.Q(('locks_after', None), ('locks_after__lte', 366), _connector='OR')), name='collectionrule_within_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.IntegerField()),
                ('until', models.DateTimeField(verbose_name='until')),
                ('reason', models.TextField(verbose_name='reason')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='organization.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['month', 'unit', 'id'], name='extension_by_month')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('is_taken_back', models.BooleanField(default=False, verbose_name='taken back')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holidays', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'id'], name='holiday_by_day')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.IntegerField()),
                ('day', models.DateField(verbose_name='day')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='organization.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'month', 'day'), name='reminder_once_a_day')],
            },
        ),
        migrations.AddIndex(
            model_name='reopening',
            index=models.Index(fields=['month', 'unit'], name='reopening_by_month'),
        ),
        migrations.AddConstraint(
            model_name='reopeninganswer',
            constraint=models.CheckConstraint(condition=models.Q(('author', models.F('asked_by')), ('is_confirmed', True), _negated=True), name='reopeninganswer_by_another'),
        ),
        migrations.AddIndex(
            model_name='unitzone',
            index=models.Index(fields=['unit', 'id'], name='unitzone_by_unit'),
        ),
        append_only("scorecard_collectionrule"),
        append_only("scorecard_extension"),
        append_only("scorecard_holiday"),
        append_only("scorecard_monthlock"),
        append_only("scorecard_reminder"),
        append_only("scorecard_reopening"),
        append_only("scorecard_reopeninganswer"),
        append_only("scorecard_unitzone"),
    ]
