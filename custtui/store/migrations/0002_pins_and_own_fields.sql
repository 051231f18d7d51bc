-- A department's own fields (新增栏目): what each is; `choices` one a line.
CREATE TABLE custom_field (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    chinese TEXT NOT NULL,
    english TEXT NOT NULL,
    form TEXT NOT NULL,
    choices TEXT
) STRICT;

-- Their values, a JSON object by key: money in minor units, numbers in thousandths, days ISO.
ALTER TABLE customer ADD COLUMN custom TEXT;

-- A segment fixed by hand. In a tag dimension `holds` says whether the tag is added or taken away;
-- `last_day` is the last day on which it counts, none for as long as it stands.
CREATE TABLE pin (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    dimension TEXT NOT NULL,
    segment TEXT NOT NULL,
    holds INTEGER NOT NULL DEFAULT 1,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    last_day TEXT,
    recorded TEXT NOT NULL,
    UNIQUE (customer_id, dimension, segment)
) STRICT;

-- Sums are taken from these alone, in the order in which they lie: over a large book, or a customer
-- with very many rows, this is several times quicker than going to each row.
DROP INDEX purchase_customer;
CREATE INDEX purchase_customer ON purchase (customer_id, day, amount, cost, product);
DROP INDEX follow_up_customer;
CREATE INDEX follow_up_customer
    ON follow_up (customer_id, day, direction, kind, done, next_day);

-- A new day asks which rows come into a window or leave it.
CREATE INDEX purchase_day ON purchase (day, customer_id);
CREATE INDEX follow_up_day ON follow_up (day, customer_id);
CREATE INDEX survey_day ON survey (day, customer_id);

-- What judging makes has a new form: the next opening for writing makes it anew. The day stays, which
-- only moves forward, and so do segments, so that the moves are told.
CREATE TABLE IF NOT EXISTS judged (day TEXT NOT NULL);
ALTER TABLE judged ADD COLUMN rules TEXT NOT NULL DEFAULT '';
DROP TABLE IF EXISTS metric;
DROP TABLE IF EXISTS cut;
-- So has what the search index was made for.
DROP TABLE IF EXISTS search_state;
