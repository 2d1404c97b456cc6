-- The SQLite twin says what this is for.
CREATE TABLE practice (
    space    TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    id       TEXT COLLATE "C" NOT NULL,
    version  BIGINT           NOT NULL,
    entry    TEXT COLLATE "C",
    adoption TEXT COLLATE "C",
    saved_at BIGINT           NOT NULL,
    content  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (space, id),
    FOREIGN KEY (space, entry) REFERENCES entry (space, id),
    FOREIGN KEY (space, adoption) REFERENCES adoption (space, id),
    CHECK ((entry IS NULL) <> (adoption IS NULL))
);
CREATE INDEX practice_entry ON practice (space, entry);
CREATE INDEX practice_adoption ON practice (space, adoption);

CREATE TABLE opportunity (
    space      TEXT COLLATE "C" NOT NULL,
    practice   TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    version    BIGINT           NOT NULL,
    saved_at   BIGINT           NOT NULL,
    removed_at BIGINT,
    before     TEXT COLLATE "C",
    content    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (space, practice, id),
    FOREIGN KEY (space, practice) REFERENCES practice (space, id)
);
CREATE UNIQUE INDEX opportunity_id ON opportunity (space, id);
