#include "input/survey.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/person.h"
#include "engine/base/personal.h"
#include "input/damage.h"
#include "input/header.h"

#define MIXED_AFTER 10      // values of one kind, before one that is not is worth a word
#define FIRST_SLOTS 1024u

/* Fingerprints of the values of a column. */
typedef struct seen {
    uint64_t *slots;        // 0: free
    size_t room;            // a power of two
    size_t count;
} seen;

typedef struct study {
    const char *path;
    const sr_survey_options *options;
    sr_arena *arena;        // of the answer
    sr_arena *scratch;      // of the pass
    sr_survey *survey;
    sr_header header;       // width only
    seen *seen;             // by column
} study;

/* --- names --- */

static bool name_column(study *s, size_t i, const sr_record *record, sr_dict *names, sr_error *err)
{
    sr_survey_column *c = &s->survey->columns[i];
    char numbered[32];
    sr_guess_init(&c->guess);
    c->fits_format = true;
    c->where = (sr_where){s->path, record->fields[i].line, record->fields[i].column};
    sr_text name = sr_text_trim(record->fields[i].text);
    if (s->survey->dialect.header_lines == 0) {
        snprintf(numbered, sizeof(numbered), "column%zu", i + 1);
        name = sr_text_from(numbered);
    }
    if (name.size == 0)
        return true;
    uint32_t code;
    c->is_repeated = sr_dict_find(names, name) != SR_DICT_NONE;
    return (sr_text_copy(name, s->arena, &c->name) && sr_dict_intern(names, c->name, &code)) || sr_fail_memory(err);
}

static bool add_values(study *s, size_t i, sr_error *err)
{
    sr_survey_values *more = sr_arena_alloc(s->arena, 1, sizeof(*more));
    if (more == NULL)
        return sr_fail_memory(err);
    sr_guess_init(&more->wordless);
    sr_guess_tally_init(&more->tally);
    more->words = sr_dict_new(s->arena);
    s->seen[i] = (seen){sr_arena_alloc(s->scratch, FIRST_SLOTS, sizeof(uint64_t)), FIRST_SLOTS, 0};
    s->survey->columns[i].more = more;
    return (more->words != NULL && s->seen[i].slots != NULL) || sr_fail_memory(err);
}

static bool name_columns(study *s, const sr_record *record, sr_error *err)
{
    size_t count = record->field_count;
    sr_dict *names = sr_dict_new(s->scratch);
    s->survey->columns = sr_arena_alloc(s->arena, count, sizeof(s->survey->columns[0]));
    s->seen = sr_arena_alloc(s->scratch, count, sizeof(s->seen[0]));
    if (names == NULL || s->survey->columns == NULL || s->seen == NULL)
        return sr_fail_memory(err);
    s->survey->column_count = s->header.width = count;
    for (size_t i = 0; i < count; i++) {
        if (!name_column(s, i, record, names, err) || (s->options->with_values && !add_values(s, i, err)))
            return false;
        if (s->survey->columns[i].name.size > 0)
            s->survey->width_min = s->header.width_min = i + 1;
    }
    return true;
}

/* The names of columns are shown wherever rules are spoken of, so nothing personal may become one. */
static bool check_header(const study *s, const sr_record *record, sr_error *err)
{
    char shape[SR_SHOWN_SIZE];
    for (size_t i = 0; s->survey->dialect.header_lines > 0 && i < record->field_count; i++) {
        const sr_field *field = &record->fields[i];
        if (!sr_personal_is_inside(field->text))
            continue;
        sr_personal_write_shown(sr_text_trim(field->text), true, shape);
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){s->path, field->line, field->column},
                          "a personal value ('%s') stands in the header, expected the names of the columns; a file without a header is "
                          "read with --header none", shape);
    }
    return true;
}

/* --- values --- */

static bool grow(study *s, seen *set, sr_error *err)
{
    size_t room = set->room * 4;
    uint64_t *slots = sr_arena_alloc(s->scratch, room, sizeof(slots[0]));
    if (slots == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < set->room; i++) {
        size_t at = set->slots[i] & (room - 1);
        while (set->slots[i] != 0 && slots[at] != 0)
            at = (at + 1) & (room - 1);
        if (set->slots[i] != 0)
            slots[at] = set->slots[i];
    }
    set->slots = slots;
    set->room = room;
    return true;
}

static bool see(study *s, seen *set, sr_text value, sr_error *err)
{
    uint64_t hash = sr_text_hash(value) | 1;
    if (set->count >= SR_SURVEY_DISTINCT_MAX)
        return true;
    size_t at = hash & (set->room - 1);
    while (set->slots[at] != 0 && set->slots[at] != hash)
        at = (at + 1) & (set->room - 1);
    if (set->slots[at] == hash)
        return true;
    set->slots[at] = hash;
    set->count++;
    return set->count * 2 < set->room || grow(s, set, err);
}

