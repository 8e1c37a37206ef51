/*
 * Any bytes as a cell: the last bytes choose the rule of its column, the rest is the text.
 *
 * A cell is a value, or missing, or has a problem, never two of them. What was read, written in its canonical form, is read as the same
 * value. Blanks around it, another minus and another blank between groups change nothing; nor do the words of the environment about
 * languages, and reading it twice. Where a message shows a cell, nothing of a person is left in it, and what it shows stands in the cell.
 */
#include <assert.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/builder.h"
#include "input/decode.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHOICE_BYTES 6
#define CELL_BYTES_MAX 2048

/* --- the rules --- */

#define ALL(words) (words), sizeof(words) / sizeof((words)[0])

static const sr_text formats[] = {
    SR_TEXT_STATIC("d.m.yyyy"), SR_TEXT_STATIC("yyyy-mm-dd"), SR_TEXT_STATIC("d.m.yy"), SR_TEXT_STATIC("yyyymmdd"), SR_TEXT_STATIC("d-Mon-yyyy"),
    SR_TEXT_STATIC("dd.mm.yyyy HH:MM:SS"), SR_TEXT_STATIC("m/d/yyyy"), SR_TEXT_STATIC("yyyy-mm-ddTHH:MM"),
};
static const sr_text missing[] = {SR_TEXT_STATIC("-"), SR_TEXT_STATIC("puudub"), SR_TEXT_STATIC("n/a")};
static const sr_text trues[] = {SR_TEXT_STATIC("jah"), SR_TEXT_STATIC("I"), SR_TEXT_STATIC("1"), SR_TEXT_STATIC("ÕIGE")};
static const sr_text falses[] = {SR_TEXT_STATIC("ei"), SR_TEXT_STATIC("0"), SR_TEXT_STATIC("väär")};
static const sr_text empties[] = {SR_TEXT_STATIC(""), SR_TEXT_STATIC("0"), SR_TEXT_STATIC("ei"), SR_TEXT_STATIC("31.12.2025")};

/* `Lääne` was one county until 2020 and is another one since; so was `old`. */
static const sr_list_alias west[] = {{SR_TEXT_STATIC("Lääne"), SR_DAY_MIN, 18262}, {SR_TEXT_STATIC("old"), SR_DAY_MIN, SR_DAY_MAX}};
static const sr_list_alias north[] = {{SR_TEXT_STATIC("Lääne"), 18262, SR_DAY_MAX}, {SR_TEXT_STATIC("Põhja, linn"), SR_DAY_MIN, SR_DAY_MAX}};
static const sr_list_member members[] = {
    {.code = SR_TEXT_STATIC("OA"), .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX},
    {.code = SR_TEXT_STATIC("0056"), .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .aliases = ALL(west)},
    {.code = SR_TEXT_STATIC("0045"), .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .aliases = ALL(north)},
    {.code = SR_TEXT_STATIC("Ž-1"), .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX},
};
static const sr_list list = {.name = SR_TEXT_STATIC("counties"), .path = "lists/counties.csv", .members = ALL(members),
                             .dated_word = SR_TEXT_STATIC("Lääne")};

/* A column, its data set, and the day of the row. */
typedef struct setting {
    sr_column_rule rule;
    sr_dataset dataset;
    sr_cell day;
    size_t key;
} setting;

static void choose_column(const uint8_t choices[CHOICE_BYTES], sr_column_rule *rule)
{
    *rule = (sr_column_rule){
        .name = SR_TEXT("cell"), .type = (sr_column_type)(choices[0] % SR_TYPE_DROP), .scale = choices[1] % (SR_SCALE_MAX + 1),
        .separator = choices[1] % 2 == 0 ? ',' : ';', .list_name.text = SR_TEXT("counties"), .valid_on.text = SR_TEXT("opened"),
        .formats = formats + choices[3] % 4, .format_count = 1 + choices[3] / 4 % 4, .missing = ALL(missing), .true_words = ALL(trues),
        .false_words = ALL(falses), .empty.text = empties[choices[4] >> 6], .is_required = (choices[4] & 1) != 0,
    };
    if ((choices[4] & 2) != 0 && (rule->type == SR_TYPE_CODE || rule->type == SR_TYPE_CODES))
        rule->list = &list;
    if (rule->list != NULL && (choices[4] & 4) != 0)
        rule->is_dated = true;
}

