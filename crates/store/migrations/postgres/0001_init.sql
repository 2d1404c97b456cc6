-- How everything is kept, in PostgreSQL. The SQLite twin has the same tables and columns and says what they mean.
--
-- Text that is sorted or compared as a range has the collation "C", so that both databases agree on the order.
-- `content` is text, not jsonb: it is read and written whole, and has to come back as it was.

CREATE TABLE migration (
    version BIGINT NOT NULL PRIMARY KEY,
    name    TEXT   NOT NULL
);

CREATE TABLE space (
    space   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name    TEXT             NOT NULL,
    made_at BIGINT           NOT NULL
);

CREATE TABLE entry (
    space          TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    id             TEXT COLLATE "C" NOT NULL,
    version        BIGINT           NOT NULL,
    saved_at       BIGINT           NOT NULL,
    deleted_at     BIGINT,
    captured_at    BIGINT           NOT NULL,
    occurred       TEXT COLLATE "C" NOT NULL,
    kind           TEXT COLLATE "C" NOT NULL,
    significance   TEXT             NOT NULL,
    stage          TEXT COLLATE "C" NOT NULL,
    not_before     TEXT COLLATE "C",
    attempt_goal   TEXT COLLATE "C",
    attempt_number BIGINT,
    minutes        BIGINT           NOT NULL,
    title          TEXT             NOT NULL,
    tags           TEXT             NOT NULL,
    controls       TEXT             NOT NULL,
    context        TEXT             NOT NULL,
    root_cause     TEXT,
    lesson         TEXT,
    changed        TEXT,
    content        TEXT             NOT NULL,
    PRIMARY KEY (space, id)
);

CREATE INDEX entry_newest     ON entry (space, occurred, id, stage, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX entry_kind       ON entry (space, kind, occurred, id) WHERE deleted_at IS NULL;
CREATE INDEX entry_stage      ON entry (space, stage, occurred, id) WHERE deleted_at IS NULL;
CREATE INDEX entry_unfinished ON entry (space, occurred, id, stage, deleted_at) WHERE deleted_at IS NULL AND stage <> 'done';
CREATE INDEX entry_saved      ON entry (space, saved_at, id) WHERE deleted_at IS NULL;
CREATE INDEX entry_attempt    ON entry (space, attempt_goal, attempt_number) WHERE attempt_goal IS NOT NULL;
CREATE INDEX entry_trash      ON entry (space, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE entry_tag (
    space    TEXT COLLATE "C" NOT NULL,
    tag      TEXT COLLATE "C" NOT NULL,
    occurred TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (space, tag, occurred, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
);
CREATE INDEX entry_tag_entry ON entry_tag (space, id);

CREATE TABLE entry_control (
    space    TEXT COLLATE "C" NOT NULL,
    control  TEXT COLLATE "C" NOT NULL,
    occurred TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (space, control, occurred, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
);
CREATE INDEX entry_control_entry ON entry_control (space, id);

CREATE TABLE revision (
    space    TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    version  BIGINT           NOT NULL,
    saved_at BIGINT           NOT NULL,
    action   TEXT             NOT NULL,
    back     BIGINT,
    title    TEXT             NOT NULL,
    content  TEXT             NOT NULL,
    PRIMARY KEY (space, id, version),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
);

-- What is searched. `title` and `body` are words with their positions ("late:1 delivery:2"), folded before they came
-- here: a cast takes them as they are, while to_tsvector would split them once more, by rules that depend on the
-- locale of the database. The space is a word too, marked so that nothing typed can begin like it.
CREATE TABLE search (
    space    TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    title    TEXT             NOT NULL,
    body     TEXT             NOT NULL,
    original TEXT             NOT NULL,
    doc      TSVECTOR         NOT NULL GENERATED ALWAYS AS (
        CAST(title AS TSVECTOR) || CAST(body AS TSVECTOR) || array_to_tsvector(ARRAY['@' || space])
    ) STORED,
    PRIMARY KEY (space, id),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
);
CREATE INDEX search_doc ON search USING GIN (doc);

CREATE TABLE draft (
    space    TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    body     TEXT             NOT NULL,
    saved_at BIGINT           NOT NULL,
    based_on BIGINT           NOT NULL,
    PRIMARY KEY (space, id, question),
    FOREIGN KEY (space, id) REFERENCES entry (space, id)
);

CREATE TABLE reply (
    space       TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    key         TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT             NOT NULL,
    status      BIGINT           NOT NULL,
    body        TEXT             NOT NULL,
    kept_at     BIGINT           NOT NULL,
    PRIMARY KEY (space, key)
);
CREATE INDEX reply_age ON reply (space, kept_at);

CREATE TABLE setting (
    space TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    name  TEXT COLLATE "C" NOT NULL,
    value TEXT             NOT NULL,
    PRIMARY KEY (space, name)
);
