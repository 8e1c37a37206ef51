#include "app/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/account.h"
#include "app/console.h"
#include "input/header.h"
#include "input/table.h"
#include "input/width.h"

static bool settle_sign(const sr_arguments *arguments, const char *name, char *sign, sr_error *err)
{
    const char *value = sr_arguments_get(arguments, name);
    return value == NULL || (strcmp(name, "escape") == 0 ? sr_dialect_parse_escape : sr_dialect_parse_sign)(sr_text_from(value), sign)
        || sr_fail(err, SR_USAGE, "--%s \"%s\" is not one ASCII character; write one, or tab, or none", name, value);
}

static bool settle_signs(const sr_arguments *arguments, sr_dialect *dialect, sr_error *err)
{
    const char *delimiter = sr_arguments_get(arguments, "delimiter");
    if (delimiter != NULL && !sr_dialect_parse_delimiter(sr_text_from(delimiter), dialect))
        return sr_fail(err, SR_USAGE, "--delimiter \"%s\" is not one ASCII character; write one, or tab, or one and a blank", delimiter);
    return settle_sign(arguments, "quote", &dialect->quote, err)
        && settle_sign(arguments, "escape", &dialect->escape, err) && settle_sign(arguments, "comment", &dialect->comment, err)
        && (!sr_dialect_has_clash(dialect)
            || sr_fail(err, SR_USAGE, "delimiter, quote, escape and comment must be different signs; two of them are the same"));
}

static bool settle_caps(const sr_arguments *arguments, sr_dialect *dialect, sr_error *err)
{
    const char *bytes = sr_arguments_get(arguments, "max-bytes");
    const char *ratio = sr_arguments_get(arguments, "max-ratio");
    uint64_t number = 0;
    if (bytes != NULL && !sr_dialect_parse_size(sr_text_from(bytes), &dialect->bytes_max))
        return sr_fail(err, SR_USAGE, "--max-bytes \"%s\" is not a number of bytes; write it as 500 MB or 8 GiB", bytes);
    if (ratio != NULL && (!sr_dialect_parse_size(sr_text_from(ratio), &number) || number > UINT32_MAX))
        return sr_fail(err, SR_USAGE, "--max-ratio \"%s\" is not a whole number above 0", ratio);
    dialect->ratio_max = (uint32_t)number;
    return true;
}

static bool settle_count(const sr_arguments *arguments, const char *name, uint32_t *count, sr_error *err)
{
    const char *value = sr_arguments_get(arguments, name);
    char *end = NULL;
    if (value == NULL)
        return true;
    unsigned long number = strtoul(value, &end, 10);
    if (end == value || *end != '\0' || number > 1000000)
        return sr_fail(err, SR_USAGE, "--%s \"%s\" is not a number of lines from 0 to 1000000", name, value);
    *count = (uint32_t)number;
    return true;
}

/* `--header N`: the header is physical line N; `none`: there is none. */
static bool settle_header(const sr_arguments *arguments, sr_dialect *dialect, sr_error *err)
{
    const char *value = sr_arguments_get(arguments, "header");
    uint32_t line = 1;
    dialect->header_lines = 1;
    if (value != NULL && strcmp(value, "none") == 0) {
        dialect->header_lines = 0;
        return true;
    }
    if (value == NULL)
        return true;
    if (!settle_count(arguments, "header", &line, err))
        return false;
    if (line == 0)
        return sr_fail(err, SR_USAGE, "--header counts lines from 1; write none for a file without a header");
    dialect->skip_lines = line - 1;
    return true;
}

