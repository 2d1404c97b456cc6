-- PostgreSQL's index is a tree of words, in which those with the same beginning stand together: nothing to do.
SELECT 1;
