CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT,
    gender TEXT,
    birthday TEXT,
    birth_year INTEGER,
    industry TEXT,
    region TEXT,
    address TEXT,
    employees_low INTEGER,
    employees_high INTEGER,
    annual_revenue INTEGER,
    founded_on TEXT,
    source TEXT,
    first_contact_on TEXT,
    first_contact_channel TEXT,
    first_contact_note TEXT,
    owner TEXT,
    stage TEXT,
    stated_grade TEXT,
    stated_segments TEXT,
    lost_reason TEXT,
    win_back_plan TEXT,
    sensitive_id TEXT,
    tags TEXT,
    note TEXT,
    recorded TEXT NOT NULL
) STRICT;
CREATE INDEX customer_name ON customer (name);

CREATE TABLE contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    name TEXT,
    title TEXT,
    decision_role TEXT,
    phones TEXT,
    email TEXT,
    accounts TEXT,
    is_primary INTEGER NOT NULL DEFAULT 0,
    birthday TEXT,
    note TEXT,
    recorded TEXT NOT NULL
) STRICT;
CREATE INDEX contact_customer ON contact (customer_id);

CREATE TABLE follow_up (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    day TEXT NOT NULL,
    direction TEXT,
    channel TEXT,
    kind TEXT,
    summary TEXT NOT NULL,
    new_needs TEXT,
    proposed_solution TEXT,
    agreed TEXT,
    disagreed TEXT,
    contact TEXT,
    author TEXT,
    next_action TEXT,
    next_day TEXT,
    done INTEGER NOT NULL DEFAULT 0,
    recorded TEXT NOT NULL
) STRICT;
CREATE INDEX follow_up_customer ON follow_up (customer_id, day);
CREATE INDEX follow_up_open ON follow_up (next_day) WHERE next_day IS NOT NULL AND done = 0;

CREATE TABLE purchase (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    day TEXT NOT NULL,
    amount INTEGER NOT NULL,
    product TEXT,
    quantity INTEGER,
    spec TEXT,
    unit_price INTEGER,
    cost INTEGER,
    order_number TEXT,
    note TEXT,
    estimated INTEGER NOT NULL DEFAULT 0,
    recorded TEXT NOT NULL
) STRICT;
CREATE INDEX purchase_customer ON purchase (customer_id, day);

CREATE TABLE need (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    detail TEXT,
    weight INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'open',
    source TEXT,
    day TEXT,
    recorded TEXT NOT NULL
) STRICT;
CREATE INDEX need_customer ON need (customer_id);

CREATE TABLE survey (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    day TEXT NOT NULL,
    channel TEXT,
    score INTEGER NOT NULL,
    comment TEXT,
    recorded TEXT NOT NULL
) STRICT;
CREATE INDEX survey_customer ON survey (customer_id, day);

CREATE TABLE contract (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    number TEXT,
    start TEXT,
    "end" TEXT,
    amount INTEGER,
    state TEXT NOT NULL DEFAULT 'running',
    recorded TEXT NOT NULL
) STRICT;
CREATE INDEX contract_customer ON contract (customer_id);
CREATE INDEX contract_end ON contract ("end");

-- The rules that are in force: one dimension a row, its rule as JSON (segments/rules.py).
CREATE TABLE dimension (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    rule TEXT NOT NULL
) STRICT;

-- The change log: history, undo and trash are read from it.
CREATE TABLE edit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    what TEXT NOT NULL,
    cause TEXT NOT NULL,
    moment TEXT NOT NULL,
    uid INTEGER NOT NULL,
    account TEXT NOT NULL,
    undoes INTEGER REFERENCES edit (id)
) STRICT;

-- One row a record that an edit touched: its image before, NULL where the edit made it;
-- last_id closes a run of new ids that one import made.
CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    edit_id INTEGER NOT NULL REFERENCES edit (id),
    record TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    last_id INTEGER,
    before TEXT
) STRICT;
CREATE INDEX change_edit ON change (edit_id);
CREATE INDEX change_record ON change (record, record_id);

-- Metrics, cuts and segments are made by judging (segments/tables.py): they can be rebuilt at any
-- time, so they are no matter of migrations.
CREATE TABLE move (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    edit_id INTEGER NOT NULL REFERENCES edit (id),
    customer_id INTEGER NOT NULL,
    dimension TEXT NOT NULL,
    from_segment TEXT,
    to_segment TEXT,
    day TEXT NOT NULL,
    cause TEXT NOT NULL
) STRICT;
CREATE INDEX move_customer ON move (customer_id, dimension);
CREATE INDEX move_edit ON move (edit_id);

CREATE TABLE search_document (
    slot INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL UNIQUE,
    tokens TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5 (
    tokens,
    content = 'search_document',
    content_rowid = 'slot',
    detail = none,
    columnsize = 0,
    prefix = '1 2',
    tokenize = 'ascii'
);