static void choose(const uint8_t choices[CHOICE_BYTES], setting *set)
{
    static const sr_notation notations[] = {{'.', 0}, {',', ' '}, {',', '.'}, {'.', ','}, {'.', ' '}, {',', 0}, {0, 0}, {',', ' '}};
    *set = (setting){.day = {.is_missing = (choices[5] & 1) != 0, .day = choices[5] * 200}};
    choose_column(choices, &set->rule);
    set->dataset = (sr_dataset){.columns = &set->rule, .column_count = 1, .key = &set->key, .key_count = (choices[4] & 8) != 0,
                                .trims = (choices[4] & 16) != 0, .notation = notations[choices[2] & 7]};
    if ((choices[2] & 8) != 0 && set->dataset.notation.decimal_mark == ',')
        set->dataset.other_notation = (sr_notation){'.', (choices[2] & 16) != 0 ? ' ' : '\0'};
}

/* --- reading --- */

typedef struct desk {
    const setting *set;
    sr_decoder *decoder;
    sr_arena *arena;
} desk;

static sr_cell decode(const desk *d, const sr_text *field)
{
    sr_error err;
    sr_cell cell;
    sr_error_init(&err);
    if (!sr_decode(d->decoder, field, d->arena, &cell, &err))
        abort();
    return cell;
}

static bool is_number(sr_column_type type)
{
    return type == SR_TYPE_INTEGER || type == SR_TYPE_DECIMAL || type == SR_TYPE_REAL;
}

static bool is_same_c(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool is_same(const desk *d, const sr_cell *a, const sr_cell *b)
{
    if (!is_same_c(a->problem, b->problem) || !is_same_c(a->remark, b->remark) || a->is_missing != b->is_missing)
        return false;
    if (a->is_missing)
        return true;
    switch (d->decoder->kind) {
    case SR_KIND_BOOLEAN:
    case SR_KIND_INTEGER:
    case SR_KIND_DECIMAL: return a->integer == b->integer;
    case SR_KIND_REAL: return a->real == b->real;
    case SR_KIND_DATE: return a->day == b->day;
    case SR_KIND_TEXT: return sr_text_is(a->text, b->text);
    case SR_KIND_COUNT: break;
    }
    abort();
}

/* The text is read as the same value as the cell. */
static void assert_reads_as(const desk *d, sr_text text, const sr_cell *cell)
{
    sr_cell again = decode(d, &text);
    assert(is_same(d, &again, cell));
}

/* --- what a cell can be --- */

static bool is_problem_of(const char *problem, sr_column_type type)
{
    static const char *const problems[] = {
        [SR_TYPE_TEXT] = " ", [SR_TYPE_CODE] = " value.code ", [SR_TYPE_CODES] = " value.code ",
        [SR_TYPE_INTEGER] = " value.number value.too_fine value.overflow value.two_numbers ",
        [SR_TYPE_DECIMAL] = " value.number value.too_fine value.overflow value.two_numbers ",
        [SR_TYPE_REAL] = " value.number value.too_fine value.overflow value.two_numbers ",
        [SR_TYPE_DATE] = " value.date ", [SR_TYPE_BOOLEAN] = " value.boolean ", [SR_TYPE_PERSON] = " value.person ",
        [SR_TYPE_REGISTRY_CODE] = " value.registry_code ",
    };
    const char *found = strstr(problems[type], problem);
    return (found != NULL && found[-1] == ' ' && found[strlen(problem)] == ' ') || strcmp(problem, "value.spreadsheet") == 0
        || strcmp(problem, "value.missing_required") == 0;
}

static void check_state(const desk *d, const sr_cell *cell)
{
    const sr_column_rule *rule = &d->set->rule;
    assert(cell->problem == NULL || cell->is_missing);
    assert(cell->problem == NULL || cell->remark == NULL);
    assert(cell->problem == NULL || is_problem_of(cell->problem, rule->type));
    assert(cell->remark == NULL || (rule->type == SR_TYPE_TEXT && !cell->is_missing));
    assert((cell->damage != SR_DAMAGE_NONE) == (is_same_c(cell->problem, "value.spreadsheet") || cell->remark != NULL));
    bool is_required_problem = is_same_c(cell->problem, "value.missing_required");
    assert(!is_required_problem || rule->is_required);
    assert(!cell->is_missing || cell->problem != NULL || !rule->is_required);
    if (cell->is_missing)
        return;
    assert(d->decoder->kind != SR_KIND_REAL || isfinite(cell->real));
    assert(d->decoder->kind != SR_KIND_DATE || (cell->day >= SR_DAY_MIN && cell->day <= SR_DAY_MAX));
    assert(d->decoder->kind != SR_KIND_BOOLEAN || cell->integer == 0 || cell->integer == 1);
    assert(d->decoder->kind != SR_KIND_TEXT || cell->text.size > 0);
    assert(rule->type != SR_TYPE_CODE || rule->list == NULL || sr_list_find_code(rule->list, cell->text) != NULL);
}

static bool lies_in(sr_text part, sr_text text)
{
    return part.size == 0 || (part.data >= text.data && part.data + part.size <= text.data + text.size);
}

/* Only bytes that a shape may have. */
static bool is_shape(const char *shown)
{
    for (const char *c = shown; *c != '\0'; c++)
        if ((*c >= '0' && *c <= '8') || (*c >= 'b' && *c <= 'z') || (*c >= 'A' && *c <= 'Z'))
            return false;
    return true;
}

static void check_message(const desk *d, const sr_cell *cell, sr_text field)
{
    char shown[SR_SHOWN_SIZE];
    if (cell->problem == NULL && cell->remark == NULL)
        return;
    bool is_empty_word = sr_text_trim(field).size == 0;
    assert(is_empty_word || lies_in(cell->text, field));    // what is shown, and where it begins
    sr_decode_write_shown(d->decoder, cell, &field, shown);
    assert(sr_text_find_invalid(sr_text_from(shown)) == SIZE_MAX);
    assert(strpbrk(shown, "\n\r\t\x1B") == NULL);
    assert((d->set->rule.type != SR_TYPE_PERSON && !sr_personal_is_inside(field)) || is_shape(shown));
    if (strcmp(cell->problem != NULL ? cell->problem : cell->remark, "value.missing_required") == 0)
        return;
    const char *hint = sr_decode_get_hint(d->decoder, cell, d->arena);
    assert(hint == NULL || sr_text_find_invalid(sr_text_from(hint)) == SIZE_MAX);
}

/* --- canonical forms --- */

static void replace_byte(char *text, size_t size, char from, char to)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] == from)
            text[i] = to;
}

