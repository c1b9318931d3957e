"""Outcomes can be searched without accents, and frameworks know when they were changed last."""

from django.db import migrations, models

from trellis.frameworks.models import search_form


def fill_search_text(apps, schema_editor):
    """Outcomes that were imported before are found, too."""
    outcome = apps.get_model("frameworks", "Outcome")
    for row in outcome._base_manager.iterator(chunk_size=1000):
        text = search_form(f"{row.code} {row.title} {row.statement}")
        outcome._base_manager.filter(pk=row.pk).update(search_text=text)


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="framework",
            name="changed_at",
            field=models.DateTimeField(blank=True, help_text="lastChangeDateTime", null=True),
        ),
        migrations.AddField(
            model_name="outcome",
            name="search_text",
            field=models.TextField(
                blank=True, default="", editable=False, help_text="Code, title and statement, folded."
            ),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="position",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(fill_search_text, migrations.RunPython.noop),
    ]
