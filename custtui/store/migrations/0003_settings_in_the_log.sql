-- Settings have numbers like every record that people change, so that the log can hold them, and
-- undo gives them back.
CREATE TABLE numbered_setting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
) STRICT;
INSERT INTO numbered_setting (key, value) SELECT key, value FROM setting ORDER BY key;
DROP TABLE setting;
ALTER TABLE numbered_setting RENAME TO setting;