/* With one mark; where a file may have two, a canonical form may be another number in the other. */
static void check_number(const desk *d, const sr_cell *cell)
{
    char text[SR_INT128_SIZE];
    bool is_real = d->set->rule.type == SR_TYPE_REAL;
    uint8_t scale = d->set->rule.type == SR_TYPE_DECIMAL ? d->set->rule.scale : 0;
    size_t size = is_real ? sr_number_write_real(cell->real, text) : sr_number_write_decimal(cell->integer, scale, text);
    sr_notation plain = {'.', 0};
    if (is_real) {
        double real;
        assert(sr_number_parse_real((sr_text){text, size}, plain, &real) == SR_NUMBER_OK && real == cell->real);
    } else {
        int64_t integer;
        assert(sr_number_parse_decimal((sr_text){text, size}, plain, scale, &integer) == SR_NUMBER_OK && integer == cell->integer);
    }
    if (d->decoder->other_notation.decimal_mark != '\0')
        return;
    replace_byte(text, size, '.', d->decoder->notation.decimal_mark);
    assert_reads_as(d, (sr_text){text, size}, cell);
}

static void write_number(char *out, int value, int digits)
{
    for (int i = digits - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
}

/* In the first format, where that can say every year. */
static void check_date(const desk *d, const sr_cell *cell)
{
    char text[32] = "";
    sr_civil civil = sr_day_to_civil(cell->day);
    assert(sr_day_from_civil(civil.year, civil.month, civil.day) == cell->day);
    sr_text format = d->set->rule.formats[0];
    if (sr_text_is(format, SR_TEXT("d.m.yyyy"))) {
        memcpy(text, "00.00.0000", 11);
        write_number(text, civil.day, 2);
        write_number(text + 3, civil.month, 2);
        write_number(text + 6, civil.year, 4);
    } else if (sr_text_is(format, SR_TEXT("yyyy-mm-dd"))) {
        sr_date_write_iso(cell->day, text);
    } else {
        return;
    }
    assert_reads_as(d, sr_text_from(text), cell);
}

/* An answer may be the word that means no value when it is the whole cell (",-"). */
static void check_codes(const desk *d, const sr_cell *cell)
{
    for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++)
        if (sr_text_is(cell->text, missing[i]))
            return;
    char *text = sr_arena_copy(d->arena, cell->text.data, cell->text.size);
    for (size_t i = 0; i + 1 < cell->text.size; i++)
        assert(text[i] != ',' || text[i + 1] != ',');
    replace_byte(text, cell->text.size, ',', d->set->rule.separator);
    assert_reads_as(d, (sr_text){text, cell->text.size}, cell);
}

