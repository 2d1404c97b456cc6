-- When a lesson comes back as a question; only for entries outside the trash, and not for lessons that were retired.
CREATE TABLE lesson_return (
    space   TEXT NOT NULL,
    returns TEXT NOT NULL,            -- the day
    id      TEXT NOT NULL,
    PRIMARY KEY (space, returns, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX lesson_return_entry ON lesson_return (space, id);

-- A month after the review was closed, as for those that are closed from now on.
INSERT INTO lesson_return (space, returns, id)
    SELECT space, date(json_extract(content, '$.review.answers.finished_at'), '+30 days'), id FROM entry
    WHERE deleted_at IS NULL AND stage = 'done' AND lesson IS NOT NULL
    AND date(json_extract(content, '$.review.answers.finished_at'), '+30 days') IS NOT NULL;
