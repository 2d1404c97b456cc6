-- The SQLite twin says what this is for.
CREATE TABLE pattern (
    space       TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    id          TEXT COLLATE "C" NOT NULL,
    version     BIGINT           NOT NULL,
    saved_at    BIGINT           NOT NULL,
    action      TEXT COLLATE "C" NOT NULL,
    back        BIGINT,
    standing    TEXT COLLATE "C" NOT NULL,
    merged_into TEXT COLLATE "C",
    name        TEXT COLLATE "C",
    named       BIGINT           NOT NULL,
    PRIMARY KEY (space, id, version)
);

CREATE TABLE pattern_entry (
    space   TEXT COLLATE "C" NOT NULL,
    pattern TEXT COLLATE "C" NOT NULL,
    version BIGINT           NOT NULL,
    entry   TEXT COLLATE "C" NOT NULL,
    part    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (space, pattern, version, entry, part),
    FOREIGN KEY (space, pattern, version) REFERENCES pattern (space, id, version),
    FOREIGN KEY (space, entry) REFERENCES entry (space, id)
);
CREATE INDEX pattern_entry_entry ON pattern_entry (space, entry);
