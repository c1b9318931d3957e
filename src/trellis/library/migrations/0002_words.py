from django.db import migrations


def lay(apps, schema_editor):
    from trellis.library import index

    statements = index.POSTGRES if schema_editor.connection.vendor == "postgresql" else (index.SQLITE,)
    for statement in statements:
        schema_editor.execute(statement)


def take_away(apps, schema_editor):
    schema_editor.execute("DROP TABLE library_words")


class Migration(migrations.Migration):
    """The table of words: each database has its own kind of full-text search, so no model stands for it."""

    dependencies = [("library", "0001_initial")]
    operations = [migrations.RunPython(lay, take_away)]
