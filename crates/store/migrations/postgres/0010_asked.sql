-- The SQLite twin says what this is for.
CREATE TABLE asked (
    space    TEXT COLLATE "C" NOT NULL,
    entry    TEXT COLLATE "C" NOT NULL,
    field    TEXT COLLATE "C" NOT NULL,
    rule     TEXT COLLATE "C" NOT NULL,
    phrase   TEXT COLLATE "C" NOT NULL,
    words    TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT           NOT NULL,
    outcome  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (space, entry, field, rule, phrase),
    FOREIGN KEY (space, entry) REFERENCES entry (space, id)
);
CREATE INDEX asked_latest ON asked (space, rule, asked_at);
CREATE INDEX asked_outcome ON asked (space, outcome);