static void check_canonical(const desk *d, const sr_cell *cell)
{
    switch (d->set->rule.type) {
    case SR_TYPE_INTEGER:
    case SR_TYPE_DECIMAL:
    case SR_TYPE_REAL: check_number(d, cell); break;
    case SR_TYPE_DATE: check_date(d, cell); break;
    case SR_TYPE_BOOLEAN: assert_reads_as(d, cell->integer == 1 ? trues[0] : falses[0], cell); break;
    case SR_TYPE_CODES: check_codes(d, cell); break;
    case SR_TYPE_TEXT:
    case SR_TYPE_CODE:
    case SR_TYPE_PERSON:
    case SR_TYPE_REGISTRY_CODE: assert_reads_as(d, cell->text, cell); break;
    case SR_TYPE_DROP: abort();
    }
}

/* --- other ways to write the same --- */

static sr_text join(const desk *d, sr_text a, sr_text b, sr_text c)
{
    sr_builder builder;
    sr_builder_init(&builder, d->arena, CELL_BYTES_MAX + 64);
    sr_builder_add(&builder, a);
    sr_builder_add(&builder, b);
    sr_builder_add(&builder, c);
    assert(!builder.failed);
    return sr_builder_get(&builder);
}

static void check_blanks(const desk *d, const sr_cell *cell, sr_text field)
{
    if (!d->decoder->trims && d->set->rule.type == SR_TYPE_TEXT)
        return;
    assert_reads_as(d, join(d, SR_TEXT(" \xC2\xA0"), field, SR_TEXT("\xE2\x80\xAF\t")), cell);
}

/* A minus in front is the same minus behind or as U+2212; brackets and a minus are one of them too many. */
static void check_minus(const desk *d, const sr_cell *cell, sr_text field)
{
    sr_text text = sr_text_trim(field);
    if (!is_number(d->set->rule.type) || cell->is_missing || !sr_text_has_prefix(text, SR_TEXT("-")))
        return;
    sr_text rest = sr_text_slice(text, 1, text.size);
    assert_reads_as(d, join(d, SR_TEXT("\xE2\x88\x92"), rest, SR_TEXT_NONE), cell);
    assert_reads_as(d, join(d, rest, SR_TEXT("-"), SR_TEXT_NONE), cell);
    assert_reads_as(d, join(d, SR_TEXT("("), rest, SR_TEXT(")")), cell);
}

static void check_groups(const desk *d, const sr_cell *cell, sr_text field)
{
    sr_text text = sr_text_trim(field);
    if (!is_number(d->set->rule.type) || cell->is_missing || !sr_text_has_byte(text, ' '))
        return;
    sr_builder builder;
    sr_builder_init(&builder, d->arena, 3 * CELL_BYTES_MAX);
    for (size_t i = 0; i < text.size; i++)
        sr_builder_add(&builder, text.data[i] == ' ' ? SR_TEXT("\xE2\x80\xAF") : sr_text_slice(text, i, 1));
    assert(!builder.failed);
    assert_reads_as(d, sr_builder_get(&builder), cell);
}

/* Letters of words have no case, in whatever language the environment speaks. */
static void check_words(const desk *d, const sr_cell *cell, sr_text field)
{
    sr_text text = sr_text_trim(field);
    for (size_t i = 0; i < sizeof(trues) / sizeof(trues[0]) && d->set->rule.type == SR_TYPE_BOOLEAN; i++)
        assert(!sr_text_is_same_letters(text, trues[i]) || (!cell->is_missing && cell->integer == 1));
    for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++)
        assert(!sr_text_is(text, missing[i]) || cell->is_missing || !d->decoder->trims);
}

