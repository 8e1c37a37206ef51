#include "input/spans.h"

#include <assert.h>
#include <string.h>

#include "rules/dialect.h"

enum { PLAIN, DELIMITER, LINE_END, QUOTE, ESCAPE };

typedef struct scanner {
    const sr_span_rules *rules;
    sr_span_barren *barren; // NULL: nobody remembers
    sr_text text;
    size_t limit;           // no record reaches further
    bool is_last;           // nothing comes behind the text
    bool is_open;           // a byte was wanted that is not there yet
    size_t at;
    size_t kept;            // behind the last character that was escaped: a blank in front of it is text
    uint64_t line;
    size_t line_first;
} scanner;

void sr_span_rules_init(sr_span_rules *rules, char delimiter, char quote, char escape, char comment)
{
    *rules = (sr_span_rules){.delimiter = delimiter,
                             .quote = quote,
                             .escape = escape == quote ? '\0' : escape,
                             .comment = comment,
                             .record_bytes_max = SR_RECORD_BYTES_MAX,
                             .field_bytes_max = SR_FIELD_BYTES_MAX,
                             .fields_max = SR_FIELDS_MAX};
    if (rules->escape != '\0')
        rules->classes[escape == SR_SIGN_NUL ? 0 : (unsigned char)escape] = ESCAPE;
    if (quote != '\0')
        rules->classes[(unsigned char)quote] = QUOTE;
    rules->classes[(unsigned char)delimiter] = DELIMITER;
    rules->classes['\r'] = LINE_END;
    rules->classes['\n'] = LINE_END;
}

size_t sr_span_count_fields_max(sr_text text)
{
    return text.size < SR_FIELDS_MAX ? text.size + 1 : SR_FIELDS_MAX;
}

void sr_span_rules_limit(sr_span_rules *rules, const sr_limits *limits)
{
    assert(limits->record_bytes == 0 || limits->record_bytes >= SR_PIECE_BYTES_MIN);
    if (limits->record_bytes > 0)
        rules->record_bytes_max = limits->record_bytes;
    if (limits->field_bytes > 0)
        rules->field_bytes_max = limits->field_bytes;
    if (limits->fields > 0)
        rules->fields_max = limits->fields;
}

static uint8_t get_class(const scanner *s)
{
    return s->rules->classes[(unsigned char)s->text.data[s->at]];
}

/* The scan stands at the end of the text: is it the end of all? */
static void reach_end(scanner *s)
{
    s->is_open = s->is_open || (!s->is_last && s->at >= s->text.size);
}

/* The byte at the place is a delimiter by its class. A padded one has a blank behind it, or the end of the line. */
static bool is_delimiter(scanner *s)
{
    if (!s->rules->is_padded)
        return true;
    if (s->at + 1 >= s->text.size) {
        s->is_open = s->is_open || !s->is_last;
        return true;
    }
    char behind = s->text.data[s->at + 1];
    return behind == ' ' || behind == '\n' || behind == '\r';
}

static void pass_blanks(scanner *s)
{
    while (s->at < s->limit && (s->text.data[s->at] == ' ' || s->text.data[s->at] == '\t') && get_class(s) == PLAIN)
        s->at++;
}

/* The quote at the place ends its field. */
static bool closes(scanner *s)
{
    if (!s->rules->is_loose)
        return true;
    size_t quote = s->at++;
    if (s->rules->is_trimmed)
        pass_blanks(s);
    reach_end(s);
    uint8_t class = s->at < s->text.size ? get_class(s) : LINE_END;
    bool is_end = class == LINE_END || (class == DELIMITER && is_delimiter(s));
    s->at = quote;
    return is_end;
}

static void pass_line_end(scanner *s)
{
    if (s->text.data[s->at] == '\r' && s->at + 1 == s->text.size && !s->is_last)
        s->is_open = true;
    if (s->text.data[s->at] == '\r' && s->at + 1 < s->text.size && s->text.data[s->at + 1] == '\n')
        s->at++;
    s->at++;
    s->line++;
    s->line_first = s->at;
}

static void pass_escaped(scanner *s)
{
    s->at++;
    reach_end(s);
    if (s->at >= s->limit)
        return;
    if (get_class(s) == LINE_END)
        pass_line_end(s);
    else
        s->at++;
    s->kept = s->at;
    while (s->kept < s->text.size && ((unsigned char)s->text.data[s->kept] & 0xC0) == 0x80)
        s->kept++;  // the whole character
}

/* To the delimiter, the line end or the limit. */
static void pass_bare(scanner *s, sr_span *span)
{
    const uint8_t *classes = s->rules->classes;
    const char *data = s->text.data;
    while (s->at < s->limit) {
        uint8_t class = classes[(unsigned char)data[s->at]];
        if (class == LINE_END || (class == DELIMITER && is_delimiter(s)))
            return;
        if (class == ESCAPE) {
            span->has_escape = true;
            pass_escaped(s);
            continue;
        }
        span->has_bare_quote |= class == QUOTE;
        s->at++;
    }
    reach_end(s);
}

