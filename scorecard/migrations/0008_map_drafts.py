"""Let the office change the strategy map: as a draft, then for all, from a month on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('scorecard', '0007_flags_and_explanations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MapChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('add', 'added'), ('rename', 'renamed'), ('weigh', 'weighed'), ('retire', 'retired'), ('connect', 'connected'), ('disconnect', 'disconnected'), ('place', 'placed')], max_length=15, verbose_name='kind')),
                ('objective', models.CharField(max_length=60, verbose_name='objective')),
                ('said', models.JSONField(default=dict, verbose_name='said')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='MapChangeTakenBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MapDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MapDraftEnding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('published', 'published'), ('discarded', 'discarded')], max_length=15, verbose_name='kind')),
                ('valid_from', models.DateField(null=True, verbose_name='from')),
            ],
        ),
        migrations.AddField(
            model_name='objectivelink',
            name='ended',
            field=models.BooleanField(db_default=False, default=False, verbose_name='ended'),
        ),
        migrations.AddField(
            model_name='objectiveversion',
            name='place',
            field=models.PositiveSmallIntegerField(null=True, verbose_name='place in its lane and column'),
        ),
        migrations.AddField(
            model_name='objectiveversion',
            name='retired',
            field=models.BooleanField(db_default=False, default=False, verbose_name='retired'),
        ),
        migrations.AddConstraint(
            model_name='objectiveversion',
            constraint=models.CheckConstraint(condition=models.Q(('place', None), ('place__gte', 1), _connector='OR'), name='objectiveversion_place'),
        ),
        migrations.AddField(
            model_name='mapchange',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mapchangetakenback',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mapchangetakenback',
            name='change',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='scorecard.mapchange'),
        ),
        migrations.AddField(
            model_name='mapdraft',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mapchange',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='scorecard.mapdraft'),
        ),
        migrations.AddField(
            model_name='mapdraftending',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mapdraftending',
            name='draft',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='scorecard.mapdraft'),
        ),
        migrations.AddConstraint(
            model_name='mapdraftending',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'published'), ('valid_from__isnull', False)), models.Q(('kind', 'discarded'), ('valid_from', None)), _connector='OR'), name='mapdraftending_published_from_a_day'),
        ),
        append_only("scorecard_mapdraft"),
        append_only("scorecard_mapchange"),
        append_only("scorecard_mapchangetakenback"),
        append_only("scorecard_mapdraftending"),
    ]
