#include "input/decode.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/builder.h"
#include "engine/base/check_digit.h"
#include "engine/base/person.h"

#define MEMO_WORDS_MAX 4096u    // a column with more different unknown words is searched each time
#define EXPECTED_BYTES_MAX 1024
#define ANSWERS_MAX 256         // in one cell

sr_kind sr_decode_get_kind(sr_column_type type)
{
    switch (type) {
    case SR_TYPE_INTEGER: return SR_KIND_INTEGER;
    case SR_TYPE_DECIMAL: return SR_KIND_DECIMAL;
    case SR_TYPE_REAL: return SR_KIND_REAL;
    case SR_TYPE_DATE: return SR_KIND_DATE;
    case SR_TYPE_BOOLEAN: return SR_KIND_BOOLEAN;
    case SR_TYPE_TEXT:
    case SR_TYPE_CODE:
    case SR_TYPE_CODES:
    case SR_TYPE_PERSON:
    case SR_TYPE_REGISTRY_CODE:
    case SR_TYPE_DROP: break;
    }
    return SR_KIND_TEXT;
}

/* --- what is expected, in words --- */

static void add_words(sr_builder *builder, const sr_text *words, size_t count, const char *last)
{
    for (size_t i = 0; i < count; i++)
        sr_builder_addf(builder, "%s%.*s", i == 0 ? "" : i + 1 == count ? last : ", ", SR_TEXT_ARG(words[i]));
}

static void add_number(sr_builder *builder, const sr_decoder *decoder)
{
    const sr_column_rule *rule = decoder->rule;
    if (rule->type == SR_TYPE_INTEGER)
        sr_builder_add_c(builder, "a whole number");
    else if (rule->type == SR_TYPE_DECIMAL)
        sr_builder_addf(builder, "a number with at most %d digits after '%c'", rule->scale, decoder->notation.decimal_mark);
    else
        sr_builder_addf(builder, "a number with the mark '%c'", decoder->notation.decimal_mark);
    if (decoder->other_notation.decimal_mark != '\0' && rule->type != SR_TYPE_INTEGER)
        sr_builder_addf(builder, " or '%c'", decoder->other_notation.decimal_mark);
}

static bool write_expected(sr_decoder *decoder, sr_arena *arena, sr_error *err)
{
    const sr_column_rule *rule = decoder->rule;
    sr_builder builder;
    sr_builder_init(&builder, arena, EXPECTED_BYTES_MAX * (1 + rule->format_count + rule->true_count + rule->false_count));
    switch (rule->type) {
    case SR_TYPE_INTEGER:
    case SR_TYPE_DECIMAL:
    case SR_TYPE_REAL:
        add_number(&builder, decoder);
        break;
    case SR_TYPE_DATE:
        sr_builder_add_c(&builder, "a date as ");
        add_words(&builder, rule->formats, rule->format_count, " or ");
        break;
    case SR_TYPE_BOOLEAN:
        sr_builder_add_c(&builder, "one of ");
        add_words(&builder, rule->true_words, rule->true_count, ", ");
        sr_builder_add_c(&builder, ", ");
        add_words(&builder, rule->false_words, rule->false_count, ", ");
        break;
    case SR_TYPE_CODE:
    case SR_TYPE_CODES:
        if (rule->list != NULL)
            sr_builder_addf(&builder, "a code or alias of the list '%.*s'", SR_TEXT_ARG(rule->list_name.text));
        else if (rule->type == SR_TYPE_CODE)
            sr_builder_add_c(&builder, "a code");
        else
            sr_builder_addf(&builder, "codes with '%c' between them", rule->separator);
        break;
    case SR_TYPE_PERSON:
        sr_builder_add_c(&builder, "a personal code of 11 digits with its right check digit");
        break;
    case SR_TYPE_REGISTRY_CODE:
        sr_builder_add_c(&builder, "a registry code of 8 digits with its right check digit");
        break;
    case SR_TYPE_TEXT:
    case SR_TYPE_DROP:
        sr_builder_add_c(&builder, "a text");
        break;
    }
    sr_text expected;
    if (!sr_builder_finish(&builder, &expected, err))
        return false;
    decoder->expected = expected.data;
    return true;
}

