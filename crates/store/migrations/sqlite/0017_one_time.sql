-- What happened at one time stands in the order in which it was captured: a thousand lines may come in within one minute.
DROP INDEX entry_newest;
DROP INDEX entry_kind;
DROP INDEX entry_stage;
DROP INDEX entry_unfinished;
CREATE INDEX entry_newest     ON entry (space, occurred, captured_at, id, stage, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX entry_kind       ON entry (space, kind, occurred, captured_at, id) WHERE deleted_at IS NULL;
CREATE INDEX entry_stage      ON entry (space, stage, occurred, captured_at, id) WHERE deleted_at IS NULL;
CREATE INDEX entry_unfinished ON entry (space, occurred, captured_at, id, stage, deleted_at) WHERE deleted_at IS NULL AND stage <> 'done';
