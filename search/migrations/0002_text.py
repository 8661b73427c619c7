"""The table of tokens beside the entries: FTS5 on SQLite, tsvector with a GIN index on PostgreSQL."""

from django.db import migrations

CREATE = {
    "sqlite": ["CREATE VIRTUAL TABLE search_text USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 0')"],
    "postgresql": [
        "CREATE TABLE search_text (id bigint PRIMARY KEY, vector tsvector NOT NULL)",
        "CREATE INDEX search_text_vector ON search_text USING gin (vector)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_text")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
