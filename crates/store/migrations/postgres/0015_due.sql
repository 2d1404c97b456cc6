-- The SQLite twin says what this is for.
CREATE TABLE look_again (
    space TEXT COLLATE "C" NOT NULL,
    day   TEXT COLLATE "C" NOT NULL,
    id    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (space, day, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
);
CREATE UNIQUE INDEX look_again_entry ON look_again (space, id);

INSERT INTO look_again (space, day, id)
    SELECT space, substr(content::jsonb #>> '{review,answers,next,choice,on}', 1, 10), id FROM entry
    WHERE deleted_at IS NULL AND content::jsonb #>> '{review,answers,next,choice,on}' IS NOT NULL;

CREATE TABLE due_mark (
    space      TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    item       TEXT COLLATE "C" NOT NULL,
    about      TEXT COLLATE "C" NOT NULL,
    not_before TEXT COLLATE "C",
    looked_on  TEXT COLLATE "C",
    PRIMARY KEY (space, item)
);
CREATE INDEX due_mark_about ON due_mark (space, about);