void sr_span_barren_shift(sr_span_barren *barren, size_t size)
{
    barren->first = barren->first > size ? barren->first - size : 0;
    barren->last = barren->last > size ? barren->last - size : 0;
}

/*
 * No quote between the place and the limit closes a field. Of loose quotes each tells by what follows it, wherever the field began, so what was
 * found for one field holds for the next.
 */
static bool is_barren(scanner *s)
{
    sr_span_barren *barren = s->barren;
    size_t begin = s->at;
    if (barren == NULL || !s->rules->is_loose || s->rules->is_trimmed || s->rules->escape != '\0')
        return false;
    if (barren->last <= begin || barren->first > begin)
        *barren = (sr_span_barren){begin, begin};
    for (s->at = barren->last; s->at < s->limit; s->at++)
        if (get_class(s) == QUOTE && closes(s))
            break;
    barren->last = s->at > barren->last ? s->at : barren->last;
    bool is_none = s->at >= s->limit;
    s->at = begin;
    return is_none;
}

/* From the opening quote to behind the closing one; false when there is none before the limit. */
static bool pass_quoted(scanner *s, sr_span *span, size_t *close)
{
    s->at++;
    bool is_none = is_barren(s);
    while (!is_none && s->at < s->limit) {
        switch (get_class(s)) {
        case QUOTE:
            if (s->at + 1 >= s->text.size)
                s->is_open = s->is_open || !s->is_last;
            if (s->at + 1 < s->text.size && s->text.data[s->at + 1] == s->rules->quote && !s->rules->is_loose) {
                s->at += 2;
            } else if (closes(s)) {
                *close = s->at++;
                return true;
            } else {
                s->at++;
            }
            break;
        case LINE_END:
            pass_line_end(s);
            break;
        case ESCAPE:
            span->has_escape = true;
            pass_escaped(s);
            break;
        default:
            s->at++;
        }
    }
    s->at = s->limit;       // the last line end may have gone beyond it
    reach_end(s);
    return false;
}

static void set_problem(sr_span *span, sr_span_state state, size_t at)
{
    if (span->state != SR_SPAN_RECORD)
        return;
    span->state = state;
    span->problem_at = at;
}

static bool is_at_quote(const scanner *s)
{
    return s->at < s->limit && s->rules->quote != '\0' && s->text.data[s->at] == s->rules->quote;
}

static sr_text trim(const scanner *s, size_t first, size_t last)
{
    return sr_text_trim((sr_text){s->text.data + first, last - first});
}

/* The quote behind the blanks at the place, when what it opens is closed in front of blanks; else the place. */
static size_t find_quote_behind_blanks(scanner *s)
{
    sr_span unused = {0};
    scanner ahead = *s;
    pass_blanks(&ahead);
    size_t quote = ahead.at;
    size_t close;
    if (quote == s->at || !is_at_quote(&ahead))
        return s->at;
    bool is_clean = pass_quoted(&ahead, &unused, &close);
    size_t tail = ahead.at;
    if (is_clean)
        pass_bare(&ahead, &unused);
    s->is_open = s->is_open || ahead.is_open;
    return is_clean && trim(&ahead, tail, ahead.at).size == 0 ? quote : s->at;
}

static void trim_field(const scanner *s, sr_span_field *field)
{
    sr_text text = trim(s, field->was_quoted ? field->close + 1 : field->first, field->last);
    size_t first = (size_t)(text.data - s->text.data);
    size_t last = text.size == 0 && field->was_quoted ? field->close + 1 : first + text.size;
    field->last = last < s->kept ? s->kept : last;
    if (!field->was_quoted) {
        field->first = first;
        field->close = field->last;
    }
}

/* From its opening quote to the end of a field; false when the quote is never closed, or not before the limit. */
static bool pass_quoted_field(scanner *s, sr_span *span, sr_span_field *field)
{
    field->first = s->at;
    field->was_quoted = true;
    if (pass_quoted(s, span, &field->close)) {
        pass_bare(s, span);
        return true;
    }
    bool is_cut = s->limit < s->text.size;
    set_problem(span, is_cut ? SR_SPAN_TOO_LONG : SR_SPAN_UNTERMINATED, field->first);
    s->at = field->first;   // so that only this line is lost
    s->line = field->line;
    s->line_first = field->line_first;
    return false;
}