static bool is_key(const sr_column_rule *rule, const sr_dataset *dataset)
{
    for (size_t i = 0; i < dataset->key_count; i++)
        if (sr_text_is(rule->name, dataset->columns[dataset->key[i]].name))
            return true;
    return false;
}

bool sr_decoder_init(sr_decoder *decoder, const sr_column_rule *rule, const sr_dataset *dataset, sr_arena *arena, sr_error *err)
{
    sr_decoder made = {.rule = rule, .kind = sr_decode_get_kind(rule->type), .notation = dataset->notation,
                       .other_notation = dataset->other_notation, .trims = dataset->trims, .is_key = is_key(rule, dataset)};
    if (made.notation.decimal_mark == '\0')
        made.notation.decimal_mark = '.';
    made.name = sr_arena_copy(arena, rule->name.data, rule->name.size);
    if (made.name == NULL)
        return sr_fail_memory(err);
    if ((rule->type == SR_TYPE_CODE || rule->type == SR_TYPE_CODES) && rule->list != NULL) {
        made.memo = sr_dict_new(arena);
        made.found = sr_arena_alloc(arena, MEMO_WORDS_MAX, sizeof(made.found[0]));
        if (made.memo == NULL || made.found == NULL)
            return sr_fail_memory(err);
    }
    if (!write_expected(&made, arena, err))
        return false;
    *decoder = made;
    return true;
}

/* --- cells --- */

static bool is_blank_byte(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte <= ' ' || byte >= 0x80;     // bytes beyond ASCII may be a NBSP: sr_text_trim looks closer
}

static sr_text trim(sr_text text)
{
    if (text.size == 0 || (!is_blank_byte(text.data[0]) && !is_blank_byte(text.data[text.size - 1])))
        return text;
    return sr_text_trim(text);
}

static bool is_one_of(sr_text text, const sr_text *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sr_text_is(text, words[i]))
            return true;
    return false;
}

static sr_number_result read_number(const sr_decoder *decoder, sr_text text, sr_notation notation, sr_cell *cell)
{
    if (decoder->rule->type == SR_TYPE_INTEGER)
        return sr_number_parse_integer(text, notation, &cell->integer);
    if (decoder->rule->type == SR_TYPE_DECIMAL)
        return sr_number_parse_decimal(text, notation, decoder->rule->scale, &cell->integer);
    return sr_number_parse_real(text, notation, &cell->real);
}

/* Where an export may write numbers in two ways, only what one of them reads, or both alike, is a number. */
static void decode_number(const sr_decoder *decoder, sr_text text, sr_cell *cell)
{
    sr_number_result result = read_number(decoder, text, decoder->notation, cell);
    if (decoder->other_notation.decimal_mark != '\0') {
        sr_cell other = *cell;
        sr_number_result other_result = read_number(decoder, text, decoder->other_notation, &other);
        bool is_same = result == other_result && cell->integer == other.integer && cell->real == other.real;
        if (result == SR_NUMBER_MALFORMED) {
            *cell = other;
            result = other_result;
        } else if (other_result != SR_NUMBER_MALFORMED && !is_same) {
            cell->problem = "value.two_numbers";
            return;
        }
    }
    switch (result) {
    case SR_NUMBER_OK: break;
    case SR_NUMBER_MALFORMED: cell->problem = "value.number"; break;
    case SR_NUMBER_TOO_FINE: cell->problem = "value.too_fine"; break;
    case SR_NUMBER_OVERFLOW: cell->problem = "value.overflow"; break;
    }
}

static void decode_date(const sr_column_rule *rule, sr_text text, sr_cell *cell)
{
    for (size_t i = 0; i < rule->format_count; i++)
        if (sr_date_parse(text, rule->formats[i], &cell->day))
            return;
    cell->problem = "value.date";
}

