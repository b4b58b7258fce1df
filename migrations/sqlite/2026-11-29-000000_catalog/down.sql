-- Removes what people amended; what the tester said was never changed.

DROP TABLE merges;
DROP TABLE corrections;
