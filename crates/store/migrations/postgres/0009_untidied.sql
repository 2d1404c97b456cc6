-- The SQLite twin says what this is for.
ALTER TABLE shelf ADD COLUMN untidied BIGINT NOT NULL DEFAULT 0;
