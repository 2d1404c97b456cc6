-- The SQLite twin says what this is for.
CREATE TABLE collection (
    space      TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    id         TEXT COLLATE "C" NOT NULL,
    version    BIGINT           NOT NULL,
    added_at   BIGINT           NOT NULL,
    deleted_at BIGINT,
    cases      BIGINT           NOT NULL,
    content    TEXT             NOT NULL,
    PRIMARY KEY (space, id)
);

-- The words are in the row itself: numbers need not be unique beyond their space.
CREATE TABLE library_case (
    number     BIGINT           NOT NULL,
    space      TEXT COLLATE "C" NOT NULL,
    collection TEXT COLLATE "C" NOT NULL,
    key        TEXT COLLATE "C" NOT NULL,
    title      TEXT             NOT NULL,
    occurred   TEXT COLLATE "C",
    content    TEXT             NOT NULL,
    doc        TSVECTOR         NOT NULL,
    PRIMARY KEY (space, number),
    FOREIGN KEY (space, collection) REFERENCES collection (space, id)
);
CREATE UNIQUE INDEX library_case_key ON library_case (space, collection, key);
CREATE INDEX library_case_order ON library_case (space, collection, number);
CREATE INDEX library_case_doc ON library_case USING gin (doc);

CREATE TABLE case_likeness (
    number BIGINT           NOT NULL,
    space  TEXT COLLATE "C" NOT NULL,
    words  BYTEA            NOT NULL,
    vector BYTEA            NOT NULL,
    PRIMARY KEY (space, number),
    FOREIGN KEY (space, number) REFERENCES library_case (space, number)
);

CREATE TABLE shelf (
    space       TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES space (space),
    last_number BIGINT           NOT NULL,
    made_by     TEXT COLLATE "C" NOT NULL,
    made_until  BIGINT           NOT NULL
);

CREATE TABLE adoption (
    space      TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    id         TEXT COLLATE "C" NOT NULL,
    version    BIGINT           NOT NULL,
    created_at BIGINT           NOT NULL,
    saved_at   BIGINT           NOT NULL,
    deleted_at BIGINT,
    content    TEXT             NOT NULL,
    PRIMARY KEY (space, id)
);
CREATE INDEX adoption_newest ON adoption (space, created_at, id) WHERE deleted_at IS NULL;
