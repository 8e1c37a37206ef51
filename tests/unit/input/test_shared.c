/* Exports that nobody here wrote: the torture files read to their end, and the control totals of real exports come out. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "input/infer.h"
#include "input/open.h"
#include "tests/support/export.h"
#include "tests/support/test.h"

#define FILES_MAX 4096

static sr_arena *arena;

static void find_files(const char *directory, const char **paths, size_t *count)
{
    DIR *entries = opendir(directory);
    assert_non_null(entries);
    for (const struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        sr_error err;
        const char *path;
        sr_error_init(&err);
        if (entry->d_name[0] == '.')
            continue;
        assert_done(sr_file_join(directory, sr_text_from(entry->d_name), arena, &path, &err), &err);
        if (sr_file_is_directory(path))
            find_files(path, paths, count);
        else if (*count < FILES_MAX)
            paths[(*count)++] = path;
    }
    closedir(entries);
}

/* Reads to the end; false when the file is refused with an error that says why. */
static bool read_records(const char *path, sr_arena *own)
{
    sr_error err;
    sr_dialect dialect = {.quote = '"', .header_lines = 1};
    sr_findings *findings = sr_findings_new(own);
    sr_records *records;
    const sr_record *record;
    const char *problem;
    uint64_t previous_line = 0;
    uint64_t problems = 0;
    sr_error_init(&err);
    if (!sr_records_open(path, &dialect, own, &records, findings, &err)) {
        assert_int_equal(err.code, SR_BAD_DATA);
        assert_true(strlen(err.message) > 0);
        return false;
    }
    while (true) {
        assert_done(sr_records_next(records, &record, &problem, &err), &err);
        if (record == NULL)
            break;
        assert_true(record->line > previous_line);
        assert_int_equal(record->field_count == 0, problem != NULL);
        previous_line = record->line;
        problems += problem != NULL;
    }
    sr_records_totals totals = sr_records_get_totals(records);
    assert_true(totals.is_at_end);
    assert_true(totals.lines >= previous_line);
    assert_true(sr_findings_count(findings, SR_CAUTION) >= problems);
    sr_records_close(records);
    return true;
}

static void make_plan(const sr_dataset *dataset, sr_arena *own, sr_plan *plan)
{
    static const sr_kind kinds[] = {[SR_TYPE_INTEGER] = SR_KIND_INTEGER, [SR_TYPE_DECIMAL] = SR_KIND_DECIMAL,
                                    [SR_TYPE_REAL] = SR_KIND_REAL, [SR_TYPE_DATE] = SR_KIND_DATE, [SR_TYPE_TEXT] = SR_KIND_TEXT};
    sr_plan_column *columns = sr_arena_alloc(own, dataset->column_count, sizeof(*columns));
    sr_plan_dataset *made = sr_arena_alloc(own, 1, sizeof(*made));
    for (size_t i = 0; i < dataset->column_count; i++)
        columns[i] = (sr_plan_column){.name = dataset->columns[i].name, .kind = kinds[dataset->columns[i].type],
                                      .scale = dataset->columns[i].scale, .is_needed = true};
    *made = (sr_plan_dataset){.name = dataset->name, .column_count = (uint32_t)dataset->column_count, .columns = columns};
    *plan = (sr_plan){.dataset_count = 1, .datasets = made};
}

/* Every record is accounted for, and no value contradicts the type that was inferred from it. */
static bool read_rows(const char *path, sr_arena *own, sr_intake_file *account, sr_batch *last)
{
    sr_error err;
    sr_infer_options options = {.dialect = {.quote = '"', .header_lines = 1}};
    sr_findings *findings = sr_findings_new(own);
    const sr_dataset *dataset;
    sr_plan plan;
    sr_sources sources;
    const sr_batch *batch;
    uint64_t rows = 0;
    sr_error_init(&err);
    if (!sr_infer(path, &options, own, &dataset, findings, &err)) {
        assert_int_equal(err.code, SR_BAD_DATA);
        return false;
    }
    make_plan(dataset, own, &plan);
    sr_open_options open_options = {.workspace = "."};
    assert_done(sr_open(&plan, dataset, &open_options, sr_dict_new(own), own, &sources, findings, &err), &err);
    sr_source *source = &sources.items[0];
    while (true) {
        assert_done(source->next(source->self, &batch, &err), &err);
        if (batch == NULL)
            break;
        rows += batch->row_count;
        *last = *batch;
    }
    *account = source->get_intake(source->self)->files[0];
    uint64_t sum = account->kept + account->superseded;
    for (uint32_t i = 0; i < account->reason_count; i++) {
        sum += account->reasons[i].count;
        assert_true(strncmp(account->reasons[i].code, "row.", 4) == 0);
    }
    assert_int_equal(account->kept, rows);
    assert_int_equal(account->records, sum);
    sr_sources_close(&sources);
    return true;
}

