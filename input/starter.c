#include "input/starter.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/locale.h"
#include "rules/intake.h"
#include "rules/parser.h"

#define NAME_BYTES_MAX 60u
#define WORDS_MISSING_MAX 3u    // words for missing that one column may have
#define TYPED_ENOUGH 5u         // values of one kind, for the words among them to mean missing
#define CODES_MAX 60u           // different words of a column of codes
#define LONG_TEXT_POINTS 40u    // characters of a text, on average, in which anybody may stand

/* --- types --- */

typedef struct pair {
    sr_text yes;
    sr_text no;
} pair;

static const pair PAIRS[] = {
    {SR_TEXT_STATIC("jah"), SR_TEXT_STATIC("ei")}, {SR_TEXT_STATIC("tõene"), SR_TEXT_STATIC("väär")}, {SR_TEXT_STATIC("true"), SR_TEXT_STATIC("false")},
    {SR_TEXT_STATIC("yes"), SR_TEXT_STATIC("no")}, {SR_TEXT_STATIC("si"), SR_TEXT_STATIC("no")}, {SR_TEXT_STATIC("y"), SR_TEXT_STATIC("n")},
};

/* Every value is one of the pair. */
static const pair *find_pair(const sr_survey_values *more, uint64_t values)
{
    if (more->with_word != values || sr_dict_count(more->words) > 4)
        return NULL;
    for (size_t i = 0; i < sizeof(PAIRS) / sizeof(PAIRS[0]); i++) {
        bool is_pair = sr_dict_count(more->words) > 1;
        for (uint32_t j = 0; j < sr_dict_count(more->words); j++) {
            sr_text word = sr_dict_get(more->words, j);
            is_pair = is_pair && (sr_locale_is_same_letters(word, PAIRS[i].yes) || sr_locale_is_same_letters(word, PAIRS[i].no));
        }
        if (is_pair)
            return &PAIRS[i];
    }
    return NULL;
}

static bool set_words(sr_column_rule *rule, const sr_survey_values *more, sr_arena *arena)
{
    sr_text *words = sr_arena_alloc(arena, sr_dict_count(more->words), sizeof(words[0]));
    for (uint32_t i = 0; words != NULL && i < sr_dict_count(more->words); i++)
        words[i] = sr_dict_get(more->words, i);
    rule->missing = words;
    rule->missing_count = sr_dict_count(more->words);
    return words != NULL;
}

static void set_type(sr_column_rule *rule, const sr_guess *guess, sr_notation notation)
{
    const sr_text *format = NULL;
    rule->type = sr_guess_get_type(guess, notation.decimal_mark, &rule->scale, &format);
    rule->formats = format;
    rule->format_count = format != NULL;
}

/* As rules can say them. */
static bool are_on_one_line(const sr_dict *words)
{
    for (uint32_t i = 0; i < sr_dict_count(words); i++)
        if (sr_text_find_control(sr_dict_get(words, i)) != SIZE_MAX)
            return false;
    return true;
}

/* Words that come again among values of one kind mean missing. */
static bool has_words_for_missing(const sr_survey_values *more, uint64_t values, char mark)
{
    sr_guess nearly;
    uint64_t counted = values - more->with_word;
    return are_on_one_line(more->words) && more->with_word >= sr_dict_count(more->words) * 2 && more->with_word > 0 && sr_dict_count(more->words) <= WORDS_MISSING_MAX
        && counted >= TYPED_ENOUGH && counted * 10 >= values && !more->has_damage
        && (sr_guess_is_typed(&more->wordless) || sr_guess_tally_find(&more->tally, counted, mark, &nearly));
}

/* The name of the column says that persons stand in it: a word of it is one of these. */
static bool is_named_after_persons(sr_text name)
{
    static const char *const WORDS[] = {"isik", "isiku", "nimi", "eesnimi", "perenimi", "perekonnanimi", "klient", "kliendi", "telefon", "mobiil", "epost", "email",
                                        "mail", "phone", "mobile", "surname", "firstname", "lastname", "person", "aadress", "address"};
    size_t first = 0;
    for (size_t at = 0; at <= name.size; at++) {
        bool is_inside = at < name.size && ((unsigned char)name.data[at] >= 0x80 || (name.data[at] | 32) >= 'a');
        if (is_inside && (unsigned char)name.data[at] < 0x80)
            is_inside = (name.data[at] | 32) <= 'z';
        if (is_inside)
            continue;
        sr_text word = sr_text_slice(name, first, at - first);
        for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++)
            if (sr_text_is_same_letters(word, sr_text_from(WORDS[i])))
                return true;
        first = at + 1;
    }
    return false;
}

