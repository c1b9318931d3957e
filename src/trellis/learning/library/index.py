"""The database's own full-text search: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL.

One table, `library_words`, under the ids of the shelves, with four weights: title, question, what it is about, and
the rest. Both are fed the same words (`words.index_terms`), so both find the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

MAX_POSITIONS = 40  # of one word in one text: more says nothing more, and PostgreSQL keeps no more than 255
LAST_POSITION = 16383

CREATE_SQLITE_TABLE = (
    "CREATE VIRTUAL TABLE library_words USING fts5(title, question, about, rest, prefix='3 4 5', "
    "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\")"
)
CREATE_POSTGRES_TABLE = (
    "CREATE TABLE library_words (id bigint PRIMARY KEY, words tsvector NOT NULL, heads tsvector NOT NULL)",
    # fastupdate off: what was just published would be read through row by row until somebody vacuums
    "CREATE INDEX library_words_words ON library_words USING gin (words) WITH (fastupdate = off)",
)

# Of few, the whole text decides. Of many, the title and the question do: PostgreSQL would have to fetch every long
# text from where it keeps such things.
POSTGRES_NEAREST = """
SELECT w.id FROM library_words w CROSS JOIN (SELECT %s::tsquery AS q) question
WHERE w.words @@ question.q AND w.id IN (WITHIN)
ORDER BY ts_rank('{0.125, 0.25, 0.5, 1.0}', w.COLUMN, question.q, 1) DESC, w.id DESC LIMIT %s OFFSET %s
"""
# `+`: without it SQLite asks the index of words anew for every single id
SQLITE_NEAREST = """
SELECT rowid FROM library_words WHERE library_words MATCH %s AND +rowid IN (WITHIN)
ORDER BY bm25(library_words, 8.0, 4.0, 2.0, 1.0), rowid DESC LIMIT %s OFFSET %s
"""
MANY_MATCHES = 500


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


@contextmanager
def search_transaction() -> Generator[None]:
    """While the library is searched. PostgreSQL does not know what it costs to fetch long texts, and would read them
    all for a common word (70 ms) where its index answers in 4."""
    if not is_postgres():
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def index_words(shelf: int, columns: Sequence[list[str]]) -> None:
    """Index a shelf's words, in the four columns, replacing what was indexed before."""
    remove_words([shelf])
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(
                "INSERT INTO library_words (id, words, heads) VALUES (%s, %s::tsvector, %s::tsvector)",
                [shelf, _tsvector(columns), _tsvector([*columns[:2], [], []])],
            )
            return
        cursor.execute(
            "INSERT INTO library_words (rowid, title, question, about, rest) VALUES (%s, %s, %s, %s, %s)",
            [shelf, *(" ".join(column) for column in columns)],
        )


def remove_words(shelves: Sequence[int]) -> None:
    """Forget the words of these shelves."""
    key = "id" if is_postgres() else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM library_words WHERE {key} = %s", [[pk] for pk in shelves])  # noqa: S608


def is_indexed(shelf: int, columns: Sequence[list[str]]) -> bool:
    """Whether the index has exactly these words for this shelf."""
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(
                "SELECT 1 FROM library_words WHERE id = %s AND words = %s::tsvector AND heads = %s::tsvector",
                [shelf, _tsvector(columns), _tsvector([*columns[:2], [], []])],
            )
            return cursor.fetchone() is not None
        cursor.execute("SELECT title, question, about, rest FROM library_words WHERE rowid = %s", [shelf])
        return cursor.fetchone() == tuple(" ".join(column) for column in columns)


def indexed_ids() -> set[int]:
    """Return the ids of all shelves that the index has words for."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {'id' if is_postgres() else 'rowid'} FROM library_words")  # noqa: S608 no value
        return {row[0] for row in cursor.fetchall()}


def rebuild_index() -> None:
    """Have SQLite make its lists of words anew from the texts that it keeps; PostgreSQL keeps them by itself."""
    if not is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO library_words(library_words) VALUES('rebuild')")


def _tsvector(columns: Sequence[list[str]]) -> str:
    """A tsvector as PostgreSQL reads it: every word with its positions and their weight."""
    positions_by_word: dict[str, list[str]] = defaultdict(list)
    position = 0
    for weight, column in zip("ABCD", columns, strict=True):
        for word in column:
            position = min(position + 1, LAST_POSITION)
            if len(positions_by_word[word]) < MAX_POSITIONS:
                positions_by_word[word].append(f"{position}{weight}")
    return " ".join(f"'{word}':{','.join(positions)}" for word, positions in positions_by_word.items())


def build_query(terms: Sequence[list[str]], every: bool) -> str:
    """Build the query in the database's own language. `every`: all words must match, otherwise any of them."""
    either, both = (" | ", " & ") if is_postgres() else (" OR ", " AND ")
    spell = _postgres_term if is_postgres() else _sqlite_term
    groups = [f"({either.join(spell(term) for term in each)})" for each in terms]
    return (both if every else either).join(groups)


def _sqlite_term(term: str) -> str:
    return f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"'


def _postgres_term(term: str) -> str:
    return f"'{term[:-1]}':*" if term.endswith("*") else f"'{term}'"


def match_condition() -> str:
    """A condition on a shelf's id, with one parameter: what `build_query` gives."""
    if is_postgres():
        return "library_searchentry.id IN (SELECT id FROM library_words WHERE words @@ %s::tsquery)"
    return "library_searchentry.id IN (SELECT rowid FROM library_words WHERE library_words MATCH %s)"


def nearest_ids(
    within: str, parameters: Sequence[str | int], question: str, first: int, page: int, total: int
) -> list[int]:
    """Ids of shelves by how near they come to the question. `within`: SQL that gives the ids to choose from.

    total: how many there are. Of many, those that have the words in their title or question come first.
    """
    if is_postgres():
        sql = POSTGRES_NEAREST.replace("COLUMN", "heads" if total > MANY_MATCHES else "words")
        return _fetch_ids(sql, within, parameters, question, first, page)
    if total > MANY_MATCHES:
        heads = f"{{title question}} : ({question})"
        ids = _fetch_ids(SQLITE_NEAREST, within, parameters, heads, first, page)
        if len(ids) == page:
            return ids
    return _fetch_ids(SQLITE_NEAREST, within, parameters, question, first, page)


def _fetch_ids(
    sql: str, within: str, parameters: Sequence[str | int], question: str, first: int, page: int
) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("WITHIN", within), [question, *parameters, page, first])
        return [row[0] for row in cursor.fetchall()]