static void decode_boolean(const sr_column_rule *rule, sr_text text, sr_cell *cell)
{
    cell->integer = sr_locale_is_one_of(text, rule->true_words, rule->true_count);
    if (cell->integer == 0 && !sr_locale_is_one_of(text, rule->false_words, rule->false_count))
        cell->problem = "value.boolean";
}

static bool look_up(sr_decoder *decoder, sr_text word, sr_decoded_word *found, sr_error *err)
{
    uint32_t number = sr_dict_find(decoder->memo, word);
    if (number != SR_DICT_NONE) {
        *found = decoder->found[number];
        return true;
    }
    const sr_list *list = decoder->rule->list;
    *found = (sr_decoded_word){sr_list_find(list, word), list->dated_word.size > 0 && sr_list_needs_day(list, word)};
    if (sr_dict_count(decoder->memo) >= MEMO_WORDS_MAX)
        return true;
    if (!sr_dict_intern(decoder->memo, word, &number))
        return sr_fail_memory(err);
    decoder->found[number] = *found;
    return true;
}

/* *member = NULL when the word is not in the list, or the row does not tell the day that decides what it means. */
static bool find_member(sr_decoder *decoder, sr_text word, const sr_list_member **member, sr_error *err)
{
    sr_decoded_word found;
    if (!look_up(decoder, word, &found, err))
        return false;
    *member = found.member;
    if (found.needs_day && decoder->day != NULL && !decoder->day->is_missing)
        *member = sr_list_find_on(decoder->rule->list, word, decoder->day->day);
    return true;
}

static bool decode_code(sr_decoder *decoder, sr_text word, sr_cell *cell, sr_error *err)
{
    cell->text = word;
    if (decoder->rule->list == NULL)
        return true;
    const sr_list_member *member;
    if (!find_member(decoder, word, &member, err))
        return false;
    if (member == NULL)
        cell->problem = "value.code";
    else
        cell->text = member->code;
    return true;
}

typedef struct answer {
    const sr_list_member *member;   // NULL without a list
    sr_text code;
} answer;

/* In the order of the list, which is the order of its members in memory; without a list by code point. */
static int compare_answers(const void *a, const void *b)
{
    const answer *x = a;
    const answer *y = b;
    if (x->member != NULL && y->member != NULL)
        return (x->member > y->member) - (x->member < y->member);
    return sr_text_compare(x->code, y->code);
}

static bool join_answers(answer *answers, size_t count, sr_arena *scratch, sr_cell *cell, sr_error *err)
{
    qsort(answers, count, sizeof(answers[0]), compare_answers);
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += answers[i].code.size + 1;
    sr_builder builder;
    sr_builder_init(&builder, scratch, size + 1);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && sr_text_is(answers[i].code, answers[i - 1].code))
            continue;
        if (i > 0)
            sr_builder_add_byte(&builder, ',');
        sr_builder_add(&builder, answers[i].code);
    }
    return sr_builder_finish(&builder, &cell->text, err);
}

/* Any text is a code where no list says which, but for what a spreadsheet has left; a comma parts those that are kept. */
static bool is_free_code(sr_text word)
{
    return sr_text_find(word, SR_TEXT(",")) == SIZE_MAX && sr_damage_find(word, SR_TYPE_TEXT) == SR_DAMAGE_NONE;
}

static bool decode_codes(sr_decoder *decoder, sr_text text, sr_arena *scratch, sr_cell *cell, sr_error *err)
{
    answer answers[ANSWERS_MAX];
    size_t count = 0;
    for (size_t first = 0; first <= text.size;) {
        size_t last = first;
        while (last < text.size && text.data[last] != decoder->rule->separator)
            last++;
        sr_text word = trim(sr_text_slice(text, first, last - first));
        first = last + 1;
        if (word.size == 0)
            continue;
        answer *next = &answers[count];
        *next = (answer){NULL, word};
        if (decoder->rule->list != NULL && !find_member(decoder, word, &next->member, err))
            return false;
        bool is_known = decoder->rule->list == NULL ? is_free_code(word) : next->member != NULL;
        if (!is_known || ++count == ANSWERS_MAX) {
            cell->problem = "value.code";
            cell->text = word;
            return true;
        }
        if (next->member != NULL)
            next->code = next->member->code;
    }
    cell->is_missing = count == 0;
    return count == 0 || join_answers(answers, count, scratch, cell, err);
}

