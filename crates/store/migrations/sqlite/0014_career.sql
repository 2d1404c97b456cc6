-- A career story: chosen entries told to somebody, in the person's words. What the log shows of them is told anew each time.
CREATE TABLE career_story (
    space      TEXT    NOT NULL REFERENCES space (space),
    id         TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    saved_at   INTEGER NOT NULL,
    deleted_at INTEGER,
    content    TEXT    NOT NULL,
    PRIMARY KEY (space, id)
) STRICT;
