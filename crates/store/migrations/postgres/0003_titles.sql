-- The SQLite twin says what this is for. Put together, the words of the title come first and the others move behind them.
UPDATE search SET
    body = CAST(CAST(title AS TSVECTOR) || CAST(body AS TSVECTOR) AS TEXT),
    title = regexp_replace(title, '([^ ]+)', chr(57345) || '\1', 'g');
