-- The SQLite twin says what this is for.
CREATE TABLE career_story (
    space      TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    id         TEXT COLLATE "C" NOT NULL,
    version    BIGINT           NOT NULL,
    saved_at   BIGINT           NOT NULL,
    deleted_at BIGINT,
    content    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (space, id)
);
