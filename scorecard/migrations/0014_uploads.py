"""Keep files of figures that somebody uploads, and how their sheets are laid out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0004_comparison'),
        ('scorecard', '0013_rejections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='file')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('received', 'waits to be read'), ('read', 'waits for its layout'), ('laid_out', 'is being checked'), ('checked', 'waits for your confirmation'), ('confirmed', 'is being stored'), ('stored', 'stored'), ('refused', 'refused')], default='received', max_length=10, verbose_name='state')),
                ('message', models.TextField(blank=True, verbose_name='what happened')),
                ('sheets', models.BinaryField(null=True)),
                ('preview', models.BinaryField(null=True)),
                ('layout', models.JSONField(null=True)),
                ('answers', models.JSONField(default=dict)),
                ('seen', models.CharField(blank=True, max_length=64)),
                ('n_stored', models.PositiveIntegerField(null=True, verbose_name='figures stored')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded')),
                ('stored_at', models.DateTimeField(null=True, verbose_name='stored')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='organization.unit')),
            ],
            options={
                'ordering': ('-uploaded_at', '-id'),
                'indexes': [models.Index(fields=['unit', 'sha256'], name='upload_same_file')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'stored'), _negated=True), models.Q(('n_stored__isnull', False), ('stored_at__isnull', False)), _connector='OR'), name='upload_stored_says_when')],
            },
        ),
        migrations.CreateModel(
            name='UploadLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('layout', models.JSONField()),
                ('recorded_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='upload_layouts', to='organization.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'fingerprint'], name='upload_layout_by_heads')],
            },
        ),
    ]
