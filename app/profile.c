#include "app/profile.h"

#include <stdio.h>
#include <string.h>

#include "app/account.h"
#include "app/console.h"
#include "app/read.h"
#include "app/starter.h"
#include "engine/base/builder.h"
#include "engine/base/personal.h"

#define LINE_BYTES_MAX 4096
#define WORDS_SHOWN 3
#define TABLE_COLUMNS 6
#define COUNT_COLUMNS 0x1Cu     // values, missing, different

/* --- cells --- */

/* The smallest and the largest value, empty when there is none or it must not be shown: neither where one of them is personal. */
static void write_ends(const sr_profile *profile, size_t i, char smallest[SR_INT128_SIZE], char largest[SR_INT128_SIZE])
{
    const sr_profile_column *c = &profile->columns[i];
    const sr_column_rule *rule = &profile->starter.dataset.columns[i];
    smallest[0] = largest[0] = '\0';
    if (!c->has_range || sr_starter_is_hidden(&profile->starter.columns[i]))
        return;
    if (rule->type == SR_TYPE_DATE) {
        sr_date_write_iso(c->day_min, smallest);
        sr_date_write_iso(c->day_max, largest);
    } else if (rule->type == SR_TYPE_REAL) {
        sr_number_write_real(c->real_min, smallest);
        sr_number_write_real(c->real_max, largest);
    } else {
        sr_number_write_decimal(c->integer_min, rule->scale, smallest);
        sr_number_write_decimal(c->integer_max, rule->scale, largest);
    }
    if (sr_personal_is_inside(sr_text_from(smallest)) || sr_personal_is_inside(sr_text_from(largest)))
        smallest[0] = largest[0] = '\0';
}

/* The word that is most frequent behind those that were given before; false when there is none. */
static bool find_word(const sr_survey_values *more, const bool *given, uint32_t *found)
{
    *found = SR_DICT_NONE;
    for (uint32_t i = 0; i < sr_dict_count(more->words); i++)
        if (!given[i] && (*found == SR_DICT_NONE || more->word_counts[i] > more->word_counts[*found]))
            *found = i;
    return *found != SR_DICT_NONE;
}

static void add_words(const sr_profile *profile, size_t i, sr_builder *line)
{
    bool given[SR_SURVEY_WORDS + 1] = {false};
    const sr_survey_values *more = profile->survey.columns[profile->starter.columns[i].survey_index].more;
    sr_column_type type = profile->starter.dataset.columns[i].type;
    uint32_t word;
    bool is_all = more->with_word == profile->columns[i].values && sr_dict_count(more->words) <= SR_SURVEY_WORDS;
    if ((type != SR_TYPE_CODE && type != SR_TYPE_BOOLEAN) || !is_all)
        return;
    for (int n = 0; n < WORDS_SHOWN && find_word(more, given, &word); n++) {
        char shown[SR_SHOWN_SIZE];
        sr_personal_write_shown(sr_dict_get(more->words, word), false, shown);
        sr_builder_addf(line, "%s%s %llu", n > 0 ? ", " : "", shown, (unsigned long long)more->word_counts[word]);
        given[word] = true;
    }
}

static void add_bad(const sr_profile_column *c, sr_builder *line)
{
    if (c->bad == 0)
        return;
    sr_builder_addf(line, "%s%llu cannot be read, the first in line %llu", line->size > 0 ? ", " : "", (unsigned long long)c->bad,
                    (unsigned long long)c->bad_line);
    if (c->bad_damage != SR_DAMAGE_NONE)
        sr_builder_addf(line, " (%s)", sr_damage_get_name(c->bad_damage));
}

/* Ranges, words and what a person should know, in one cell. */
static void add_remark(const sr_profile *profile, size_t i, sr_builder *line)
{
    char ends[2][SR_INT128_SIZE];
    const sr_starter_column *column = &profile->starter.columns[i];
    const sr_column_rule *rule = &profile->starter.dataset.columns[i];
    write_ends(profile, i, ends[0], ends[1]);
    if (sr_starter_get_words(column->reason)->brief != NULL)
        sr_builder_add_c(line, sr_starter_get_words(column->reason)->brief);
    if (ends[0][0] != '\0')
        sr_builder_addf(line, "%s to %s", ends[0], ends[1]);
    add_words(profile, i, line);
    if (rule->type == SR_TYPE_DATE && rule->format_count > 0)
        sr_builder_addf(line, ", as %.*s", SR_TEXT_ARG(rule->formats[0]));
    if (column->reason == SR_STARTER_DATE_ORDER)
        sr_builder_addf(line, "dates as %.*s or %.*s", SR_TEXT_ARG(*column->orders[0]), SR_TEXT_ARG(*column->orders[1]));
    if (column->reason == SR_STARTER_MIXED)
        sr_builder_addf(line, "numbers or dates, but for the value in line %llu",
                        (unsigned long long)profile->survey.columns[column->survey_index].mixed_where.line);
    add_bad(&profile->columns[i], line);
    if (column->may_be_key)
        sr_builder_add_c(line, line->size > 0 ? ", may be the key" : "may be the key");
}

