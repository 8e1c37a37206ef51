/*
 * SQLite within the room store: one connection, statements that are bound, stepped and closed, transactions that are
 * believed only after a look at what is there.
 *
 * A failed COMMIT may have been carried out all the same. Every transaction therefore raises `revision.number` and leaves the
 * number of its process; when COMMIT fails the file is opened again, and the transaction counts as done when both stand there.
 */
#ifndef SR_STORE_SQL_H
#define SR_STORE_SQL_H

#include <sqlite3.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "store/ledger.h"

struct sr_ledger {
    sr_arena *arena;            // holds the ledger itself and its path
    const char *path;
    sqlite3 *database;
    bool is_readonly;
    int64_t revision;           // the number the open transaction will leave
};

SR_MUST_USE bool sr_sql_connect(sr_ledger *ledger, sr_error *err);
void sr_sql_disconnect(sr_ledger *ledger);

/* "path: the ledger could not ...: what SQLite says"; chooses the code from SQLite's. Returns false. */
bool sr_sql_fail(const sr_ledger *ledger, const char *what, sr_error *err);

SR_MUST_USE bool sr_sql_execute(sr_ledger *ledger, const char *statements, sr_error *err);

/* --- one statement: prepare, bind in order, run or step, close --- */

typedef struct sr_sql {
    sr_ledger *ledger;
    sqlite3_stmt *statement;
    int bound;                  // how many parameters have a value
    bool failed;                // a bind failed; told by the next step
} sr_sql;

SR_MUST_USE bool sr_sql_prepare(sr_ledger *ledger, const char *statement, sr_sql *sql, sr_error *err);
void sr_sql_bind_integer(sr_sql *sql, int64_t value);
void sr_sql_bind_text(sr_sql *sql, sr_text text);       // must live until the statement was run
void sr_sql_bind_bytes(sr_sql *sql, sr_text bytes);
SR_MUST_USE bool sr_sql_step(sr_sql *sql, bool *has_row, sr_error *err);
SR_MUST_USE bool sr_sql_run(sr_sql *sql, sr_error *err);    // a statement without rows; can be bound and run again
void sr_sql_close(sr_sql *sql);                         // twice is allowed

int64_t sr_sql_get_integer(const sr_sql *sql, int column);
SR_MUST_USE bool sr_sql_get_text(const sr_sql *sql, int column, sr_arena *arena, sr_text *text, sr_error *err);

/* A statement of one row and one number. */
SR_MUST_USE bool sr_sql_read_integer(sr_ledger *ledger, const char *statement, int64_t *value, sr_error *err);

/* Room for one element more in an array that grows; *items may move. */
SR_MUST_USE bool sr_sql_reserve(sr_arena *arena, void **items, size_t count, size_t *capacity, size_t size, sr_error *err);

/* --- transactions --- */

SR_MUST_USE bool sr_sql_begin(sr_ledger *ledger, sr_error *err);

/* Commits when `done`, else takes everything back. The result is whether the transaction stands in the file. */
SR_MUST_USE bool sr_sql_finish(sr_ledger *ledger, bool done, sr_error *err);

#endif
