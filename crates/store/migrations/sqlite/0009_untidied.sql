-- How many cases went since the search was tidied: their words are in its index until then. What went before this was
-- counted, once: it is not known whether its tidying came to an end.
ALTER TABLE shelf ADD COLUMN untidied INTEGER NOT NULL DEFAULT 0;
UPDATE shelf SET untidied = 1 WHERE last_number > 0;
