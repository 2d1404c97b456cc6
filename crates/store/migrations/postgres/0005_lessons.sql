-- The SQLite twin says what this is for.
CREATE TABLE lesson_return (
    space   TEXT COLLATE "C" NOT NULL,
    returns TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (space, returns, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
);
CREATE UNIQUE INDEX lesson_return_entry ON lesson_return (space, id);

INSERT INTO lesson_return (space, returns, id)
    SELECT space, to_char((content::jsonb #>> '{review,answers,finished_at}')::timestamptz AT TIME ZONE 'UTC'
        + interval '30 days', 'YYYY-MM-DD'), id FROM entry
    WHERE deleted_at IS NULL AND stage = 'done' AND lesson IS NOT NULL;
