#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_WAIT_MS 10000

static sr_code choose_code(int sqlite_code)
{
    switch (sqlite_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return SR_TRY_AGAIN;
    case SQLITE_FULL:
    case SQLITE_IOERR:
        return SR_IO;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
        return SR_NO_PERMISSION;
    case SQLITE_CANTOPEN:
        return SR_CANNOT_CREATE;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return SR_BAD_DATA;
    default:
        return SR_INTERNAL;
    }
}

bool sr_sql_fail(const sr_ledger *ledger, const char *what, sr_error *err)
{
    int code = ledger->database != NULL ? sqlite3_extended_errcode(ledger->database) : SQLITE_NOMEM;
    if ((code & 0xff) == SQLITE_NOMEM)
        return sr_fail_memory(err);
    bool is_systems = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
    int number = is_systems ? sqlite3_system_errno(ledger->database) : 0;
    char reason[100] = "";
    if (number != 0 && strerror_r(number, reason, sizeof(reason)) != 0)
        reason[0] = '\0';
    return sr_fail_at(err, choose_code(code), (sr_where){ledger->path, 0, 0}, "the ledger could not %s: %s%s%s%s", what,
                      sqlite3_errmsg(ledger->database), reason[0] != '\0' ? " (" : "", reason, reason[0] != '\0' ? ")" : "");
}

static bool fail_making(const char *path, int number, sr_error *err)
{
    bool is_first = err->code == SR_OK;
    sr_fail_system(err, path, number, "the ledger cannot be made");
    if (is_first && err->code == SR_NO_INPUT)
        err->code = SR_CANNOT_CREATE;
    return false;
}

/* The file is made before SQLite sees it, so that it is private from birth; -wal and -shm take its mode. */
static bool make_private(const char *path, sr_error *err)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor >= 0) {
        close(descriptor);
        return true;
    }
    if (errno != EEXIST)
        return fail_making(path, errno, err);
    struct stat status;
    if (stat(path, &status) == 0 && (status.st_mode & 077) != 0 && chmod(path, 0600) != 0)
        return sr_fail_system(err, path, errno, "others can read the ledger and its mode cannot be changed to 0600");
    return true;
}