/* Who says anything of how the records are written knows the file: what is left out then is the usual, and nothing is mended. */
static bool settle_mends(const sr_arguments *arguments, sr_dialect *dialect, sr_error *err)
{
    static const char *const KNOWING[] = {"delimiter", "quote", "escape", "comment", "header", "skip"};
    const char *value = sr_arguments_get(arguments, "mend");
    bool is_open = true;
    for (size_t i = 0; i < sizeof(KNOWING) / sizeof(KNOWING[0]); i++)
        is_open = is_open && !sr_arguments_has(arguments, KNOWING[i]);
    dialect->finds_quote = dialect->finds_header = dialect->finds_outside = is_open;
    dialect->mends = is_open ? SR_MEND_ALL : 0;
    if (value == NULL)
        return true;
    dialect->mends = 0;
    for (sr_text rest = sr_text_from(value); rest.size > 0;) {
        size_t comma = sr_text_find(rest, SR_TEXT(","));
        sr_text word = sr_text_slice(rest, 0, comma == SIZE_MAX ? rest.size : comma);
        if (!sr_dialect_parse_mend(sr_text_trim(word), &dialect->mends))
            return sr_fail(err, SR_USAGE, "--mend \"%.*s\" is not known; it is all, none, or some of unwrap,delimiter,quote,extra,join,split,gap",
                           SR_TEXT_ARG(word));
        rest = sr_text_slice(rest, word.size + 1, rest.size);
    }
    return true;
}

bool sr_read_settle_dialect(const sr_arguments *arguments, sr_infer_options *options, sr_error *err)
{
    const char *decimal = sr_arguments_get(arguments, "decimal");
    *options = (sr_infer_options){
        .dialect = {.encoding = sr_text_from(sr_arguments_get(arguments, "encoding")), .quote = '"', .is_trimmed = sr_arguments_has(arguments, "trim")},
        .date_format = sr_text_from(sr_arguments_get(arguments, "date")),
    };
    if (!settle_signs(arguments, &options->dialect, err) || !settle_caps(arguments, &options->dialect, err)
        || !settle_header(arguments, &options->dialect, err)
        || !settle_count(arguments, "skip", &options->dialect.skip_lines, err) || !settle_mends(arguments, &options->dialect, err))
        return false;
    if (options->date_format.size > 0 && !sr_date_is_format(options->date_format))
        return sr_fail(err, SR_USAGE, "--date \"%.*s\" does not name year, month and day; write it as dd.mm.yyyy",
                       SR_TEXT_ARG(options->date_format));
    if (decimal != NULL && strcmp(decimal, ",") != 0 && strcmp(decimal, ".") != 0)
        return sr_fail(err, SR_USAGE, "--decimal \"%s\" is not a decimal mark; write , or .", decimal);
    options->decimal_mark = decimal != NULL ? decimal[0] : '\0';
    return true;
}

/* `header` is the header record, or NULL when the file has none. */
static void print_dialect(const char *path, const sr_dialect *dialect, const sr_record *header)
{
    char byte[2] = {dialect->delimiter, '\0'};
    char quote[2] = {dialect->quote, '\0'};
    fputs("{\"file\":", stdout);
    sr_console_json_text(sr_text_from(path));
    fputs(",\"encoding\":", stdout);
    sr_console_json_text(dialect->encoding);
    fputs(",\"delimiter\":", stdout);
    sr_console_json_text(sr_text_from(byte));
    fputs(",\"quote\":", stdout);
    sr_console_json_text(sr_text_from(quote));
    if (header != NULL)
        fprintf(stdout, ",\"header_line\":%llu}\n", (unsigned long long)header->line);
    else
        fputs(",\"header_line\":null}\n", stdout);
}

static void print_record(const sr_record *record, bool is_csv)
{
    if (!is_csv)
        putchar('[');
    for (size_t i = 0; i < record->field_count; i++) {
        sr_text text = record->fields[i].text;
        if (i > 0)
            putchar(',');
        if (is_csv)
            sr_console_csv_text(text);
        else
            sr_console_json_text(text);
    }
    fputs(is_csv ? "\n" : "]\n", stdout);
}

static bool warn_empty(const char *path, sr_findings *findings, sr_error *err)
{
    return sr_findings_addf(findings, SR_CAUTION, "file.empty", (sr_where){path, 0, 0}, NULL, "a header and records",
                            "look whether the export was cut off", err, "no record in the file");
}

typedef struct reading {
    const sr_infer_options *options;
    bool is_csv;
    bool is_whole;          // every record could be read
    sr_findings *findings;
    sr_arena *arena;
    sr_intake_file *files;  // those that were read to their end
    uint32_t file_count;
} reading;

/* One file, while it is read. */
typedef struct export {
    const char *path;
    sr_table *table;
    sr_header first;        // what was declared says nothing of how many fields a row has; the first record does
    const char *as;
    sr_intake_file account;
} export;

