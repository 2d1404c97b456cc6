-- The review of a period: a draft that changes, or what was frozen of it.
CREATE TABLE quarter (
    space      TEXT    NOT NULL REFERENCES space (space),
    id         TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    first_day  TEXT    NOT NULL,
    last_day   TEXT    NOT NULL,
    frozen_at  INTEGER,               -- from then on its content stays; NULL while it is a draft
    saved_at   INTEGER NOT NULL,
    deleted_at INTEGER,
    content    TEXT    NOT NULL,
    PRIMARY KEY (space, id)
) STRICT;
-- One review a period, beside those that were removed.
CREATE UNIQUE INDEX quarter_period ON quarter (space, first_day, last_day) WHERE deleted_at IS NULL;
