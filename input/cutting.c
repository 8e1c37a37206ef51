#include "input/cutting.h"

#include <string.h>

#include "input/signs.h"
#include "rules/dialect.h"

#define SAMPLE_BYTES ((size_t)256 * 1024)
#define SWALLOWED_MAX 3u    // lines that count of a record that cannot be split
#define LOOSE_BAD 3u        // fewer records that the usual quotes cannot split are mistakes, no habit
#define HEADLESS 0.9        // share of a table whose first record is cut otherwise
#define RUN_ENOUGH 5u       // records of one width on end: a table, whatever stands around it

/*
 * Of equals the one that is rarer in prose comes first. Blanks and colons stand in dates, names and times too. The last ones are no part of
 * values but of few, and come in other rows by no accident.
 */
static const struct {
    char delimiter;
    double weight;
    const char *name;
} DELIMITERS[] = {{'\t', 1, "a tab"}, {';', 1, "a semicolon"}, {'|', 1, "a bar"}, {',', 1, "a comma"}, {'^', 0.9, "a caret"}, {'~', 0.9, "a tilde"},
                  {' ', 0.7, "a blank"}, {':', 0.7, "a colon"}, {'\x1F', 1, "the unit separator"}, {'\x1E', 1, "the record separator"},
                  {'\x01', 1, "the character 1"}, {'\x02', 1, "the character 2"}, {'#', 0.7, "a hash"}, {'!', 0.7, "an exclamation mark"},
                  {'*', 0.7, "an asterisk"}, {'$', 0.7, "a dollar sign"}, {'`', 0.7, "a backtick"}};

/* How quotes may be meant. Another reading than the usual one must cut better by so much. */
static const struct {
    char quote;
    char escape;
    bool is_loose;
    double better;
} QUOTINGS[] = {{'"', '\0', false, 1}, {'"', '\\', false, 1.001}, {'"', '\0', true, 1.05}, {'\'', '\0', false, 1.001}, {'\'', '\\', false, 1.001}, {'\0', '\0', false, 1.05}};

typedef struct detection {
    sr_text text;
    bool has_quote;         // known: it holds, also where none stands in the text
    sr_span span;
    sr_span inner;          // of a record that is one quoted field
    char *buffer;           // for its value
    uint32_t *tally;        // lines of records, by width
    uint32_t *runs;         // the longest run of records, by width
    size_t most;            // the largest width that the rating before has counted
} detection;

typedef struct rating {
    double value;           // 0: does not cut
    size_t width;
    size_t bad;             // records that cannot be split for sure
} rating;

const char *sr_cutting_get_delimiters(void)
{
    return "\t;|,^~ :";
}

void sr_cutting_set_rules(const sr_cutting *cutting, sr_span_rules *rules)
{
    sr_span_rules_init(rules, cutting->delimiter != '\0' ? cutting->delimiter : ',', cutting->quote, cutting->escape, cutting->comment);
    rules->is_padded = cutting->is_padded;
    rules->is_loose = cutting->is_loose;
    rules->is_trimmed = cutting->is_trimmed;
}

