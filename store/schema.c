#include "store/schema.h"

#include <stdio.h>

/*
 * STRICT tables, so that a number stays a number. Days and times are ISO text: a person with sqlite3 can read them.
 * Figures are text, exactly as in figures.csv.
 */
static const char *const steps[] = {
    /* 1: runs, what they read, what they published */
    "CREATE TABLE run ("
    "  id INTEGER PRIMARY KEY,"
    "  as_of TEXT NOT NULL,"
    "  started TEXT NOT NULL,"
    "  finished TEXT NOT NULL DEFAULT '',"
    "  rules_hash TEXT NOT NULL,"
    "  exit_status INTEGER NOT NULL DEFAULT -1,"
    "  summary TEXT NOT NULL DEFAULT '') STRICT;"
    "CREATE TABLE input ("
    "  run_id INTEGER NOT NULL REFERENCES run (id),"
    "  position INTEGER NOT NULL,"
    "  dataset TEXT NOT NULL,"
    "  path TEXT NOT NULL,"
    "  hash TEXT NOT NULL,"
    "  encoding TEXT NOT NULL,"
    "  size_bytes INTEGER NOT NULL,"
    "  records INTEGER NOT NULL,"
    "  kept INTEGER NOT NULL,"
    "  superseded INTEGER NOT NULL,"
    "  set_aside INTEGER NOT NULL,"
    "  PRIMARY KEY (run_id, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE edition ("
    "  id INTEGER PRIMARY KEY,"
    "  run_id INTEGER NOT NULL REFERENCES run (id),"
    "  report TEXT NOT NULL,"
    "  period TEXT NOT NULL,"
    "  edition INTEGER NOT NULL CHECK (edition >= 1),"
    "  rules_hash TEXT NOT NULL,"
    "  input_hash TEXT NOT NULL,"
    "  as_of TEXT NOT NULL,"
    "  is_in_place INTEGER NOT NULL DEFAULT 0 CHECK (is_in_place IN (0, 1)),"
    "  UNIQUE (report, period, edition)) STRICT;"
    "CREATE INDEX edition_of_run ON edition (run_id);"
    "CREATE TABLE edition_file ("
    "  edition_id INTEGER NOT NULL REFERENCES edition (id),"
    "  name TEXT NOT NULL,"
    "  hash TEXT NOT NULL,"
    "  size_bytes INTEGER NOT NULL,"
    "  PRIMARY KEY (edition_id, name)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE figure ("
    "  edition_id INTEGER NOT NULL REFERENCES edition (id),"
    "  figure TEXT NOT NULL,"
    "  grain TEXT NOT NULL,"
    "  n TEXT NOT NULL,"
    "  numerator TEXT NOT NULL,"
    "  denominator TEXT NOT NULL,"
    "  value TEXT NOT NULL,"
    "  lower TEXT NOT NULL,"
    "  upper TEXT NOT NULL,"
    "  target TEXT NOT NULL,"
    "  verdict TEXT NOT NULL,"
    "  state TEXT NOT NULL,"
    "  PRIMARY KEY (edition_id, figure, grain)) STRICT, WITHOUT ROWID;",

    /* 2: the outbox. Message and history are kept; `mail` says how it stands now. */
    "CREATE TABLE mail ("
    "  id INTEGER PRIMARY KEY,"
    "  edition_id INTEGER NOT NULL REFERENCES edition (id),"
    "  recipient_role TEXT NOT NULL,"
    "  address TEXT NOT NULL,"
    "  message_id TEXT NOT NULL UNIQUE,"
    "  subject TEXT NOT NULL,"
    "  bytes BLOB NOT NULL,"
    "  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN"
    "    ('queued', 'sending', 'data', 'accepted', 'deferred', 'failed', 'unknown')),"
    "  attempts INTEGER NOT NULL DEFAULT 0,"
    "  reply TEXT NOT NULL DEFAULT '',"
    "  UNIQUE (edition_id, recipient_role)) STRICT;"
    "CREATE TABLE mail_step ("
    "  id INTEGER PRIMARY KEY,"
    "  mail_id INTEGER NOT NULL REFERENCES mail (id),"
    "  state TEXT NOT NULL,"
    "  at TEXT NOT NULL,"
    "  reply TEXT NOT NULL) STRICT;"
    "CREATE INDEX mail_step_of_mail ON mail_step (mail_id);",

    /* 3: the witness of transactions, see store/sql.h */
    "CREATE TABLE revision ("
    "  id INTEGER PRIMARY KEY CHECK (id = 1),"
    "  number INTEGER NOT NULL,"
    "  process INTEGER NOT NULL) STRICT;"
    "INSERT INTO revision (id, number, process) VALUES (1, 0, 0);",

    /* 4: the header of each file, so that the next run can tell how it has changed */
    "ALTER TABLE input ADD COLUMN header TEXT NOT NULL DEFAULT '';",

    /* 5: what checks of totals found, so that the next run can compare */
    "CREATE TABLE total ("
    "  run_id INTEGER NOT NULL REFERENCES run (id),"
    "  dataset TEXT NOT NULL,"
    "  check_id TEXT NOT NULL,"
    "  value TEXT NOT NULL,"
    "  PRIMARY KEY (run_id, dataset, check_id)) STRICT, WITHOUT ROWID;",

    /* 6: which key hashed the persons of a run, by a name that does not tell it; empty: no person was read */
    "ALTER TABLE run ADD COLUMN person_key TEXT NOT NULL DEFAULT '';",
};

