-- The SQLite twin says what this is for.
UPDATE search SET body = search.body || ' ' || chr(57344)
    FROM entry e WHERE e.space = search.space AND e.id = search.id AND e.lesson IS NOT NULL;

CREATE INDEX entry_begun ON entry (space, saved_at, id) WHERE deleted_at IS NULL AND stage NOT IN ('captured', 'done');
