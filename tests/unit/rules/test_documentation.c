/*
 * The examples of docs/rules.md are one workspace: each block that begins with ```yaml FILE or ```csv FILE is that file.
 * What the page shows must load and compile without a finding.
 */
#include "rules/compile.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/file.h"
#include "tests/support/workspace.h"

static void write_block(const char *directory, sr_text name, sr_text text)
{
    char path[1024];
    sr_error err;
    sr_error_init(&err);
    snprintf(path, sizeof(path), "%s/%.*s", directory, SR_TEXT_ARG(name));
    char folder[1024];
    snprintf(folder, sizeof(folder), "%s", path);
    *strrchr(folder, '/') = '\0';
    assert_done(sr_file_make_directory(folder, &err), &err);
    assert_false(sr_file_is_there(path));
    assert_done(sr_file_write(path, text, &err), &err);
}

/* Writes the blocks that have a file name; returns how many. */
static size_t write_blocks(const char *directory, sr_text page)
{
    static const sr_text fences[] = {{"\n```yaml ", 9}, {"\n```csv ", 8}};
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        sr_text rest = page;
        size_t at;
        while ((at = sr_text_find(rest, fences[i])) != SIZE_MAX) {
            rest = sr_text_slice(rest, at + fences[i].size, rest.size);
            size_t line = sr_text_find(rest, SR_TEXT("\n"));
            size_t end = sr_text_find(rest, SR_TEXT("\n```\n"));
            assert_true(line < end && end != SIZE_MAX);
            write_block(directory, sr_text_slice(rest, 0, line), sr_text_slice(rest, line + 1, end - line));
            rest = sr_text_slice(rest, end, rest.size);
            count++;
        }
    }
    return count;
}

static void the_workspace_of_the_page_loads_and_compiles(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_text page;
    assert_done(sr_file_read("docs/rules.md", 1 << 20, arena, &page, &err), &err);
    const char *directory = sr_test_make_directory();
    assert_int_equal(write_blocks(directory, page), 15);
    sr_loaded loaded = sr_test_workspace_load(directory);
    const sr_plan *plan = NULL;
    bool done = loaded.done
                && sr_compile(loaded.rules, sr_day_from_civil(2026, 11, 2), arena, &plan, loaded.findings, &loaded.err);
    if (!done || sr_findings_count_groups(loaded.findings) > 0)
        sr_test_loaded_print(&loaded);
    assert_true(done);
    assert_int_equal(sr_findings_count_groups(loaded.findings), 0);
    assert_int_equal(plan->indicator_count, 13);
    sr_arena_free(loaded.arena);
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(the_workspace_of_the_page_loads_and_compiles)};
    return RUN_TESTS(tests);
}
