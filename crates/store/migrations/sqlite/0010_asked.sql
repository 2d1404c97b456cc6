-- What the coach asked about an entry, and what became of it. One line for each phrase in each field: asked again, it is the
-- same line.
CREATE TABLE asked (
    space    TEXT    NOT NULL,
    entry    TEXT    NOT NULL,
    field    TEXT    NOT NULL,        -- where the words stand: intended, happened, why, ...
    rule     TEXT    NOT NULL,        -- what was asked about
    phrase   TEXT    NOT NULL,        -- the words, folded: what they are compared by
    words    TEXT    NOT NULL,        -- the words as they were written
    asked_at INTEGER NOT NULL,
    outcome  TEXT    NOT NULL,        -- open, meant, revised, kept
    PRIMARY KEY (space, entry, field, rule, phrase),
    FOREIGN KEY (space, entry) REFERENCES entry (space, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX asked_latest ON asked (space, rule, asked_at);
CREATE INDEX asked_outcome ON asked (space, outcome);
