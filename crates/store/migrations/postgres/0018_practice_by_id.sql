-- In SQLite what is practised lies in the order of its names from here on. PostgreSQL keeps a table as it likes.
SELECT 1;