static void every_torture_file_is_read_to_its_end_and_accounted_for(void **state)
{
    (void)state;
    const char *directory = sr_test_find_shared("torture/files");
    if (directory == NULL)
        skip();
    arena = sr_arena_new();
    const char **paths = sr_arena_alloc(arena, FILES_MAX, sizeof(paths[0]));
    size_t count = 0;
    size_t refused = 0;
    find_files(sr_arena_copy(arena, directory, strlen(directory)), paths, &count);
    assert_true(count >= 377);
    for (size_t i = 0; i < count; i++) {
        sr_arena *own = sr_arena_new();
        sr_intake_file account;
        sr_batch last;
        refused += !read_records(paths[i], own);
        read_rows(paths[i], own, &account, &last);
        sr_arena_free(own);
    }
    assert_true(refused < count / 10);
    sr_arena_free(arena);
}

static void check_total(const char *name, uint64_t records, uint64_t kept, const char *reason, uint64_t blank_lines)
{
    const char *path = sr_test_find_shared(name);
    if (path == NULL)
        skip();
    sr_arena *own = sr_arena_new();
    sr_intake_file account;
    sr_batch last;
    assert_true(read_rows(path, own, &account, &last));
    assert_int_equal(account.records, records);
    assert_int_equal(account.kept, kept);
    assert_int_equal(account.blank_lines, blank_lines);
    assert_int_equal(account.reason_count, reason != NULL);
    if (reason != NULL)
        assert_string_equal(account.reasons[0].code, reason);
    sr_arena_free(own);
}

static void the_helpline_of_2020_has_its_records(void **state)
{
    (void)state;
    check_total("data/ar-linea144-2020.csv", 29706, 29706, NULL, 0);
}

static void the_helpline_of_2021_has_its_records(void **state)
{
    (void)state;
    check_total("data/ar-linea144-2021.csv", 25301, 25301, NULL, 0);
}

static void the_helpline_of_2022_has_its_records(void **state)
{
    (void)state;
    check_total("data/ar-linea144-2022.csv", 24558, 24558, NULL, 0);
}

static void the_payments_of_2010_12_have_their_records_and_one_short_row(void **state)
{
    (void)state;
    check_total("data/uk-leeds-spend-2010-12.csv", 10304, 10303, "row.ragged", 2);
}

static void the_payments_of_2012_04_have_their_records(void **state)
{
    (void)state;
    check_total("data/uk-leeds-spend-2012-04.csv", 10177, 10177, NULL, 0);
}

static void wrapped_rows_of_the_calls_are_set_aside(void **state)
{
    (void)state;
    check_total("data/ar-linea137-llamados-202407.csv", 4146, 4010, "row.ragged", 0);
}

static void police_events_are_read_with_tabs_and_quotes(void **state)
{
    (void)state;
    check_total("data/ee-ppa-avalik_1-2022.csv", 10169, 10169, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_torture_file_is_read_to_its_end_and_accounted_for),
        TEST(the_helpline_of_2020_has_its_records),
        TEST(the_helpline_of_2021_has_its_records),
        TEST(the_helpline_of_2022_has_its_records),
        TEST(the_payments_of_2010_12_have_their_records_and_one_short_row),
        TEST(the_payments_of_2012_04_have_their_records),
        TEST(wrapped_rows_of_the_calls_are_set_aside),
        TEST(police_events_are_read_with_tabs_and_quotes),
    };
    return RUN_TESTS(tests);
}