static bool has_digit(sr_text value)
{
    for (size_t i = 0; i < value.size; i++)
        if (value.data[i] >= '0' && value.data[i] <= '9')
            return true;
    return false;
}

static bool add_word(sr_survey_values *more, sr_text value, sr_error *err)
{
    uint32_t code = sr_dict_find(more->words, value);
    more->with_word++;
    if (code == SR_DICT_NONE && sr_dict_count(more->words) <= SR_SURVEY_WORDS && !sr_dict_intern(more->words, value, &code))
        return sr_fail_memory(err);
    if (code != SR_DICT_NONE)
        more->word_counts[code]++;
    return true;
}

static void count_damaged_words(sr_survey_values *more)
{
    for (uint32_t i = 0; i < sr_dict_count(more->words); i++) {
        bool is_damaged = sr_damage_find(sr_dict_get(more->words, i), SR_TYPE_INTEGER) != SR_DAMAGE_NONE;
        more->tally.damaged += is_damaged ? more->word_counts[i] : 0;
        more->has_damage = more->has_damage || is_damaged;
    }
}

static bool look_closer(study *s, size_t i, sr_text value, sr_error *err)
{
    sr_survey_values *more = s->survey->columns[i].more;
    size_t points = sr_text_count_points(value);
    more->points += points;
    more->points_max = points > more->points_max ? points : more->points_max;
    more->codes += sr_person_is_code(value);
    more->personal += sr_personal_is_inside(value);
    more->names += sr_personal_may_be_name(value);
    if (!see(s, &s->seen[i], value, err))
        return false;
    if (!has_digit(value))
        return add_word(more, value, err);
    sr_guess_add(&more->wordless, value);
    sr_guess_tally_add(&more->tally, value);
    return true;
}

static void narrow(const study *s, sr_survey_column *c, sr_text value, const sr_field *field)
{
    sr_day day;
    sr_guess before = c->guess;
    sr_guess_add(&c->guess, value);
    if (sr_guess_is_typed(&before) && !sr_guess_is_typed(&c->guess) && before.values >= MIXED_AFTER) {
        c->is_mixed = true;
        c->before = before;
        c->mixed_where = (sr_where){s->path, field->line, field->column};
    }
    if (value.size > 0 && s->options->date_format.size > 0 && c->fits_format)
        c->fits_format = sr_date_parse(value, s->options->date_format, &day);
}

static bool look_at(study *s, const sr_record *record, sr_error *err)
{
    s->survey->rows++;
    if (sr_header_is_ragged(&s->header, record)) {
        s->survey->ragged++;
        return true;
    }
    for (size_t i = 0; i < s->header.width && i < record->field_count; i++) {
        sr_text value = sr_text_trim(record->fields[i].text);
        narrow(s, &s->survey->columns[i], value, &record->fields[i]);
        if (value.size > 0 && s->options->with_values && !look_closer(s, i, value, err))
            return false;
    }
    return true;
}

/* --- the pass --- */

static void pass_over(study *s, const sr_record *record)
{
    s->survey->others++;
    s->survey->unread += record->field_count == 0;
}

/* The header, or without one the first row, names the columns. */
static bool read_names(study *s, sr_table *table, sr_error *err)
{
    const char *problem;
    const sr_record *record = sr_table_get_names(table, &problem);
    bool has_header = record != NULL;
    while (record == NULL && s->survey->dialect.header_lines == 0) {
        if (!sr_table_next(table, &record, &problem, err))
            return false;
        if (record == NULL)
            break;
        if (problem != NULL) {
            pass_over(s, record);
            record = NULL;
        }
    }
    if (record == NULL)
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){s->path, 0, 0}, "no record in the file, expected a header and records");
    if (problem != NULL)
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){s->path, record->line, 0},
                          "the first record cannot be read (%s), expected the names of the columns", problem);
    return check_header(s, record, err) && name_columns(s, record, err) && (has_header || look_at(s, record, err));
}

static bool read_rows(study *s, sr_table *table, sr_error *err)
{
    const sr_record *record;
    const char *problem;
    while (sr_table_next(table, &record, &problem, err)) {
        if (record == NULL)
            return true;
        if (problem != NULL)
            pass_over(s, record);
        else if (!look_at(s, record, err))
            return false;
    }
    return false;
}

/* An answer from such a file would be that of an empty one. */
static bool check_rows(const study *s, sr_error *err)
{
    const sr_survey *survey = s->survey;
    uint64_t records = survey->rows + survey->unread;
    return records == 0 || survey->ragged < survey->rows
        || sr_fail_at(err, SR_BAD_DATA, (sr_where){s->path, survey->columns[0].where.line, 0},
                      "none of the %" PRIu64 " records fits the header, which has %zu fields; expected records of as many; mend the header, say with "
                      "--header where it stands, or with --delimiter what parts the fields", records, survey->column_count);
}

