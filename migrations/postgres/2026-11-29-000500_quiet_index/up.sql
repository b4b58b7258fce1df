-- The index of rows asks for no work in the background any more: every command makes what it loaded known to it when it ends, and
-- a large load asked for more than the server keeps, which left a line in its log for every 32 pages.

ALTER INDEX measurements_brin SET (autosummarize = off);
