-- The SQLite twin says what this is for.
CREATE TABLE quarter (
    space      TEXT COLLATE "C" NOT NULL REFERENCES space (space),
    id         TEXT COLLATE "C" NOT NULL,
    version    BIGINT           NOT NULL,
    first_day  TEXT COLLATE "C" NOT NULL,
    last_day   TEXT COLLATE "C" NOT NULL,
    frozen_at  BIGINT,
    saved_at   BIGINT           NOT NULL,
    deleted_at BIGINT,
    content    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (space, id)
);
CREATE UNIQUE INDEX quarter_period ON quarter (space, first_day, last_day) WHERE deleted_at IS NULL;
