#include "input/fit.h"

#include <string.h>

bool sr_fit_is_empty(const sr_fit *fit, const sr_record *record)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (sr_text_trim(record->fields[i].text).size > 0)
            return false;
    return record->field_count > 1 || fit->shape->width > 1;
}

bool sr_fit_is_same(const sr_record *header, const sr_record *record)
{
    if (header == NULL || record->field_count < header->field_count)
        return false;
    for (size_t i = 0; i < record->field_count; i++) {
        sr_text name = i < header->field_count ? header->fields[i].text : SR_TEXT_NONE;
        if (!sr_text_is(sr_text_trim(record->fields[i].text), sr_text_trim(name)))
            return false;
    }
    return true;
}

bool sr_fit_begins_other_table(const sr_fit *fit, const sr_record *record)
{
    if (!record->is_behind_blank || record->field_count != fit->shape->cutting.width)
        return false;
    for (size_t i = 0; i < record->field_count; i++)
        fit->cells[i] = record->fields[i].text;
    return sr_shape_is_strange(fit->shape, fit->cells);
}

/* Quotes in bare fields of columns that have none elsewhere. */
static bool has_stray_quote(const sr_fit *fit, const sr_record *record)
{
    char quote = fit->quote;
    char other = quote == '"' ? '\'' : '"';
    if (!sr_text_has_byte(record->raw, quote) && !sr_text_has_byte(record->raw, other))
        return false;
    for (size_t i = 0; i < record->field_count; i++) {
        sr_text text = record->fields[i].text;
        const sr_likeness *likeness = &fit->shape->likenesses[i];
        if (record->fields[i].was_quoted || text.size == 0 || likeness->with_quote * 10 > likeness->rows)
            continue;
        bool is_wrapped = text.size > 1 && text.data[0] == other && text.data[text.size - 1] == other;
        if (sr_text_has_byte(text, quote) || is_wrapped)
            return true;
    }
    return false;
}

bool sr_fit_is_wide_enough(const sr_fit *fit, const sr_record *record)
{
    if (record->field_count < fit->shape->width)
        return false;
    for (size_t i = fit->shape->width; i < record->field_count; i++)
        if (sr_text_trim(record->fields[i].text).size > 0)
            return false;
    return true;
}

/* A line end in a column that has none elsewhere: a quote that nobody closed may have swallowed a row. */
static bool has_odd_line_end(const sr_fit *fit, const sr_record *record)
{
    for (size_t i = 0; i < fit->shape->width && i < record->field_count && record->line_count > 1; i++) {
        sr_text text = record->fields[i].text;
        if (fit->shape->likenesses[i].with_line_end * 10 <= fit->shape->likenesses[i].rows && (sr_text_has_byte(text, '\n') || sr_text_has_byte(text, '\r')))
            return true;
    }
    return false;
}

/* Fields too many, and a value that its column does not know: the empty one at the end may be a value, and another one too many. */
static bool is_shifted(const sr_fit *fit, const sr_record *record)
{
    if (record->field_count <= fit->shape->width || record->field_count == fit->shape->cutting.width)
        return false;
    for (size_t i = 0; i < fit->shape->width; i++)
        if (sr_likeness_measure(&fit->shape->likenesses[i], record->fields[i].text) >= SR_LIKENESS_MISFIT)
            return true;
    return false;
}

bool sr_fit_is_strange(const sr_fit *fit, const sr_record *record)
{
    if (record->field_count <= 1)
        return true;
    return record->field_count * 2 < fit->shape->width
           && sr_likeness_measure(&fit->shape->likenesses[0], record->fields[0].text) >= SR_LIKENESS_MISFIT;
}

bool sr_fit_has_odd_blanks(const sr_fit *fit, const sr_record *record)
{
    size_t odd = 0;
    for (size_t i = 0; i < record->field_count && i < fit->shape->width; i++) {
        sr_text text = record->fields[i].text;
        bool is_odd = text.size > 1 && ((text.data[0] == ' ' && !record->fields[i].was_quoted) || text.data[text.size - 1] == ' ');
        odd += is_odd && !sr_likeness_has_blanks(&fit->shape->likenesses[i]);
    }
    return odd > 1 && odd * 3 >= fit->shape->width;
}

bool sr_fit_is_plain(const sr_fit *fit, const sr_record *record)
{
    return !record->has_tail && !sr_fit_has_odd_blanks(fit, record) && !has_stray_quote(fit, record) && !has_odd_line_end(fit, record) && !is_shifted(fit, record);
}