/* One field; false when the record cannot go on. */
static bool pass_field(scanner *s, sr_span *span)
{
    sr_span_field field = {.first = s->at, .line = s->line, .line_first = s->line_first};
    size_t begin = s->at;
    if (s->rules->is_trimmed)
        s->at = find_quote_behind_blanks(s);
    if (is_at_quote(s)) {
        if (!pass_quoted_field(s, span, &field))
            return false;
    } else {
        pass_bare(s, span);
        field.close = s->at;
    }
    field.last = s->at;
    if (s->at >= s->limit && s->limit < s->text.size) {
        set_problem(span, SR_SPAN_TOO_LONG, span->first);
        return false;
    }
    if (s->at - begin > s->rules->field_bytes_max)
        set_problem(span, SR_SPAN_TOO_LONG, begin);
    if (s->rules->is_trimmed)
        trim_field(s, &field);
    span->has_tail = span->has_tail || (field.was_quoted && field.close + 1 < field.last);
    if (span->field_count == s->rules->fields_max)
        set_problem(span, SR_SPAN_TOO_MANY, begin);
    else
        span->fields[span->field_count++] = field;
    return true;
}

static bool is_at_line_end(const scanner *s)
{
    return s->text.data[s->at] == '\n' || s->text.data[s->at] == '\r';
}

/* The rest of the physical line, and its end. Of a record that is too long for the text the end may not be there. */
static void finish(scanner *s, sr_span *span)
{
    while (s->at < s->text.size && !is_at_line_end(s))
        s->at++;
    span->last = s->at < s->limit ? s->at : s->limit;   // however much of a record that is too long the text happens to hold
    span->next = s->at;
    bool is_cut_off = s->at == s->text.size || (s->at + 1 == s->text.size && s->text.data[s->at] == '\r');
    bool is_too_long = s->text.size - span->first >= s->rules->record_bytes_max + SR_SPAN_LOOK_AHEAD;
    s->is_open = !is_too_long && (s->is_open || (is_cut_off && !s->is_last));
    if (is_cut_off && !s->is_last) {
        span->is_cut = is_too_long;
    } else {
        bool has_end = s->at < s->text.size;
        if (has_end)
            pass_line_end(s);
        else
            s->line += s->at > s->line_first; // a last line without an end is a line, when there is anything on it
        span->next = s->at;
        span->ends_in_cr = has_end && s->at <= s->limit && s->text.data[s->at - 1] == '\r';
    }
    span->line_count = s->line - span->line;
    if (s->is_open)
        span->state = SR_SPAN_OPEN;
}

void sr_span_find(const sr_span_rules *rules, sr_text text, bool is_last, size_t first, uint64_t line, sr_span *span)
{
    size_t limit = text.size - first > rules->record_bytes_max ? first + rules->record_bytes_max : text.size;
    scanner s = {.rules = rules, .barren = span->barren, .text = text, .limit = limit, .is_last = is_last, .at = first, .line = line, .line_first = first};
    *span = (sr_span){.state = SR_SPAN_RECORD, .first = first, .line = line, .fields = span->fields, .barren = span->barren};
    if (get_class(&s) == LINE_END) {
        span->state = SR_SPAN_BLANK;
    } else if (rules->comment != '\0' && text.data[first] == rules->comment) {
        span->state = SR_SPAN_COMMENT;
    } else {
        while (pass_field(&s, span) && s.at < text.size && get_class(&s) == DELIMITER)
            s.at += rules->is_padded && s.at + 1 < text.size && text.data[s.at + 1] == ' ' ? 2 : 1;
    }
    finish(&s, span);
}

size_t sr_span_unquote(const sr_span_rules *rules, sr_text text, const sr_span_field *field, char *out)
{
    size_t used = 0;
    const char escape = rules->escape == SR_SIGN_NUL ? '\0' : rules->escape;
    for (size_t at = field->first + field->was_quoted; at < field->last; at++) {
        char c = text.data[at];
        if (field->was_quoted && at == field->close)
            continue;
        if (rules->escape != '\0' && c == escape && at + 1 < field->last)
            c = text.data[++at];
        else if (field->was_quoted && at + 1 < field->close && c == rules->quote && text.data[at + 1] == rules->quote)
            at++;   // doubled
        out[used++] = c;
    }
    return used;
}

size_t sr_span_find_bare_quote(const sr_span_rules *rules, sr_text text, const sr_span_field *field)
{
    if (field->was_quoted)
        return SIZE_MAX;
    for (size_t at = field->first; at < field->last; at++) {
        uint8_t class = rules->classes[(unsigned char)text.data[at]];
        if (class == QUOTE)
            return at;
        at += class == ESCAPE;
    }
    return SIZE_MAX;
}

size_t sr_span_skip_line(sr_text text, bool is_last, size_t first)
{
    size_t at = first;
    while (at < text.size && text.data[at] != '\n' && text.data[at] != '\r')
        at++;
    bool is_cut_off = at >= text.size || (at + 1 == text.size && text.data[at] == '\r');
    if (is_cut_off && !is_last)
        return SIZE_MAX;
    if (at + 1 < text.size && text.data[at] == '\r' && text.data[at + 1] == '\n')
        at++;
    return at < text.size ? at + 1 : at;
}