/* Types of text, by what may stand in it. */
static void choose_text(const sr_survey_column *c, sr_starter_column *column, sr_column_rule *rule)
{
    const sr_survey_values *more = c->more;
    uint64_t values = c->guess.values;
    bool comes_again = more->distinct * 3 <= values && more->distinct <= CODES_MAX;
    if (more->personal > 0)
        column->reason = SR_STARTER_PERSONAL;
    else if (more->points > LONG_TEXT_POINTS * values && more->distinct * 3 > values)
        column->reason = SR_STARTER_LONG_TEXT;
    else if (is_named_after_persons(c->name) || (more->names * 2 > values && !comes_again))
        column->reason = SR_STARTER_NAMES;
    rule->type = column->reason != SR_STARTER_PLAIN ? SR_TYPE_DROP : comes_again ? SR_TYPE_CODE : SR_TYPE_TEXT;
}

static bool choose_type(const sr_survey_column *c, sr_notation notation, sr_arena *arena, sr_starter_column *column, sr_column_rule *rule)
{
    const sr_survey_values *more = c->more;
    uint64_t values = c->guess.values;
    const pair *yes_no = find_pair(more, values);
    rule->type = SR_TYPE_TEXT;
    if (values == 0) {
        column->reason = SR_STARTER_NO_VALUES;
        return true;
    }
    if (more->codes * 2 > values) {
        column->reason = SR_STARTER_PERSONS;
        rule->type = SR_TYPE_PERSON;
        return true;
    }
    if (more->personal * 2 > values) {  // also where they look like numbers: 37605030299.0
        column->reason = SR_STARTER_PERSONAL;
        rule->type = SR_TYPE_DROP;
        return true;
    }
    if (yes_no != NULL) {
        rule->type = SR_TYPE_BOOLEAN;
        rule->true_words = &yes_no->yes;
        rule->false_words = &yes_no->no;
        rule->true_count = rule->false_count = 1;
        return true;
    }
    bool has_words = has_words_for_missing(more, values, notation.decimal_mark);
    uint64_t counted = has_words ? values - more->with_word : values;
    sr_guess nearly;
    const sr_guess *guess = has_words ? &more->wordless : &c->guess;
    set_type(rule, guess, notation);
    bool may_be_mixed = (rule->type == SR_TYPE_TEXT || rule->type == SR_TYPE_REAL) && more->personal == 0;
    if (may_be_mixed && sr_guess_tally_find(&more->tally, counted, notation.decimal_mark, &nearly)) {
        column->has_misfits = nearly.values < counted;
        guess = &nearly;
        set_type(rule, guess, notation);
    }
    if (rule->type != SR_TYPE_TEXT)
        return !has_words || set_words(rule, more, arena);
    column->orders[1] = sr_guess_get_other_order(guess, &column->orders[0]);
    column->reason = column->orders[1] != NULL ? SR_STARTER_DATE_ORDER : SR_STARTER_PLAIN;
    if (column->reason == SR_STARTER_PLAIN)
        choose_text(c, column, rule);
    if (column->reason == SR_STARTER_PLAIN && c->is_mixed && !has_words)
        column->reason = SR_STARTER_MIXED;
    return true;
}

/* --- names --- */