static bool decode_value(sr_decoder *decoder, sr_text text, sr_arena *scratch, sr_cell *cell, sr_error *err)
{
    switch (decoder->rule->type) {
    case SR_TYPE_INTEGER:
    case SR_TYPE_DECIMAL:
    case SR_TYPE_REAL:
        decode_number(decoder, text, cell);
        return true;
    case SR_TYPE_DATE:
        decode_date(decoder->rule, text, cell);
        return true;
    case SR_TYPE_BOOLEAN:
        decode_boolean(decoder->rule, text, cell);
        return true;
    case SR_TYPE_CODE:
        return decode_code(decoder, text, cell, err);
    case SR_TYPE_CODES:
        return decode_codes(decoder, text, scratch, cell, err);
    case SR_TYPE_PERSON:
        cell->text = text;
        if (!sr_person_is_code(text))
            cell->problem = "value.person";
        return true;
    case SR_TYPE_REGISTRY_CODE:
        cell->text = text;
        if (!sr_check_digit_is_registry_code(text))
            cell->problem = "value.registry_code";
        return true;
    case SR_TYPE_TEXT:
    case SR_TYPE_DROP:
        cell->text = text;
        break;
    }
    return true;
}

/*
 * A text is kept, whatever a spreadsheet made of it, but not as a key: rows that are not the same would replace each other. Nor as a code,
 * which would be a group of its own.
 */
static void find_damage(const sr_decoder *decoder, sr_text text, sr_cell *cell)
{
    const sr_column_rule *rule = decoder->rule;
    bool has_answers = rule->type == SR_TYPE_CODES;
    bool takes_any = rule->list == NULL && (rule->type == SR_TYPE_CODE || has_answers);
    sr_column_type type = takes_any ? SR_TYPE_TEXT : rule->type;
    if (cell->problem != NULL || (type == SR_TYPE_TEXT && !has_answers))    // each answer was looked at
        cell->damage = sr_damage_find(text, type);
    if (cell->damage == SR_DAMAGE_NONE && cell->problem != NULL && has_answers)
        cell->damage = sr_damage_find(cell->text, type);    // one of several answers
    if (cell->damage == SR_DAMAGE_NONE)
        return;
    if (rule->type == SR_TYPE_TEXT && !decoder->is_key)
        cell->remark = "value.spreadsheet";
    else
        cell->problem = "value.spreadsheet";
}

bool sr_decode(sr_decoder *decoder, const sr_text *field, sr_arena *scratch, sr_cell *cell, sr_error *err)
{
    const sr_column_rule *rule = decoder->rule;
    sr_text text = field == NULL ? SR_TEXT_NONE : decoder->trims || rule->type != SR_TYPE_TEXT ? trim(*field) : *field;
    if (text.size == 0 && field != NULL)
        text = rule->empty.text;
    *cell = (sr_cell){.is_missing = text.size == 0 || is_one_of(text, rule->missing, rule->missing_count)};
    if (!cell->is_missing && !decode_value(decoder, text, scratch, cell, err))
        return false;
    if (!cell->is_missing)
        find_damage(decoder, text, cell);
    cell->is_missing = cell->is_missing || cell->problem != NULL;
    if (cell->is_missing && rule->is_required && cell->problem == NULL)
        cell->problem = "value.missing_required";
    return true;
}

void sr_decode_write_shown(const sr_decoder *decoder, const sr_cell *cell, const sr_text *field, char out[SR_SHOWN_SIZE])
{
    sr_text value = cell->text.size > 0 ? cell->text : field == NULL ? SR_TEXT_NONE : sr_text_trim(*field);
    /* One of several answers may be part of something personal, so the whole cell is asked. */
    bool is_hidden = decoder->rule->type == SR_TYPE_PERSON || (field != NULL && sr_personal_is_inside(*field));
    sr_personal_write_shown(value, is_hidden, out);
}