bool sr_sql_connect(sr_ledger *ledger, sr_error *err)
{
    if (!ledger->is_readonly && !make_private(ledger->path, err))
        return false;
    int flags = (ledger->is_readonly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(ledger->path, &ledger->database, flags, NULL) != SQLITE_OK) {
        sr_sql_fail(ledger, "be opened", err);
        sr_sql_disconnect(ledger);
        return false;
    }
    sqlite3_extended_result_codes(ledger->database, 1);
    sqlite3_busy_timeout(ledger->database, BUSY_WAIT_MS);
    bool done = sr_sql_execute(ledger, "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF", err)
                && (ledger->is_readonly
                    || sr_sql_execute(ledger, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", err));
    if (!done)
        sr_sql_disconnect(ledger);
    return done;
}

void sr_sql_disconnect(sr_ledger *ledger)
{
    sqlite3_close_v2(ledger->database);
    ledger->database = NULL;
}

bool sr_sql_execute(sr_ledger *ledger, const char *statements, sr_error *err)
{
    return sqlite3_exec(ledger->database, statements, NULL, NULL, NULL) == SQLITE_OK || sr_sql_fail(ledger, "be used", err);
}

bool sr_sql_prepare(sr_ledger *ledger, const char *statement, sr_sql *sql, sr_error *err)
{
    sqlite3_stmt *prepared = NULL;
    if (ledger->database == NULL)
        return sr_fail_at(err, SR_IO, (sr_where){ledger->path, 0, 0}, "the ledger was closed after an error");
    if (sqlite3_prepare_v2(ledger->database, statement, -1, &prepared, NULL) != SQLITE_OK) {
        sr_sql_fail(ledger, "be asked", err);
        return false;
    }
    *sql = (sr_sql){.ledger = ledger, .statement = prepared};
    return true;
}

void sr_sql_bind_integer(sr_sql *sql, int64_t value)
{
    if (sqlite3_bind_int64(sql->statement, ++sql->bound, value) != SQLITE_OK)
        sql->failed = true;
}

/* SQLite takes a NULL pointer for the value NULL; an empty text is a text. */
void sr_sql_bind_text(sr_sql *sql, sr_text text)
{
    if (sqlite3_bind_text64(sql->statement, ++sql->bound, text.size > 0 ? text.data : "", text.size, SQLITE_STATIC,
                            SQLITE_UTF8) != SQLITE_OK)
        sql->failed = true;
}

void sr_sql_bind_bytes(sr_sql *sql, sr_text bytes)
{
    if (sqlite3_bind_blob64(sql->statement, ++sql->bound, bytes.size > 0 ? bytes.data : "", bytes.size, SQLITE_STATIC)
        != SQLITE_OK)
        sql->failed = true;
}

bool sr_sql_step(sr_sql *sql, bool *has_row, sr_error *err)
{
    if (sql->failed)
        return sr_sql_fail(sql->ledger, "take a value", err);
    int code = sqlite3_step(sql->statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return sr_sql_fail(sql->ledger, sqlite3_stmt_readonly(sql->statement) ? "be read" : "be written", err);
    *has_row = code == SQLITE_ROW;
    return true;
}

bool sr_sql_run(sr_sql *sql, sr_error *err)
{
    bool has_row = false;
    if (!sr_sql_step(sql, &has_row, err))
        return false;
    sqlite3_reset(sql->statement);
    sql->bound = 0;
    return true;
}

void sr_sql_close(sr_sql *sql)
{
    sqlite3_finalize(sql->statement);
    sql->statement = NULL;
}

int64_t sr_sql_get_integer(const sr_sql *sql, int column)
{
    return sqlite3_column_int64(sql->statement, column);
}

bool sr_sql_get_text(const sr_sql *sql, int column, sr_arena *arena, sr_text *text, sr_error *err)
{
    const char *data = sqlite3_column_blob(sql->statement, column);
    sr_text found = {data, data != NULL ? (size_t)sqlite3_column_bytes(sql->statement, column) : 0};
    return sr_text_copy(found, arena, text) || sr_fail_memory(err);
}

bool sr_sql_read_integer(sr_ledger *ledger, const char *statement, int64_t *value, sr_error *err)
{
    sr_sql sql;
    bool has_row = false;
    if (!sr_sql_prepare(ledger, statement, &sql, err))
        return false;
    bool done = sr_sql_step(&sql, &has_row, err);
    if (done && !has_row)
        done = sr_fail_at(err, SR_BAD_DATA, (sr_where){ledger->path, 0, 0}, "the ledger is damaged: a row is missing");
    if (done)
        *value = sr_sql_get_integer(&sql, 0);
    sr_sql_close(&sql);
    return done;
}

bool sr_sql_reserve(sr_arena *arena, void **items, size_t count, size_t *capacity, size_t size, sr_error *err)
{
    if (count < *capacity)
        return true;
    size_t larger = *capacity == 0 ? 16 : *capacity * 2;
    void *moved = sr_arena_grow(arena, *items, count, larger, size);
    if (moved == NULL)
        return sr_fail_memory(err);
    *items = moved;
    *capacity = larger;
    return true;
}

bool sr_sql_begin(sr_ledger *ledger, sr_error *err)
{
    if (ledger->database == NULL)
        return sr_fail_at(err, SR_IO, (sr_where){ledger->path, 0, 0}, "the ledger was closed after an error");
    int64_t number;
    if (!sr_sql_execute(ledger, "BEGIN IMMEDIATE", err))
        return false;
    if (!sr_sql_read_integer(ledger, "SELECT number FROM revision", &number, err))
        return sr_sql_finish(ledger, false, err);
    ledger->revision = number + 1;
    return true;
}

static bool write_witness(sr_ledger *ledger, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger, "UPDATE revision SET number = ?, process = ?", &sql, err))
        return false;
    sr_sql_bind_integer(&sql, ledger->revision);
    sr_sql_bind_integer(&sql, (int64_t)getpid());
    bool done = sr_sql_run(&sql, err);
    sr_sql_close(&sql);
    return done;
}

/* The file itself is asked, through a new connection, whether the transaction is in it. */
static bool is_committed(sr_ledger *ledger)
{
    sr_error ignored;
    sr_error_init(&ignored);
    sr_sql_disconnect(ledger);
    int64_t number = -1, process = -1;
    return sr_sql_connect(ledger, &ignored)
           && sr_sql_read_integer(ledger, "SELECT number FROM revision", &number, &ignored)
           && sr_sql_read_integer(ledger, "SELECT process FROM revision", &process, &ignored)
           && number == ledger->revision && process == (int64_t)getpid();
}

bool sr_sql_finish(sr_ledger *ledger, bool done, sr_error *err)
{
    if (done && write_witness(ledger, err)) {
        sr_error first;
        sr_error_init(&first);
        if (sr_sql_execute(ledger, "COMMIT", &first) || is_committed(ledger))
            return true;
        return sr_fail_at(err, first.code, (sr_where){ledger->path, 0, 0}, "%s", first.message);
    }
    if (ledger->database != NULL && sqlite3_get_autocommit(ledger->database) == 0
        && sqlite3_exec(ledger->database, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
        sr_sql_disconnect(ledger);  // takes it back too; nothing more may be added to it
    return false;
}
