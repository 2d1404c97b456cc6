-- The SQLite twin says what this is for.
CREATE TABLE reminder (
    space   TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    channel TEXT COLLATE "C" NOT NULL,
    item    TEXT COLLATE "C" NOT NULL,
    about   TEXT COLLATE "C" NOT NULL,
    sent_at BIGINT           NOT NULL,
    PRIMARY KEY (space, channel, item)
);
CREATE INDEX reminder_about ON reminder (space, about);

CREATE TABLE channel (
    space         TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    channel       TEXT COLLATE "C" NOT NULL,
    message       TEXT COLLATE "C",
    claimed_until BIGINT,
    attempts      BIGINT           NOT NULL,
    next_try_at   BIGINT,
    failing_since BIGINT,
    fault         TEXT COLLATE "C",
    sent_on       TEXT COLLATE "C",
    PRIMARY KEY (space, channel)
);