static bool read_file(study *s, sr_findings *findings, sr_error *err)
{
    sr_findings *unheard = sr_findings_new(s->scratch);
    sr_table *table;
    if (unheard == NULL)
        return sr_fail_memory(err);
    s->survey->dialect = s->options->dialect;
    if (!sr_table_open(s->path, &s->survey->dialect, s->scratch, &table, findings, err))
        return false;
    if (!s->options->speaks_of_rows)
        sr_table_set_findings(table, unheard);
    bool done = read_names(s, table, err) && read_rows(s, table, err) && check_rows(s, err);
    s->survey->totals = sr_table_get_totals(table);
    s->survey->dialect.encoding = sr_table_get_encoding(table);
    s->survey->mends = sr_table_get_mends(table);
    for (size_t i = 0; done && i < s->survey->column_count && s->options->with_values; i++) {
        s->survey->columns[i].more->distinct = s->seen[i].count;
        count_damaged_words(s->survey->columns[i].more);
    }
    sr_text encoding;
    sr_dialect *dialect = &s->survey->dialect;
    if (done && !sr_text_copy(dialect->encoding, s->arena, &encoding))
        done = sr_fail_memory(err);
    if (done)
        dialect->encoding = encoding;
    dialect->finds_quote = dialect->finds_header = false;
    sr_table_close(table);
    return done;
}

bool sr_survey_make(const char *path, const sr_survey_options *options, sr_arena *arena, sr_survey *survey, sr_findings *findings, sr_error *err)
{
    sr_survey made = {.rows = 0};
    study s = {.path = path, .options = options, .arena = arena, .survey = &made};
    s.scratch = sr_arena_new();
    bool done = s.scratch != NULL;
    if (!done)
        sr_fail_memory(err);
    done = done && read_file(&s, findings, err);
    sr_arena_free(s.scratch);
    if (done)
        *survey = made;
    return done;
}

/* Numbers with this mark and not with the other: all values, or nearly all that are no words. */
static bool needs_mark(const sr_survey_column *c, char mark, char other)
{
    sr_guess guess;
    if (c->more == NULL || sr_guess_is_typed(&c->guess))
        return sr_guess_needs_mark(&c->guess, mark);
    uint64_t values = c->guess.values - c->more->with_word;
    return sr_guess_needs_mark(&c->more->wordless, mark)
        || (sr_guess_tally_find(&c->more->tally, values, mark, &guess) && sr_guess_is_number(&guess, mark)
            && !(sr_guess_tally_find(&c->more->tally, values, other, &guess) && sr_guess_is_number(&guess, other)));
}

/* The digits behind the comma of a column that needs one; 0: only groups of thousands. */
static uint32_t count_fraction_digits(const sr_survey_column *c)
{
    if (c->more == NULL || sr_guess_is_typed(&c->guess))
        return c->guess.comma.fraction_digits;
    bool is_wordless = sr_guess_is_number(&c->more->wordless, ',');
    return is_wordless ? c->more->wordless.comma.fraction_digits : c->more->tally.fits.comma.fraction_digits;
}

static bool proves_comma(const sr_survey_column *c, char delimiter)
{
    if (!needs_mark(c, ',', '.'))
        return false;
    uint32_t digits = count_fraction_digits(c);
    return delimiter == ';' || digits == 2 || (delimiter != ',' && digits != 3);
}

static sr_notation make_notation(char mark)
{
    return (sr_notation){mark, mark == ',' ? ' ' : '\0'};
}

sr_survey_notations sr_survey_choose_notations(const sr_survey *survey, char decimal_mark)
{
    size_t needs[2] = {0, 0};
    for (size_t i = 0; i < survey->column_count; i++) {
        const sr_survey_column *c = &survey->columns[i];
        needs[0] += needs_mark(c, '.', ',');
        needs[1] += proves_comma(c, survey->dialect.delimiter);
    }
    if (decimal_mark != '\0')
        return (sr_survey_notations){make_notation(decimal_mark), {'\0', '\0'}};
    bool is_comma = needs[1] > needs[0];
    sr_survey_notations found = {make_notation(is_comma ? ',' : '.'), {'\0', '\0'}};
    if (needs[0] > 0 && needs[1] > 0)
        found.other = make_notation(is_comma ? '.' : ',');
    return found;
}

sr_notation sr_survey_get_notation(const sr_survey_column *column, sr_survey_notations notations)
{
    char mark = notations.other.decimal_mark;
    return mark != '\0' && needs_mark(column, mark, notations.usual.decimal_mark) ? notations.other : notations.usual;
}

bool sr_survey_check_path(const char *path, sr_error *err)
{
    struct stat status;
    return strcmp(path, "-") != 0 || (fstat(0, &status) == 0 && S_ISREG(status.st_mode))
        || sr_fail(err, SR_USAGE, "standard input is a pipe and can be read only once, expected a file; use `< file`");
}