/* --- numbers of 128 bits --- */

__extension__ typedef unsigned __int128 uint128;

static uint128 get_size(sr_int128 value)
{
    return value < 0 ? 0 - (uint128)value : (uint128)value;
}

static void check_arithmetic(sr_int128 a, sr_int128 b)
{
    const uint128 max = ~(uint128)0 >> 1;
    sr_int128 result;
    sr_int128 back;
    sr_int128 mirrored;
    bool done = sr_int128_add(a, b, &result);
    assert(done == sr_int128_add(b, a, &mirrored) && (!done || result == mirrored));
    assert(done || (a < 0) == (b < 0));
    assert(done ? sr_int128_subtract(result, b, &back) && back == a : get_size(a) > max - get_size(b));
    done = sr_int128_multiply(a, b, &result);
    assert(done == sr_int128_multiply(b, a, &mirrored) && (!done || result == mirrored));
    assert(done ? b == 0 || (result / b == a && result % b == 0) : b != 0 && get_size(a) > max / get_size(b));
}

static void check_exact(sr_int128 value, uint8_t from, uint8_t to)
{
    char text[SR_INT128_SIZE];
    sr_int128 result;
    sr_int128 back;
    size_t size = sr_number_write_decimal(value, from, text);
    uint128 sum = 0;
    for (size_t i = value < 0; i < size; i++)
        sum = text[i] == '.' ? sum : sum * 10 + (uint128)(text[i] - '0');
    assert(sum == get_size(value) && (text[0] == '-') == (value < 0));
    if (sr_number_rescale(value, from, to, &result))
        assert(sr_number_rescale(result, to, from, &back) && back == value);
    uint8_t few = from < to ? from : to;
    sr_int128 rounded = sr_number_round(value, from, few);
    assert(from > few || rounded == value);
    assert(rounded == 0 || (rounded < 0) == (value < 0));
    assert(isfinite(sr_number_to_real(value, from)));
}

static void check_integers(sr_text bytes, const uint8_t choices[CHOICE_BYTES])
{
    sr_int128 numbers[2];
    if (bytes.size < sizeof(numbers))
        return;
    memcpy(numbers, bytes.data, sizeof(numbers));
    check_arithmetic(numbers[0], numbers[1]);
    check_arithmetic(numbers[0], (int64_t)numbers[1]);
    check_exact(numbers[0], choices[1] % (SR_SCALE_MAX + 1), choices[2] % (SR_SCALE_MAX + 1));
}

/* --- one cell --- */

static void check(const desk *d, sr_text field)
{
    const sr_cell cell = decode(d, &field);
    check_state(d, &cell);
    if (sr_text_find_invalid(field) != SIZE_MAX || sr_text_has_byte(field, '\0'))
        return;     // such a record is no row
    assert_reads_as(d, field, &cell);
    check_message(d, &cell, field);
    check_blanks(d, &cell, field);
    check_minus(d, &cell, field);
    check_groups(d, &cell, field);
    check_words(d, &cell, field);
    if (!cell.is_missing)
        check_canonical(d, &cell);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return setenv("LC_ALL", "tr_TR.UTF-8", 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < CHOICE_BYTES || size > CELL_BYTES_MAX)
        return 0;
    const uint8_t *choices = data + size - CHOICE_BYTES;
    sr_text field = {(const char *)data, size - CHOICE_BYTES};
    setting set;
    sr_decoder decoder;
    sr_error err;
    choose(choices, &set);
    sr_error_init(&err);
    desk d = {&set, &decoder, sr_arena_new()};
    if (!sr_decoder_init(&decoder, &set.rule, &set.dataset, d.arena, &err))
        abort();
    decoder.day = set.rule.is_dated ? &set.day : NULL;
    check(&d, field);
    sr_cell absent = decode(&d, NULL);
    assert(absent.is_missing && (absent.problem != NULL) == set.rule.is_required);
    check_integers(field, choices);
    assert(strcmp(setlocale(LC_ALL, NULL), "C") == 0);
    sr_arena_free(d.arena);
    return 0;
}
