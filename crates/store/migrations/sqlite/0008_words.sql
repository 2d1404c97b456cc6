-- The words of the texts apart from those of the titles, which stand there with a mark.
DROP TABLE search_word;
CREATE VIRTUAL TABLE search_word USING fts5vocab (search, col);