static void add_count(sr_builder *line, uint64_t count)
{
    sr_builder_addf(line, "%llu", (unsigned long long)count);
}

/* --- the table --- */

static const char *const HEADS[TABLE_COLUMNS] = {"column", "type", "values", "missing", "different", "range and remarks"};

static bool make_line(const sr_profile *profile, size_t i, sr_arena *arena, sr_text cells[TABLE_COLUMNS], sr_error *err)
{
    char room[16];
    const sr_column_rule *rule = &profile->starter.dataset.columns[i];
    const sr_survey_column *column = &profile->survey.columns[profile->starter.columns[i].survey_index];
    cells[0] = column->name.size > 0 ? column->name : rule->name;
    for (size_t k = 1; k < TABLE_COLUMNS; k++) {
        sr_builder cell;
        sr_builder_init(&cell, arena, LINE_BYTES_MAX);
        switch (k) {
        case 1: sr_builder_add_c(&cell, sr_starter_get_type(rule, room)); break;
        case 2: add_count(&cell, profile->columns[i].values); break;
        case 3: add_count(&cell, profile->columns[i].missing); break;
        case 4: add_count(&cell, column->more->distinct); break;
        default: add_remark(profile, i, &cell);
        }
        if (column->more->distinct >= SR_SURVEY_DISTINCT_MAX && k == 4)
            sr_builder_add_byte(&cell, '+');
        if (!sr_builder_finish(&cell, &cells[k], err))
            return false;
    }
    return true;
}

static bool print_table(const sr_profile *profile, sr_arena *arena, sr_error *err)
{
    size_t count = profile->starter.dataset.column_count;
    sr_text (*lines)[TABLE_COLUMNS] = sr_arena_alloc(arena, count + 1, sizeof(*lines));
    if (lines == NULL)
        return sr_fail_memory(err);
    for (size_t k = 0; k < TABLE_COLUMNS; k++)
        lines[0][k] = sr_text_from(HEADS[k]);
    for (size_t i = 0; i < count; i++)
        if (!make_line(profile, i, arena, lines[i + 1], err))
            return false;
    fprintf(stdout, "%llu rows", (unsigned long long)profile->survey.rows);
    if (profile->survey.ragged > 0)
        fprintf(stdout, ", %llu of them do not fit the header", (unsigned long long)profile->survey.ragged);
    if (profile->bad_rows > 0)
        fprintf(stdout, ", %llu with a value that cannot be read", (unsigned long long)profile->bad_rows);
    if (profile->survey.others > 0)
        fprintf(stdout, ", and %llu records that are no rows", (unsigned long long)profile->survey.others);
    fputs("\n\n", stdout);
    sr_console_table(lines[0], count + 1, TABLE_COLUMNS, COUNT_COLUMNS);
    return true;
}

/* --- JSON --- */

static void print_key(const char *key, bool is_first)
{
    fprintf(stdout, "%s\"%s\":", is_first ? "" : ",", key);
}

static void print_text(const char *key, sr_text text, bool is_first)
{
    print_key(key, is_first);
    sr_console_json_text(text);
}

static void print_number(const char *key, uint64_t number)
{
    print_key(key, false);
    fprintf(stdout, "%llu", (unsigned long long)number);
}

static void print_sign(const char *key, char sign, bool is_padded)
{
    char text[2] = {sign == SR_SIGN_NUL ? '\0' : sign, ' '};
    print_text(key, (sr_text){text, sign == '\0' ? 0 : 1 + (size_t)is_padded}, false);
}

