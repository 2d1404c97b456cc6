-- Other people's failures, apart from one's own entries: nothing of them is listed, counted or reviewed with those.
CREATE TABLE collection (
    space      TEXT    NOT NULL REFERENCES space (space),
    id         TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    added_at   INTEGER NOT NULL,
    deleted_at INTEGER,               -- from then on hidden, until all of it is erased
    cases      INTEGER NOT NULL,      -- how many it has, so that nobody has to count them
    content    TEXT    NOT NULL,
    PRIMARY KEY (space, id)
) STRICT;

-- Cases are numbered as they come, and anew when they change: what came last has the highest number. The number is the
-- row of its words in `case_search`, so on SQLite it is unique in the whole file.
CREATE TABLE library_case (
    number     INTEGER NOT NULL PRIMARY KEY,
    space      TEXT    NOT NULL,
    collection TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    occurred   TEXT,
    content    TEXT    NOT NULL,
    FOREIGN KEY (space, collection) REFERENCES collection (space, id)
) STRICT;
CREATE UNIQUE INDEX library_case_key ON library_case (space, collection, key);
CREATE INDEX library_case_order ON library_case (space, collection, number);

-- What is searched of a case: its different words, those of the title once more with a mark before each, and a mark for
-- its collection and each of its labels. Only in which case a word is, not where in it: an index with places would have
-- three times the size, and a million cases have many words. Deleting one takes away its row at once and its words when
-- parts of the index are joined; `merge` does that after a collection was deleted.
CREATE VIRTUAL TABLE case_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none,
    tokenize = 'ascii', prefix = '1 2 3 4 5 6 7 8 9 10 11 12 13 14'
);
-- Many come at once: joining fewer and larger parts takes half the time.
INSERT INTO case_search (case_search, rank) VALUES ('hashsize', 16777216);
INSERT INTO case_search (case_search, rank) VALUES ('automerge', 8);
CREATE VIRTUAL TABLE case_word USING fts5vocab (case_search, row);

-- What of a case is compared with others.
CREATE TABLE case_likeness (
    number INTEGER NOT NULL PRIMARY KEY,
    space  TEXT    NOT NULL,
    words  BLOB    NOT NULL,
    vector BLOB    NOT NULL,          -- empty where the case has no direction
    FOREIGN KEY (number) REFERENCES library_case (number)
) STRICT;

-- What is known of all cases of a space: the last number given, and up to which one `made_by` made their likeness.
CREATE TABLE shelf (
    space       TEXT    NOT NULL PRIMARY KEY REFERENCES space (space),
    last_number INTEGER NOT NULL,
    made_by     TEXT    NOT NULL,
    made_until  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Lessons taken from cases. They say where they come from and stay when their collection goes.
CREATE TABLE adoption (
    space      TEXT    NOT NULL REFERENCES space (space),
    id         TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    saved_at   INTEGER NOT NULL,
    deleted_at INTEGER,
    content    TEXT    NOT NULL,
    PRIMARY KEY (space, id)
) STRICT;
CREATE INDEX adoption_newest ON adoption (space, created_at, id) WHERE deleted_at IS NULL;
