-- The beginning of a word is looked up instead of put together from the places of every word that begins so, which
-- takes 10 ms for a word that is in all of 100,000 entries. Beyond eight letters few words share a beginning.
CREATE VIRTUAL TABLE search_anew USING fts5 (
    space, id, title, body, original UNINDEXED,
    tokenize = 'ascii', prefix = '1 2 3 4 5 6 7 8'
);
INSERT INTO search_anew (search_anew, rank) VALUES ('secure-delete', 1);
INSERT INTO search_anew (rowid, space, id, title, body, original)
    SELECT rowid, space, id, title, body, original FROM search ORDER BY rowid;
DROP TABLE search;
ALTER TABLE search_anew RENAME TO search;