static bool is_name_point(uint32_t point)
{
    bool is_ascii = (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
    return is_ascii || (point >= 0xC0 && point != 0xD7 && point != 0xF7 && (point < 0x2000 || point > 0x2FFF) && point < 0xFE00);
}

/* Small letters, digits and single underscores; "c_" before a digit; a word of the expressions, and the name of what is built in, gets an underscore. */
static bool write_name(sr_text header, sr_arena *arena, sr_text *name)
{
    sr_text lower;
    char *out = sr_arena_alloc(arena, NAME_BYTES_MAX + 16, 1);
    size_t used = 0;
    if (out == NULL || !sr_locale_lower(header, arena, &lower))
        return false;
    for (size_t at = 0; at < lower.size && used + 5 < NAME_BYTES_MAX;) {
        size_t first = at;
        uint32_t point;
        if (!sr_text_next_point(lower, &at, &point)) {
            at++;
            continue;
        }
        if (is_name_point(point)) {
            if (used == 0 && point <= '9') {
                memcpy(out, "c_", 2);
                used = 2;
            }
            memcpy(out + used, lower.data + first, at - first);
            used += at - first;
        } else if (used > 0 && out[used - 1] != '_') {
            out[used++] = '_';
        }
    }
    while (used > 0 && out[used - 1] == '_')
        used--;
    if (used == 0)
        out[used++] = 'c';
    if (sr_parser_is_reserved((sr_text){out, used}) || sr_text_is((sr_text){out, used}, sr_intake_get_dataset()->name))
        out[used++] = '_';
    *name = (sr_text){out, used};
    return true;
}

static bool make_unique(sr_dict *names, sr_text *name, sr_arena *arena)
{
    uint32_t code;
    char numbered[NAME_BYTES_MAX + 32];
    sr_text tried = *name;
    for (unsigned n = 2; sr_dict_find(names, tried) != SR_DICT_NONE; n++) {
        snprintf(numbered, sizeof(numbered), "%.*s_%u", SR_TEXT_ARG(*name), n);
        tried = sr_text_from(numbered);
    }
    return sr_text_copy(tried, arena, name) && sr_dict_intern(names, *name, &code);
}

/* --- the data set --- */

static bool make_column(const sr_survey *survey, size_t i, sr_survey_notations notations, sr_dict *names, sr_arena *arena, sr_starter_column *column,
                        sr_column_rule *rule)
{
    const sr_survey_column *c = &survey->columns[i];
    char numbered[32];
    snprintf(numbered, sizeof(numbered), "column%zu", i + 1);
    sr_text *from = sr_arena_alloc(arena, 1, sizeof(*from));
    *column = (sr_starter_column){.survey_index = i};
    *rule = (sr_column_rule){.where = c->where, .from = from, .from_count = 1};
    if (from == NULL || !write_name(c->name.size > 0 ? c->name : sr_text_from(numbered), arena, &rule->name)
        || !make_unique(names, &rule->name, arena) || !choose_type(c, sr_survey_get_notation(c, notations), arena, column, rule))
        return false;
    *from = c->name;
    bool is_whole = c->guess.values == survey->rows && rule->missing_count == 0;
    column->may_be_key = is_whole && !column->has_misfits && survey->rows > 1 && c->more->distinct == survey->rows && column->orders[1] == NULL
                         && (rule->type == SR_TYPE_TEXT || rule->type == SR_TYPE_INTEGER);
    rule->is_required = column->may_be_key;
    return true;
}

bool sr_starter_make(const sr_survey *survey, const char *path, char decimal_mark, sr_arena *arena, sr_starter *starter, sr_error *err)
{
    sr_dict *names = sr_dict_new(arena);
    sr_column_rule *rules = sr_arena_alloc(arena, survey->column_count, sizeof(*rules));
    sr_starter_column *columns = sr_arena_alloc(arena, survey->column_count, sizeof(*columns));
    sr_export_rule *file = sr_arena_alloc(arena, 1, sizeof(*file));
    sr_text name;
    size_t count = 0;
    if (names == NULL || rules == NULL || columns == NULL || file == NULL || !write_name(sr_file_get_stem(sr_text_from(path)), arena, &name))
        return sr_fail_memory(err);
    sr_survey_notations notations = sr_survey_choose_notations(survey, decimal_mark);
    for (size_t i = 0; i < survey->column_count; i++) {
        if (survey->columns[i].name.size == 0 && survey->columns[i].guess.values == 0)
            continue;
        if (!make_column(survey, i, notations, names, arena, &columns[count], &rules[count]))
            return sr_fail_memory(err);
        count++;
    }
    file->pattern = sr_text_from(path);
    starter->columns = columns;
    starter->dataset = (sr_dataset){.name = name, .files = file, .file_count = 1, .dialect = survey->dialect, .notation = notations.usual,
                                    .other_notation = notations.other, .trims = true, .columns = rules, .column_count = count,
                                    .where = {path, 0, 0}};
    return true;
}

bool sr_starter_is_hidden(const sr_starter_column *column)
{
    return column->reason >= SR_STARTER_PERSONS && column->reason <= SR_STARTER_LONG_TEXT;
}

const sr_starter_words *sr_starter_get_words(sr_starter_reason reason)
{
    static const sr_starter_words words[] = {
        [SR_STARTER_PLAIN] = {NULL, NULL, NULL, NULL, NULL},
        [SR_STARTER_NO_VALUES] = {"no_values", "no values", "no value in the whole file", NULL, NULL},
        [SR_STARTER_PERSONS] = {"persons", "persons", "personal codes: a keyed hash is kept, nothing else; needs a key for persons",
                                "personal codes", "`type: person` keeps a keyed hash and nothing else; or `drop`"},
        [SR_STARTER_PERSONAL] = {"persons_in_values", "persons in some values", "personal codes, mail addresses or phone numbers stand in it",
                                 "personal codes, mail addresses or phone numbers in some values",
                                 "`drop` it, unless you know that it may be kept"},
        [SR_STARTER_NAMES] = {"names", "may be names", "may be names of persons", "what may be names of persons",
                              "`drop` it, unless you know that they are none"},
        [SR_STARTER_LONG_TEXT] = {"long_texts", "long texts", "long texts, in which anybody may stand", "long texts, in which anybody may stand",
                                  "`drop` it, unless you know that nobody does"},
        [SR_STARTER_DATE_ORDER] = {"date_order", NULL, NULL, NULL, NULL},
        [SR_STARTER_MIXED] = {"mixed", NULL, NULL, NULL, NULL},
    };
    return &words[reason];
}
