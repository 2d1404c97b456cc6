-- What the person said of patterns, every time: the latest version of each is what counts, and undo walks back as it does in
-- the history of an entry. What was merely found is not kept: it is found again.
CREATE TABLE pattern (
    space       TEXT    NOT NULL REFERENCES space (space),
    id          TEXT    NOT NULL,     -- the key of a tendency, or one made from the first members
    version     INTEGER NOT NULL,     -- from 2 on: version 1 is what was found, of which nothing is said
    saved_at    INTEGER NOT NULL,
    action      TEXT    NOT NULL,     -- what was done, in a few words
    back        INTEGER,              -- the version that undo from here returns to
    standing    TEXT    NOT NULL,     -- open, confirmed, rejected, merged
    merged_into TEXT,
    name        TEXT,
    named       INTEGER NOT NULL,     -- 1 where the person gave it that name, 0 where it is made of words of its entries
    PRIMARY KEY (space, id, version)
) STRICT;

-- The entries of each version: its evidence as of then, and what the person put in or took out.
CREATE TABLE pattern_entry (
    space   TEXT    NOT NULL,
    pattern TEXT    NOT NULL,
    version INTEGER NOT NULL,
    entry   TEXT    NOT NULL,
    part    TEXT    NOT NULL,         -- member, added, removed
    PRIMARY KEY (space, pattern, version, entry, part),
    FOREIGN KEY (space, pattern, version) REFERENCES pattern (space, id, version),
    FOREIGN KEY (space, entry) REFERENCES entry (space, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pattern_entry_entry ON pattern_entry (space, entry);