static const char *find_usual_hint(const char *problem)
{
    static const struct {
        const char *problem;
        const char *hint;
    } hints[] = {
        {"value.date", "correct it in the source, or, where dates are written another way, name the format in `formats`"},
        {"value.number", "correct it in the source, or, where numbers are written another way, say so with `decimal` and `group`"},
        {"value.two_numbers", "one mark makes it another number than the other; correct it in the source, or give exports of each mark a data "
                              "set of their own"},
        {"value.too_fine", "allow more digits in the column's type: decimal(n)"},
        {"value.boolean", "correct it in the source, or add the word to `true` or `false` of the column"},
        {"value.person", "correct it in the source; with `bad: missing` such a value counts as missing"},
        {"value.registry_code", "correct it in the source; with `bad: missing` such a value counts as missing"},
    };
    for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
        if (strcmp(problem, hints[i].problem) == 0)
            return hints[i].hint;
    return NULL;
}

/* Of a number that its type cannot hold, from where to where the type reaches; NULL for other problems. */
static const char *write_range(const sr_decoder *decoder, const char *problem, sr_arena *scratch)
{
    bool is_real = decoder->rule->type == SR_TYPE_REAL;
    if (is_real && strcmp(problem, "value.too_fine") == 0)
        return "no real number but 0 is so near to 0; the nearest is 5e-324; correct it in the source, or read it as a text";
    if (strcmp(problem, "value.overflow") != 0)
        return NULL;
    if (is_real)
        return "real numbers go from -1.7976931348623157e+308 to 1.7976931348623157e+308; correct it in the source, or read it as a text";
    char most[SR_INT128_SIZE];
    sr_builder builder;
    sr_number_write_decimal(INT64_MAX, decoder->rule->type == SR_TYPE_DECIMAL ? decoder->rule->scale : 0, most);
    sr_builder_init(&builder, scratch, EXPECTED_BYTES_MAX);
    sr_builder_addf(&builder, "they go from -%s to %s, a longer one is a text", most, most);
    return builder.failed ? NULL : sr_builder_get(&builder).data;
}

const char *sr_decode_get_hint(const sr_decoder *decoder, const sr_cell *cell, sr_arena *scratch)
{
    const sr_list *list = decoder->rule->list;
    if (cell->damage != SR_DAMAGE_NONE)
        return sr_damage_get_hint(cell->damage);
    if (list == NULL || strcmp(cell->problem, "value.code") != 0) {
        const char *range = write_range(decoder, cell->problem, scratch);
        return range != NULL ? range : find_usual_hint(cell->problem);
    }
    sr_builder builder;
    sr_builder_init(&builder, scratch, EXPECTED_BYTES_MAX);
    if (sr_list_needs_day(list, cell->text)) {
        sr_builder_addf(&builder, "it means different things at different times, and nothing on the day in column '%.*s'; correct "
                        "the day, or add the time to %s", SR_TEXT_ARG(decoder->rule->valid_on.text), list->path);
        return builder.failed ? NULL : sr_builder_get(&builder).data;
    }
    sr_text *candidates = sr_arena_alloc(scratch, list->count, sizeof(candidates[0]));
    if (candidates == NULL)
        return NULL;
    for (size_t i = 0; i < list->count; i++)
        candidates[i] = list->members[i].code;
    sr_text nearest = sr_text_find_nearest(cell->text, candidates, list->count);
    if (nearest.size > 0)
        sr_builder_addf(&builder, "did you mean '%.*s'? Otherwise add it to %s", SR_TEXT_ARG(nearest), list->path);
    else
        sr_builder_addf(&builder, "add it to %s as a code or an alias", list->path);
    return builder.failed ? NULL : sr_builder_get(&builder).data;
}
