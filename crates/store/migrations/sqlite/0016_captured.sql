-- Lines that wait for their review, in the order in which they were captured: those of one minute happened at one time.
CREATE INDEX entry_captured ON entry (space, captured_at, id) WHERE deleted_at IS NULL AND stage = 'captured';
