#include "input/remarks.h"

#include <string.h>

typedef struct remark {
    const char *code;
    sr_severity severity;
    const char *found;
    const char *expected;
    const char *hint;
} remark;

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

sr_where sr_stretch_locate(const sr_stretch *stretch, size_t at)
{
    sr_text text = stretch->text;
    sr_where where = {stretch->path, stretch->span->line, 1};
    size_t line_first = stretch->span->first;
    for (;;) {
        size_t next = sr_span_skip_line(text, true, line_first);
        if (next > at || next == line_first || !is_line_end(text.data[next - 1]))
            break;
        where.line++;
        line_first = next;
    }
    where.column = 1 + sr_encoding_measure(stretch->encoding, (sr_text){text.data + line_first, at - line_first});
    return where;
}

static bool add(sr_remarks *remarks, const sr_stretch *stretch, const remark *what, size_t at, sr_error *err)
{
    sr_finding finding = {what->code, what->severity, sr_stretch_locate(stretch, at), NULL, what->found, what->expected, what->hint};
    return sr_findings_add(remarks->findings, &finding, err);
}

/* The quote may be the mistake of any line up to there. */
static bool add_end(sr_remarks *remarks, const sr_stretch *stretch, sr_error *err)
{
    static const remark END = {"row.unterminated_quote", SR_NOTE, "the file ends here inside the quoted field", NULL, NULL};
    bool is_told = remarks->is_end_told;
    remarks->is_end_told = true;
    return is_told || add(remarks, stretch, &END, stretch->text.size, err);
}

bool sr_remarks_add_problem(sr_remarks *remarks, const sr_stretch *stretch, const char *problem, size_t at, sr_error *err)
{
    static const remark PROBLEMS[] = {
        {"row.unterminated_quote", SR_CAUTION, "a quoted field is opened here and never closed", "a closing quote before the end of the file",
         "close the quote, or declare that quotes mean nothing: `quote: none`"},
        {"row.too_long", SR_CAUTION, "a field or record without end", "fields of at most 1 MiB, records of at most 16 MiB",
         "look for a quote that is not closed"},
        {"row.too_many_fields", SR_CAUTION, "more than 4096 fields", "at most 4096 fields in a record", "declare the right delimiter"},
        {"row.nul", SR_CAUTION, "a NUL byte", "text", "export the file again; UTF-16 without a byte order mark needs `encoding: UTF-16LE`"},
    };
    for (size_t i = 0; i < sizeof(PROBLEMS) / sizeof(PROBLEMS[0]); i++)
        if (strcmp(problem, PROBLEMS[i].code) == 0)
            return add(remarks, stretch, &PROBLEMS[i], at, err)
                && (stretch->span->state != SR_SPAN_UNTERMINATED || add_end(remarks, stretch, err));
    return sr_findings_addf(remarks->findings, SR_CAUTION, problem, sr_stretch_locate(stretch, at), NULL, NULL,
                            "declare the right encoding, or export the file again", err, "bytes that are not valid %s",
                            stretch->encoding->name);
}

bool sr_remarks_add_quotes(sr_remarks *remarks, const sr_stretch *stretch, const sr_span_rules *rules, sr_error *err)
{
    static const remark TAIL = {"row.quote", SR_CAUTION, "text behind a closing quote", "the delimiter or the end of the line",
                                "double the quotes inside a quoted field"};
    static const remark BARE = {"row.quote", SR_NOTE, "a quote inside a field without quotes around it, which is text there", NULL,
                                "if the field is a quoted one, its first character must be the quote"};
    for (size_t i = 0; i < stretch->span->field_count; i++) {
        const sr_span_field *field = &stretch->span->fields[i];
        bool has_tail = field->was_quoted && field->close + 1 < field->last;
        size_t at = has_tail ? field->close : sr_span_find_bare_quote(rules, stretch->text, field);
        if (at != SIZE_MAX && !add(remarks, stretch, has_tail ? &TAIL : &BARE, at, err))
            return false;
    }
    return true;
}

bool sr_remarks_add_lone_cr(sr_remarks *remarks, const sr_stretch *stretch, sr_error *err)
{
    static const remark LONE_CR = {"file.lone_cr", SR_NOTE, "a carriage return with no line feed behind it ends this line", NULL,
                                   "if it belongs to a value, that must stand in quotes"};
    const sr_span *span = stretch->span;
    size_t at = span->last;
    do
        at -= at > span->first;
    while (at > span->first && ((unsigned char)stretch->text.data[at] & 0xC0) == 0x80);
    bool is_told = remarks->is_cr_told;
    remarks->is_cr_told = true;
    return is_told || add(remarks, stretch, &LONE_CR, at, err);
}
