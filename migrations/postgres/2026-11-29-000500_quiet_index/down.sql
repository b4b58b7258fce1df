-- The index of rows asks for work in the background again.

ALTER INDEX measurements_brin SET (autosummarize = on);