#define STEP_COUNT ((int64_t)(sizeof(steps) / sizeof(steps[0])))

int64_t sr_schema_get_version(void)
{
    return STEP_COUNT;
}

static bool refuse_newer(const sr_ledger *ledger, int64_t version, sr_error *err)
{
    return sr_fail_at(err, SR_BAD_DATA, (sr_where){ledger->path, 0, 0},
                      "the ledger has schema version %lld, this seire knows versions up to %lld: "
                      "a newer seire wrote it; use that one",
                      (long long)version, (long long)STEP_COUNT);
}

/* One look at the file: version and tables of the same moment. A file of somebody else's has tables but no version of ours. */
static bool read_version(sr_ledger *ledger, int64_t *version, sr_error *err)
{
    int64_t tables = 0, runs = 0;
    if (!sr_sql_execute(ledger, "BEGIN", err))
        return false;
    bool done = sr_sql_read_integer(ledger, "SELECT count(*) FROM sqlite_schema", &tables, err)
                && sr_sql_read_integer(ledger, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'run'",
                                       &runs, err)
                && sr_sql_read_integer(ledger, "PRAGMA user_version", version, err);
    done = sr_sql_execute(ledger, "ROLLBACK", err) && done;
    if (done && (*version < 0 || (*version == 0 ? tables > 0 : runs == 0)))
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){ledger->path, 0, 0},
                          "this is an SQLite file, but not a ledger of seire; move it away and run again");
    return done;
}

/* One step, all of it or nothing. Another process may have taken it in the meantime: then it is done. */
static bool take_step(sr_ledger *ledger, int64_t version, sr_error *err)
{
    if (!sr_sql_execute(ledger, "BEGIN IMMEDIATE", err))
        return false;
    int64_t found;
    char pragma[64];
    snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %lld", (long long)(version + 1));
    bool done = sr_sql_read_integer(ledger, "PRAGMA user_version", &found, err)
                && (found != version || (sr_sql_execute(ledger, steps[version], err) && sr_sql_execute(ledger, pragma, err)))
                && sr_sql_execute(ledger, "COMMIT", err);
    if (!done && sqlite3_get_autocommit(ledger->database) == 0)
        sqlite3_exec(ledger->database, "ROLLBACK", NULL, NULL, NULL);
    return done;
}

bool sr_schema_migrate(sr_ledger *ledger, sr_error *err)
{
    for (;;) {
        int64_t version;
        if (!read_version(ledger, &version, err))
            return false;
        if (version > STEP_COUNT)
            return refuse_newer(ledger, version, err);
        if (version == STEP_COUNT)
            return true;
        if (!take_step(ledger, version, err))
            return sr_fail_within(err, "bringing the ledger from version %lld to %lld", (long long)version,
                                  (long long)version + 1);
    }
}

bool sr_schema_check(sr_ledger *ledger, sr_error *err)
{
    int64_t version;
    if (!read_version(ledger, &version, err))
        return false;
    if (version > STEP_COUNT)
        return refuse_newer(ledger, version, err);
    if (version < STEP_COUNT)
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){ledger->path, 0, 0},
                          "the ledger has schema version %lld, this seire reads version %lld: "
                          "the next `seire run` brings it up to date",
                          (long long)version, (long long)STEP_COUNT);
    return true;
}
