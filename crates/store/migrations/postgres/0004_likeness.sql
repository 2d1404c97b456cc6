-- The SQLite twin says what this is for.
CREATE TABLE likeness (
    space   TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    version BIGINT           NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at BIGINT           NOT NULL,
    words   BYTEA            NOT NULL,
    vector  BYTEA            NOT NULL,
    PRIMARY KEY (space, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
);
CREATE INDEX likeness_maker ON likeness (space, made_by, id);
CREATE INDEX likeness_age ON likeness (space, made_at);
INSERT INTO likeness (space, id, version, made_by, made_at, words, vector)
    SELECT space, id, version, '', 0, '', '' FROM entry;

CREATE TABLE verdict (
    space   TEXT COLLATE "C" NOT NULL,
    one     TEXT COLLATE "C" NOT NULL,
    other   TEXT COLLATE "C" NOT NULL,
    same    BIGINT           NOT NULL,
    said_at BIGINT           NOT NULL,
    PRIMARY KEY (space, one, other),
    FOREIGN KEY (space, one) REFERENCES entry (space, id),
    FOREIGN KEY (space, other) REFERENCES entry (space, id)
);
CREATE INDEX verdict_other ON verdict (space, other);