const char *sr_cutting_get_name(char delimiter)
{
    for (size_t i = 0; i < sizeof(DELIMITERS) / sizeof(DELIMITERS[0]); i++)
        if (DELIMITERS[i].delimiter == delimiter)
            return DELIMITERS[i].name;
    return "as the first line says";
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

static bool has_rare_delimiter(sr_text cell)
{
    return sr_text_has_byte(cell, ';') || sr_text_has_byte(cell, '\t') || sr_text_has_byte(cell, '|');
}

/*
 * Bare cells with quotes or blanks at their edges were probably cut in the wrong place, and those with a delimiter that is rare in prose twice
 * as probably: there it is the text that says where to cut.
 */
static size_t count_unclean(const detection *d)
{
    size_t count = 0;
    for (size_t i = 0; i < d->span.field_count; i++) {
        const sr_span_field *field = &d->span.fields[i];
        if (field->was_quoted || field->first == field->last)
            continue;
        char first = d->text.data[field->first];
        sr_text cell = {d->text.data + field->first, field->last - field->first};
        bool is_delimiter = cell.size == 1 && cell.data[0] == ',';
        bool is_unclean = is_delimiter || is_quote(first) || first == ' ' || is_quote(d->text.data[field->last - 1]);
        count += has_rare_delimiter(cell) ? 2 : is_unclean;
    }
    return count < d->span.field_count ? count : d->span.field_count;
}

/* The width of the present record. */
static size_t get_width(detection *d, const sr_span_rules *rules)
{
    const sr_span_field *field = &d->span.fields[0];
    if (d->span.state != SR_SPAN_RECORD || d->span.has_tail)
        return 0;
    if (d->span.field_count > 1 || !field->was_quoted)
        return d->span.field_count;
    sr_text value = {d->buffer, sr_span_unquote(rules, d->text, field, d->buffer)};
    if (value.size == 0)
        return 1;
    sr_span_find(rules, value, true, 0, 1, &d->inner);
    return d->inner.state == SR_SPAN_RECORD && d->inner.next == value.size ? d->inner.field_count : 1;
}

static bool is_in_prose(char delimiter)
{
    for (size_t i = 0; i < sizeof(DELIMITERS) / sizeof(DELIMITERS[0]); i++)
        if (DELIMITERS[i].delimiter == delimiter)
            return DELIMITERS[i].weight < 0.8;
    return false;
}

static rating rate(detection *d, const sr_span_rules *rules)
{
    uint64_t lines = 0;
    size_t cells = 0;
    size_t unclean = 0;
    size_t most = 0;
    size_t last_width = 0;
    sr_span_barren barren = {0, 0};
    d->span.barren = &barren;
    size_t bad = 0;
    size_t first_width = SIZE_MAX;
    uint32_t run = 0;
    memset(d->tally, 0, (d->most + 1) * sizeof(d->tally[0]));
    memset(d->runs, 0, (d->most + 1) * sizeof(d->runs[0]));
    for (size_t at = 0; at < d->text.size; at = d->span.next) {
        sr_span_find(rules, d->text, true, at, 1, &d->span);
        if (d->span.state == SR_SPAN_BLANK || d->span.state == SR_SPAN_COMMENT)
            continue;
        size_t width = get_width(d, rules);
        run = width == last_width ? run + 1 : 1;
        last_width = width;
        first_width = first_width == SIZE_MAX ? width : first_width;
        bad += width == 0;
        /* one quote that is not closed may swallow many lines, and is still one mistake */
        uint64_t weight = width == 0 && d->span.line_count > SWALLOWED_MAX ? SWALLOWED_MAX : d->span.line_count;
        lines += weight;
        d->tally[width] += (uint32_t)weight;
        d->runs[width] = run > d->runs[width] ? run : d->runs[width];
        cells += d->span.field_count;
        unclean += count_unclean(d);
        most = width > most ? width : most;
    }
    d->most = most;
    d->span.barren = NULL;
    size_t width = 2;
    for (size_t i = 2; i <= most; i++)
        width = d->tally[i] > d->tally[width] ? i : width;
    bool is_table = d->tally[width] > 0 && (d->tally[width] >= d->tally[1] || (width > 2 && d->runs[width] >= RUN_ENOUGH));
    /* blanks and colons cut names and times into pieces: where they are delimiters they cut the header alike, and into two columns everything */
    bool is_prose = is_in_prose(rules->delimiter) && (first_width != width || (width == 2 && d->tally[width] < lines));
    if (!is_table || most < 2 || is_prose)
        return (rating){0, 1, bad};
    double share = (double)d->tally[width] / (double)lines;
    double clean = 1 - (double)unclean / (double)(cells > 0 ? cells : 1);
    share *= first_width == width ? 1 : HEADLESS;
    return (rating){share * share * (1 - 1 / (double)width) * clean * clean, width, bad};
}

/* Whole lines, unless the first one is longer than the sample. */
static sr_text get_sample(sr_text text)
{
    if (text.size <= SAMPLE_BYTES)
        return text;
    size_t size = SAMPLE_BYTES;
    while (size > 0 && text.data[size - 1] != '\n' && text.data[size - 1] != '\r')
        size--;
    return (sr_text){text.data, size > 0 ? size : SAMPLE_BYTES};
}

/* Most delimiters have a blank behind them. */
static bool is_often_padded(sr_text text, char delimiter)
{
    size_t all = 0;
    size_t padded = 0;
    for (size_t i = 0; i + 1 < text.size; i++) {
        all += text.data[i] == delimiter;
        padded += text.data[i] == delimiter && text.data[i + 1] == ' ';
    }
    return padded * 2 > all;
}

/* One sign has one meaning. */
static bool has_clash(const sr_cutting *cutting)
{
    return sr_dialect_has_clash(&(sr_dialect){
        .delimiter = cutting->delimiter, .quote = cutting->quote, .escape = cutting->escape, .comment = cutting->comment});
}

static bool has_quoting(sr_text text, const sr_cutting *cutting)
{
    const char escaped[] = {cutting->escape == SR_SIGN_NUL ? '\0' : cutting->escape, cutting->quote};
    return (cutting->quote == '\0' || cutting->quote == '"' || sr_text_has_byte(text, cutting->quote))
        && (cutting->escape == '\0' || sr_text_find(text, (sr_text){escaped, 2}) != SIZE_MAX)
        && (!cutting->is_loose || sr_text_has_byte(text, cutting->quote));
}

/* The reading is possible, and makes a difference in this text. */
static bool is_worth_trying(const detection *d, const sr_cutting *cutting)
{
    return !has_clash(cutting) && sr_text_has_byte(d->text, cutting->delimiter) && (d->has_quote || has_quoting(d->text, cutting))
        && (!cutting->is_padded || (cutting->delimiter != ' ' && is_often_padded(d->text, cutting->delimiter)));
}

typedef struct choice {
    sr_cutting cutting;
    double value;
    size_t usual_bad;       // records that the first quoting cannot split
} choice;

/* It must leave nothing that cannot be split. */
static bool is_odd_escape(char escape)
{
    return escape != '\0' && escape != '\\';
}

/* `weight` of the delimiter; `better` than the best so far by this factor. */
static void consider(detection *d, const sr_cutting *cutting, double weight, double better, choice *best)
{
    sr_span_rules rules;
    if (!is_worth_trying(d, cutting) || (cutting->is_loose && !d->has_quote && best->usual_bad < LOOSE_BAD))
        return;
    sr_cutting_set_rules(cutting, &rules);
    rating rated = rate(d, &rules);
    if (cutting->quote == '"' && cutting->escape == '\0' && !cutting->is_loose)
        best->usual_bad = rated.bad;
    if (rated.value * weight <= best->value * better || (is_odd_escape(cutting->escape) && rated.bad > 0))
        return;
    best->value = rated.value * weight;
    best->cutting = *cutting;
    best->cutting.width = rated.width;
}

/* Signs that nobody would expect, where they stand as escapes and quotes do. */
static void consider_odd_escapes(detection *d, sr_cutting cutting, double weight, choice *own)
{
    sr_signs signs;
    sr_signs_find_escapes(d->text, cutting.quote, &signs);
    for (size_t i = 0; i < signs.count; i++) {
        cutting.escape = signs.signs[i];
        consider(d, &cutting, weight, 1.001, own);
    }
}

static void consider_odd_quotes(detection *d, sr_cutting cutting, double weight, choice *own)
{
    sr_signs signs;
    sr_signs_find_quotes(d->text, cutting.delimiter, &signs);
    for (size_t i = 0; i < signs.count; i++) {
        cutting.quote = signs.signs[i];
        consider(d, &cutting, weight, signs.is_common[i] ? 0.999 : 1.05, own);
    }
}

static void consider_quotings(detection *d, const sr_cutting_known *known, sr_cutting cutting, double weight, choice *best)
{
    choice own = {cutting, 0, 0};
    for (size_t i = 0; i < sizeof(QUOTINGS) / sizeof(QUOTINGS[0]); i++) {
        if (!known->has_quote) {
            cutting.quote = QUOTINGS[i].quote;
            cutting.escape = QUOTINGS[i].escape;
            cutting.is_loose = QUOTINGS[i].is_loose;
        }
        consider(d, &cutting, weight, known->has_quote ? 1 : QUOTINGS[i].better, &own);
        if (known->has_quote)
            break;
        if (i == 0 && own.usual_bad > 0)
            consider_odd_escapes(d, cutting, weight, &own);
    }
    if (!known->has_quote) {
        cutting.escape = '\0';
        consider_odd_quotes(d, cutting, weight, &own);
    }
    if (own.value > best->value)
        *best = own;
}

static void choose(detection *d, const sr_cutting_known *known, choice *best)
{
    for (size_t i = 0; i < sizeof(DELIMITERS) / sizeof(DELIMITERS[0]); i++) {
        sr_cutting cutting = known->cutting;
        double weight = 1;
        if (!known->has_delimiter) {
            cutting.delimiter = DELIMITERS[i].delimiter;
            weight = DELIMITERS[i].weight;
        }
        consider_quotings(d, known, cutting, weight, best);
        if (known->has_delimiter)
            return;
        cutting.is_padded = true;
        consider_quotings(d, known, cutting, weight, best);
    }
}

bool sr_cutting_detect(sr_text text, const sr_cutting_known *known, sr_arena *arena, sr_cutting *cutting, sr_error *err)
{
    sr_arena_mark mark = sr_arena_get_mark(arena);
    detection d = {.text = get_sample(text), .has_quote = known->has_quote};
    size_t fields_max = sr_span_count_fields_max(d.text);
    d.span.fields = sr_arena_alloc(arena, fields_max, sizeof(sr_span_field));
    d.inner.fields = sr_arena_alloc(arena, fields_max, sizeof(sr_span_field));
    d.buffer = sr_arena_alloc(arena, d.text.size + 1, 1);
    d.tally = sr_arena_alloc(arena, fields_max + 2, sizeof(d.tally[0]));    // two columns are asked for, whatever there is
    d.runs = sr_arena_alloc(arena, fields_max + 2, sizeof(d.runs[0]));
    if (d.span.fields == NULL || d.inner.fields == NULL || d.buffer == NULL || d.tally == NULL || d.runs == NULL)
        return sr_fail_memory(err);
    choice best = {known->cutting, 0, 0};
    best.cutting.width = 1;
    if (!known->has_quote)
        best.cutting.quote = known->cutting.delimiter == '"' || known->cutting.comment == '"' ? '\0' : '"';
    choose(&d, known, &best);
    *cutting = best.cutting;
    sr_arena_reset(arena, mark);
    return true;
}
