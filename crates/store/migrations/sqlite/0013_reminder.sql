-- What was brought to the person, by which channel: so that each thing is said once.
CREATE TABLE reminder (
    space   TEXT    NOT NULL REFERENCES space (space),
    channel TEXT    NOT NULL,        -- mail, webhook, desktop
    item    TEXT    NOT NULL,        -- what was due, with the day it was due for where it can be due again
    about   TEXT    NOT NULL,        -- the entry or the practice that it is about
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (space, channel, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_about ON reminder (space, about);

-- How each channel stands: who sends just now, and what became of it the last time.
CREATE TABLE channel (
    space         TEXT    NOT NULL REFERENCES space (space),
    channel       TEXT    NOT NULL,
    message       TEXT,              -- the message that is not known to have arrived; NULL after one that has
    claimed_until INTEGER,           -- until when nobody else sends it
    attempts      INTEGER NOT NULL,  -- how often it was tried
    next_try_at   INTEGER,
    failing_since INTEGER,
    fault         TEXT,              -- what went wrong the last time
    sent_on       TEXT,              -- the day on which a message went last
    PRIMARY KEY (space, channel)
) STRICT, WITHOUT ROWID;
