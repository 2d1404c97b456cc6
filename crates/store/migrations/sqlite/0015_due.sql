-- The day on which the decision of a review is looked at again; only for entries outside the trash.
CREATE TABLE look_again (
    space TEXT NOT NULL,
    day   TEXT NOT NULL,
    id    TEXT NOT NULL,
    PRIMARY KEY (space, day, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX look_again_entry ON look_again (space, id);

INSERT INTO look_again (space, day, id)
    SELECT space, substr(json_extract(content, '$.review.answers.next.choice.on'), 1, 10), id FROM entry
    WHERE deleted_at IS NULL AND json_extract(content, '$.review.answers.next.choice.on') IS NOT NULL;

-- What the person said of something that was due: not before a day, or that it was looked at.
CREATE TABLE due_mark (
    space      TEXT NOT NULL REFERENCES space (space),
    item       TEXT NOT NULL,        -- the name of what was due
    about      TEXT NOT NULL,        -- the entry or the practice that it is about
    not_before TEXT,
    looked_on  TEXT,
    PRIMARY KEY (space, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_mark_about ON due_mark (space, about);
