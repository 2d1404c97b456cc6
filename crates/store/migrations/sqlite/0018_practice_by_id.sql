-- What is practised lies in the order of its names, in which it is read: otherwise each costs two steps, one of them anywhere.
-- What was observed of it and goes without it for a moment has it again when this is over.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE practice_before (space, id, version, entry, adoption, saved_at, content);
INSERT INTO practice_before SELECT space, id, version, entry, adoption, saved_at, content FROM practice;
DROP TABLE practice;
CREATE TABLE practice (
    space    TEXT    NOT NULL REFERENCES space (space),
    id       TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    entry    TEXT,                    -- where it was planned: one of the two
    adoption TEXT,
    saved_at INTEGER NOT NULL,
    content  TEXT    NOT NULL,
    PRIMARY KEY (space, id),
    FOREIGN KEY (space, entry) REFERENCES entry (space, id),
    FOREIGN KEY (space, adoption) REFERENCES adoption (space, id),
    CHECK ((entry IS NULL) <> (adoption IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO practice (space, id, version, entry, adoption, saved_at, content)
    SELECT space, id, version, entry, adoption, saved_at, content FROM practice_before ORDER BY space, id;
DROP TABLE practice_before;
CREATE INDEX practice_entry ON practice (space, entry);
CREATE INDEX practice_adoption ON practice (space, adoption);

-- Without these SQLite takes a space for something rare, and looks through all that is practised for what belongs to one entry.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('practice', 'practice', '10000 10000 1'),
    ('practice', 'practice_entry', '10000 10000 2'),
    ('practice', 'practice_adoption', '10000 10000 2');
ANALYZE sqlite_schema;
