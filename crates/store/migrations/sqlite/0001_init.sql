-- How everything is kept, in SQLite. The PostgreSQL twin has the same tables and columns.
--
-- * `space` leads every key: nothing refers across spaces, and a distributed PostgreSQL can shard by it.
--   (`migration` belongs to the file, not to a space.)
-- * Ids are 32 lower-case hexadecimal digits, so that a prefix of an id is a range and one text works in both databases.
-- * `occurred` and other days are ISO text, years 0001 to 9999: sorted as text they are sorted by time.
-- * `…_at` are microseconds since 1970 in UTC. Times are handed in; no column has a default.
-- * `content` is the whole entry as JSON, read and written whole. The columns beside it repeat what lists show and
--   filter by, so that listing never reads the JSON; `hansei doctor` compares the two.
-- * Nothing happens by itself: no triggers, no sequences, no cascades.

PRAGMA application_id = 1751215731; -- "hans"

CREATE TABLE migration (
    version INTEGER NOT NULL PRIMARY KEY,
    name    TEXT    NOT NULL
) STRICT;

CREATE TABLE space (
    space   TEXT    NOT NULL PRIMARY KEY,
    name    TEXT    NOT NULL,
    made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    space          TEXT    NOT NULL REFERENCES space (space),
    id             TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    saved_at       INTEGER NOT NULL,
    deleted_at     INTEGER,           -- when it was put into the trash
    captured_at    INTEGER NOT NULL,
    occurred       TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    significance   TEXT    NOT NULL,
    stage          TEXT    NOT NULL,
    not_before     TEXT,              -- "not now": the day before which nothing asks about it
    attempt_goal   TEXT,
    attempt_number INTEGER,
    minutes        INTEGER NOT NULL,
    title          TEXT    NOT NULL,
    tags           TEXT    NOT NULL,  -- joined by commas, which no tag holds; a row each in entry_tag
    controls       TEXT    NOT NULL,  -- the same for entry_control
    context        TEXT    NOT NULL,  -- the four fields of the log: date (occurred), context, root cause, lesson, change
    root_cause     TEXT,
    lesson         TEXT,
    changed        TEXT,
    content        TEXT    NOT NULL,  -- last, so that reading a line stops before it
    PRIMARY KEY (space, id)
) STRICT;

-- A list is newest first and leaves out the trash; each filter that narrows it much has its own order to walk.
-- `stage` and `deleted_at` stand at the end of two so that counting needs nothing but the index; both have the same
-- columns, or SQLite would take the shorter one for every list of open reviews.
CREATE INDEX entry_newest     ON entry (space, occurred, id, stage, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX entry_kind       ON entry (space, kind, occurred, id) WHERE deleted_at IS NULL;
CREATE INDEX entry_stage      ON entry (space, stage, occurred, id) WHERE deleted_at IS NULL;
CREATE INDEX entry_unfinished ON entry (space, occurred, id, stage, deleted_at) WHERE deleted_at IS NULL AND stage <> 'done';
CREATE INDEX entry_saved      ON entry (space, saved_at, id) WHERE deleted_at IS NULL;
CREATE INDEX entry_attempt    ON entry (space, attempt_goal, attempt_number) WHERE attempt_goal IS NOT NULL;
CREATE INDEX entry_trash      ON entry (space, deleted_at) WHERE deleted_at IS NOT NULL;

-- Only for entries outside the trash, so that counting tags need not look at the entries.
CREATE TABLE entry_tag (
    space    TEXT NOT NULL,
    tag      TEXT NOT NULL,
    occurred TEXT NOT NULL,
    id       TEXT NOT NULL,
    PRIMARY KEY (space, tag, occurred, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_tag_entry ON entry_tag (space, id);

CREATE TABLE entry_control (
    space    TEXT NOT NULL,
    control  TEXT NOT NULL,
    occurred TEXT NOT NULL,
    id       TEXT NOT NULL,
    PRIMARY KEY (space, control, occurred, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_control_entry ON entry_control (space, id);

-- Every save, the latest too.
CREATE TABLE revision (
    space    TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    action   TEXT    NOT NULL,        -- what was done, in a few words
    back     INTEGER,                 -- the version that undo from here returns to
    title    TEXT    NOT NULL,
    content  TEXT    NOT NULL,
    PRIMARY KEY (space, id, version),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
) STRICT;

-- What is searched: words that were folded before they came here, separated by spaces, so the tokenizer only has to
-- split at the spaces; "ascii" takes every other character for part of a word. The space and the id are words too:
-- the first keeps the common words of one space from being looked up in all, the second finds the row of an entry.
-- The prefixes are for search as you type. The excerpt is cut from `original`.
CREATE VIRTUAL TABLE search USING fts5 (
    space, id, title, body, original UNINDEXED,
    tokenize = 'ascii', prefix = '1 2 3'
);
-- What is erased leaves no words behind in the index.
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

-- Answers that were begun and not saved.
CREATE TABLE draft (
    space    TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    question TEXT    NOT NULL,
    body     TEXT    NOT NULL,
    saved_at INTEGER NOT NULL,
    based_on INTEGER NOT NULL,        -- the version of the entry that it was begun on
    PRIMARY KEY (space, id, question),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
) STRICT;

-- What was answered to a request with an idempotency key, to be answered again when it comes again.
CREATE TABLE reply (
    space       TEXT    NOT NULL REFERENCES space (space),
    key         TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    status      INTEGER NOT NULL,
    body        TEXT    NOT NULL,
    kept_at     INTEGER NOT NULL,
    PRIMARY KEY (space, key)
) STRICT;
CREATE INDEX reply_age ON reply (space, kept_at);

CREATE TABLE setting (
    space TEXT NOT NULL REFERENCES space (space),
    name  TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (space, name)
) STRICT, WITHOUT ROWID;