static bool judge_width(const reading *r, export *e, const sr_record *record, sr_error *err)
{
    if (e->first.width == 0)
        e->first.width = e->first.width_min = record->field_count;
    if (sr_table_tells_width(e->table))
        return true;
    if (sr_header_is_ragged(&e->first, record))
        return sr_width_say(r->findings, e->path, "row.ragged", record, e->first.width, e->as, err);
    return record->field_count <= e->first.width || sr_width_say_extra(r->findings, e->path, record, e->first.width, e->as, err);
}

static void count_record(sr_intake_file *account, const char *problem)
{
    if (problem != NULL && strcmp(problem, "row.empty") == 0) {
        account->blank_lines++;
        return;
    }
    account->records++;
    account->kept += problem == NULL;
    if (problem != NULL)
        sr_intake_set_aside(account, problem);
}

static bool take_record(reading *r, export *e, const sr_record *record, const char *problem, sr_error *err)
{
    r->is_whole = r->is_whole && record->field_count > 0;
    if (problem != NULL)
        return true;
    print_record(record, r->is_csv);
    return judge_width(r, e, record, err);
}

static bool read_records(reading *r, export *e, sr_error *err)
{
    const char *problem;
    const sr_record *record = sr_table_get_header(e->table, &problem);
    bool has_header = record != NULL;
    e->as = has_header ? "as in the header" : "as in the first row";
    if (has_header && !take_record(r, e, record, problem, err))
        return false;
    while (sr_table_next(e->table, &record, &problem, err)) {
        if (record == NULL && !has_header && e->account.records + e->account.blank_lines == 0) {
            r->is_whole = r->is_whole && r->options->dialect.header_lines == 0;     // as declared: of an empty file nothing was found
            return warn_empty(e->path, r->findings, err);
        }
        if (record == NULL)
            return true;
        count_record(&e->account, problem);
        if (!take_record(r, e, record, problem, err))
            return false;
    }
    return false;
}

static bool read_file(reading *r, const char *path, sr_error *err)
{
    sr_dialect dialect = r->options->dialect;
    const char *problem;
    export e = {.path = path, .account = {.path = path}};
    if (!sr_table_open(path, &dialect, r->arena, &e.table, r->findings, err))
        return false;
    if (!r->is_csv)
        print_dialect(path, &dialect, sr_table_get_header(e.table, &problem));
    bool done = read_records(r, &e, err);
    sr_records_totals totals = sr_table_get_totals(e.table);
    sr_table_close(e.table);
    e.account.size_bytes = totals.size_bytes;
    e.account.line_count = totals.lines;
    e.account.blank_lines += totals.blank_lines;
    if (done)
        r->files[r->file_count++] = e.account;
    return done;
}

static bool read_files(reading *r, const sr_arguments *arguments, sr_error *err)
{
    size_t count = 0;
    while (sr_arguments_get_positional(arguments, count) != NULL)
        count++;
    r->files = sr_arena_alloc(r->arena, count, sizeof(*r->files));
    if (r->files == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        if (!read_file(r, sr_arguments_get_positional(arguments, i), err))
            return false;
    return true;
}

sr_code sr_command_read(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    sr_infer_options options;
    sr_findings *findings = sr_findings_new(arena);
    const char *format = sr_arguments_get(arguments, "format");
    reading r = {.options = &options, .is_csv = format != NULL && strcmp(format, "csv") == 0, .is_whole = true, .findings = findings,
                 .arena = arena};
    if (findings == NULL)
        sr_fail_memory(err);
    else if (format != NULL && !r.is_csv && strcmp(format, "jsonl") != 0)
        sr_fail(err, SR_USAGE, "--format \"%s\" is not known; it is jsonl or csv", format);
    else if (sr_arguments_get_positional(arguments, 0) == NULL)
        sr_fail(err, SR_USAGE, "name at least one file: seire read FILE");
    else if (sr_read_settle_dialect(arguments, &options, err) && !read_files(&r, arguments, err))
        r.is_whole = false;
    if (findings != NULL)
        sr_console_findings(findings, SR_CONSOLE_FULL);
    for (uint32_t i = 0; i < r.file_count; i++)
        sr_account_tell_file(&r.files[i]);
    if (err->code != SR_OK)
        return err->code;
    return r.is_whole ? SR_OK : SR_BAD_DATA;
}
