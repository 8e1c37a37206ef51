#include "engine/base/csv.h"

#include <string.h>

static bool has_any(sr_text text, const char *bytes)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != '\0' && strchr(bytes, text.data[i]) != NULL)
            return true;
    return false;
}

/* "-12.50", "-3,5" */
static bool is_negative_number(sr_text text)
{
    bool has_digit = false;
    if (text.data[0] != '-')
        return false;
    for (size_t i = 1; i < text.size; i++) {
        bool is_digit = text.data[i] >= '0' && text.data[i] <= '9';
        has_digit = has_digit || is_digit;
        if (!is_digit && text.data[i] != '.' && text.data[i] != ',')
            return false;
    }
    return has_digit;
}

static bool is_formula(sr_text text)
{
    return has_any(sr_text_slice(text, 0, 1), "=+-@\t\r\n") && !is_negative_number(text);
}

/* Each piece ends with a quote that the next one begins with again. */
static void put_quoted(sr_text field, sr_text opening, sr_text_sink put, void *out)
{
    size_t first = 0;
    put(out, opening);
    for (size_t i = 0; i < field.size; i++) {
        if (field.data[i] != '"')
            continue;
        put(out, sr_text_slice(field, first, i + 1 - first));
        first = i;
    }
    put(out, sr_text_slice(field, first, field.size - first));
    put(out, SR_TEXT("\""));
}

void sr_csv_write(sr_text field, sr_text_sink put, void *out)
{
    if (has_any(field, ",\"\r\n"))
        put_quoted(field, SR_TEXT("\""), put, out);
    else if (field.size > 0)
        put(out, field);
}

void sr_csv_write_safe(sr_text field, sr_text_sink put, void *out)
{
    if (is_formula(field))
        put_quoted(field, SR_TEXT("\"'"), put, out);
    else
        sr_csv_write(field, put, out);
}

void sr_csv_add(sr_builder *builder, sr_text field)
{
    sr_csv_write(field, sr_builder_put, builder);
}

void sr_csv_add_safe(sr_builder *builder, sr_text field)
{
    sr_csv_write_safe(field, sr_builder_put, builder);
}