static void print_json_column(const sr_profile *profile, size_t i)
{
    char room[16];
    char ends[2][SR_INT128_SIZE];
    const sr_column_rule *rule = &profile->starter.dataset.columns[i];
    const sr_starter_column *column = &profile->starter.columns[i];
    const sr_survey_column *surveyed = &profile->survey.columns[column->survey_index];
    write_ends(profile, i, ends[0], ends[1]);
    fputs(i > 0 ? ",\n  {" : "\n  {", stdout);
    print_text("column", surveyed->name, true);
    print_text("name", rule->name, false);
    print_text("type", sr_text_from(sr_starter_get_type(rule, room)), false);
    if (rule->type == SR_TYPE_DATE && rule->format_count > 0)
        print_text("format", rule->formats[0], false);
    print_number("values", profile->columns[i].values);
    print_number("missing", profile->columns[i].missing);
    print_number("bad", profile->columns[i].bad);
    if (profile->columns[i].bad > 0)
        print_number("bad_line", profile->columns[i].bad_line);
    print_number("distinct", surveyed->more->distinct);
    print_number("longest", surveyed->more->points_max);
    if (ends[0][0] != '\0') {
        print_text("min", sr_text_from(ends[0]), false);
        print_text("max", sr_text_from(ends[1]), false);
    }
    print_key("may_be_key", false);
    fputs(column->may_be_key ? "true" : "false", stdout);
    const char *code = sr_starter_get_words(column->reason)->code;
    if (code != NULL)
        print_text("remark", sr_text_from(code), false);
    fputs("}", stdout);
}

static void print_json(const sr_profile *profile)
{
    const sr_dialect *dialect = &profile->survey.dialect;
    fputs("{", stdout);
    print_text("file", sr_text_from(profile->path), true);
    print_text("encoding", dialect->encoding, false);
    print_sign("delimiter", dialect->delimiter, dialect->is_padded);
    print_sign("quote", dialect->quote, false);
    print_sign("escape", dialect->escape, false);
    print_number("skip", dialect->skip_lines);
    print_number("header", (uint64_t)dialect->header_lines);
    print_sign("decimal", profile->starter.dataset.notation.decimal_mark, false);
    print_sign("other_decimal", profile->starter.dataset.other_notation.decimal_mark, false);
    print_number("rows", profile->survey.rows);
    print_number("ragged", profile->survey.ragged);
    print_number("bad_rows", profile->bad_rows);
    print_number("no_rows", profile->survey.others);
    print_key("columns", false);
    fputs("[", stdout);
    for (size_t i = 0; i < profile->starter.dataset.column_count; i++)
        print_json_column(profile, i);
    fputs("]}\n", stdout);
}

/* --- the command --- */

static bool print(const sr_profile *profile, sr_text format, sr_arena *arena, sr_error *err)
{
    sr_text yaml;
    if (sr_text_is(format, SR_TEXT("json"))) {
        print_json(profile);
        return true;
    }
    if (!sr_text_is(format, SR_TEXT("yaml")))
        return print_table(profile, arena, err);
    if (!sr_starter_write(profile, arena, &yaml, err))
        return false;
    return fwrite(yaml.data, 1, yaml.size, stdout) == yaml.size || sr_fail(err, SR_IO, "the profile could not be written to standard output");
}

/* What a person should look at. */
static void judge(const sr_profile *profile, sr_outcome *outcome)
{
    const sr_survey *survey = &profile->survey;
    uint64_t amiss = survey->ragged + survey->unread;
    sr_account_judge_file(profile->path, survey->rows + survey->unread, amiss, amiss, outcome);
    if (survey->rows == 0) {
        sr_console_say("look: %s: no row in it; nothing is known of its columns", profile->path);
        sr_outcome_add(outcome, SR_WARNING);
    }
    if (profile->persons > 0)
        sr_outcome_add(outcome, SR_WARNING);
}

sr_code sr_command_profile(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    sr_infer_options options;
    sr_profile profile = {.persons = 0};
    sr_outcome outcome = {0};
    sr_findings *findings = sr_findings_new(arena);
    const char *path = sr_arguments_get_positional(arguments, 0);
    sr_text format = sr_text_from(sr_arguments_get(arguments, "format"));
    bool is_known = format.size == 0 || sr_text_is(format, SR_TEXT("table")) || sr_text_is(format, SR_TEXT("json")) || sr_text_is(format, SR_TEXT("yaml"));
    if (findings == NULL)
        sr_fail_memory(err);
    else if (!is_known)
        sr_fail(err, SR_USAGE, "--format \"%.*s\" is not known; it is table, json or yaml", SR_TEXT_ARG(format));
    else if (path == NULL || sr_arguments_get_positional(arguments, 1) != NULL)
        sr_fail(err, SR_USAGE, "name one file: seire profile FILE");
    else if (sr_read_settle_dialect(arguments, &options, err) && sr_profile_make(path, &options, arena, &profile, findings, err)
             && print(&profile, format, arena, err))
        judge(&profile, &outcome);
    if (findings != NULL)
        sr_console_findings(findings, SR_CONSOLE_FULL);
    sr_outcome_add(&outcome, err->code);
    return sr_outcome_get_code(&outcome);
}
