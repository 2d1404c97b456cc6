-- What of an entry is compared with others: made from its words after it was saved, and made again when that changes.
CREATE TABLE likeness (
    space   TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    version INTEGER NOT NULL,         -- the version of the entry when it has to be made anew
    made_by TEXT    NOT NULL,         -- what made it; empty while it has to be made
    made_at INTEGER NOT NULL,
    words   BLOB    NOT NULL,
    vector  BLOB    NOT NULL,         -- empty where the entry has no direction
    PRIMARY KEY (space, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
) STRICT;
CREATE INDEX likeness_maker ON likeness (space, made_by, id);
CREATE INDEX likeness_age ON likeness (space, made_at);
INSERT INTO likeness (space, id, version, made_by, made_at, words, vector)
    SELECT space, id, version, '', 0, x'', x'' FROM entry;

-- What the person said of two entries that resemble each other; `one` is the smaller id.
CREATE TABLE verdict (
    space   TEXT    NOT NULL,
    one     TEXT    NOT NULL,
    other   TEXT    NOT NULL,
    same    INTEGER NOT NULL,         -- 1 the same kind, 0 not
    said_at INTEGER NOT NULL,
    PRIMARY KEY (space, one, other),
    FOREIGN KEY (space, one) REFERENCES entry (space, id),
    FOREIGN KEY (space, other) REFERENCES entry (space, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_other ON verdict (space, other);
