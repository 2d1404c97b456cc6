-- What is practised: the commitment of a review, or of an adopted lesson.
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
) STRICT;
CREATE INDEX practice_entry ON practice (space, entry);
CREATE INDEX practice_adoption ON practice (space, adoption);

-- What was observed of it. All that belongs to one practice lies together, because it is read together.
CREATE TABLE opportunity (
    space      TEXT    NOT NULL,
    practice   TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    saved_at   INTEGER NOT NULL,
    removed_at INTEGER,               -- taken back, and kept for whoever takes that back
    before     TEXT,                  -- what it was before the last change; NULL where there was nothing
    content    TEXT    NOT NULL,
    PRIMARY KEY (space, practice, id),
    FOREIGN KEY (space, practice) REFERENCES practice (space, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX opportunity_id ON opportunity (space, id);
