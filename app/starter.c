#include "app/starter.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"

#define YAML_BYTES_MAX ((size_t)1 << 22)

/* In double quotes, so that it is what it is whatever stands in it. */
static void add_quoted(sr_builder *yaml, sr_text text)
{
    sr_builder_add_byte(yaml, '"');
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '"' || c == '\\')
            sr_builder_add_byte(yaml, '\\');
        sr_builder_add_byte(yaml, c);
    }
    sr_builder_add_byte(yaml, '"');
}

/* The pattern that finds this file in the inbox: `?` for bytes that rules cannot say. */
static bool write_pattern(sr_text name, sr_arena *arena, sr_text *pattern, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, YAML_BYTES_MAX);
    sr_builder_add_c(&builder, "inbox/");
    for (size_t at = 0, next; at < name.size; at = next) {
        uint32_t point;
        next = at;
        bool is_valid = sr_text_next_point(name, &next, &point);
        next += !is_valid;
        sr_text character = sr_text_slice(name, at, next - at);
        bool is_sayable = is_valid && sr_text_find_control(character) == SIZE_MAX;
        if (is_sayable && strchr("*?[]\\", character.data[0]) != NULL)
            sr_builder_add_byte(&builder, '\\');
        if (is_sayable)
            sr_builder_add(&builder, character);
        else
            sr_builder_addf(&builder, "%.*s", (int)character.size, "????");
    }
    return sr_builder_finish(&builder, pattern, err);
}

static void add_list(sr_builder *yaml, const char *key, const sr_text *texts, size_t count)
{
    sr_builder_addf(yaml, ", %s: [", key);
    for (size_t i = 0; i < count; i++) {
        sr_builder_add_c(yaml, i > 0 ? ", " : "");
        add_quoted(yaml, texts[i]);
    }
    sr_builder_add_byte(yaml, ']');
}

static void add_sign(sr_builder *yaml, const char *key, char sign)
{
    if (sign == '\0')
        sr_builder_addf(yaml, "    %s: none\n", key);
    else if (sign == '\t')
        sr_builder_addf(yaml, "    %s: tab\n", key);
    else if (sign == SR_SIGN_NUL)
        sr_builder_addf(yaml, "    %s: nul\n", key);
    else if (sign > '\0' && sign < ' ')
        sr_builder_addf(yaml, "    %s: \"\\x%02X\"\n", key, (unsigned)sign);
    else
        sr_builder_addf(yaml, sign == '"' || sign == '\\' ? "    %s: '%c'\n" : "    %s: \"%c\"\n", key, sign);
}

const char *sr_starter_get_type(const sr_column_rule *rule, char room[16])
{
    if (rule->type != SR_TYPE_DECIMAL)
        return sr_column_type_get_name(rule->type);
    snprintf(room, 16, "decimal(%u)", rule->scale);
    return room;
}

static void add_mends(sr_builder *yaml, unsigned mends)
{
    bool is_first = true;
    for (int way = SR_MEND_UNWRAP; way < SR_MEND_WAY_COUNT; way++) {
        if ((mends & 1u << way) == 0)
            continue;
        sr_builder_addf(yaml, "%s%s", is_first ? "    mend: [" : ", ", sr_dialect_get_mend((sr_mend_way)way));
        is_first = false;
    }
    if (!is_first)
        sr_builder_add_c(yaml, "]     # some rows did not fit and were read another way\n");
}

static void add_dialect(sr_builder *yaml, const sr_profile *profile)
{
    const sr_dialect *dialect = &profile->survey.dialect;
    const sr_notation notation = profile->starter.dataset.notation;
    if (!sr_text_is(dialect->encoding, SR_TEXT("UTF-8")))
        sr_builder_addf(yaml, "    encoding: %.*s\n", SR_TEXT_ARG(dialect->encoding));
    if (dialect->is_padded)
        sr_builder_addf(yaml, "    delimiter: \"%c \"\n", dialect->delimiter);
    else
        add_sign(yaml, "delimiter", dialect->delimiter);
    if (dialect->quote != '"')
        add_sign(yaml, "quote", dialect->quote);
    if (dialect->escape != '\0')
        add_sign(yaml, "escape", dialect->escape);
    if (dialect->comment != '\0')
        add_sign(yaml, "comment", dialect->comment);
    if (dialect->skip_lines > 0)
        sr_builder_addf(yaml, "    skip: %u\n", dialect->skip_lines);
    if (dialect->header_lines == 0)
        sr_builder_add_c(yaml, "    header: none\n");
    else if (dialect->header_lines > 1)
        sr_builder_addf(yaml, "    header: %d\n", dialect->header_lines);
    char other = profile->starter.dataset.other_notation.decimal_mark;
    if (other != '\0')
        sr_builder_addf(yaml, "    decimal: [\"%c\", \"%c\"]     # some columns have the one, some the other\n    group: \" \"\n", notation.decimal_mark, other);
    else if (notation.decimal_mark != '.')
        sr_builder_addf(yaml, "    decimal: \"%c\"\n    group: \" \"\n", notation.decimal_mark);
    add_mends(yaml, profile->survey.mends | (dialect->is_loose ? 1u << SR_MEND_QUOTE : 0));
}

static void add_remark(sr_builder *yaml, const sr_profile *profile, size_t i)
{
    const sr_starter_column *column = &profile->starter.columns[i];
    const char *remark = sr_starter_get_words(column->reason)->remark;
    const char *damage = sr_damage_get_name(profile->columns[i].bad_damage);
    if (column->reason == SR_STARTER_MIXED)
        sr_builder_addf(yaml, "     # numbers or dates, but for the value in line %llu",
                        (unsigned long long)profile->survey.columns[column->survey_index].mixed_where.line);
    else if (column->reason == SR_STARTER_DATE_ORDER)
        sr_builder_addf(yaml, "     # dates as %.*s or %.*s: say which, `type: date, formats: ...`", SR_TEXT_ARG(*column->orders[0]),
                        SR_TEXT_ARG(*column->orders[1]));
    else if (remark != NULL)
        sr_builder_addf(yaml, "     # %s", remark);
    else if (profile->columns[i].bad > 0)
        sr_builder_addf(yaml, "     # %llu cannot be read as this, the first in line %llu%s%s", (unsigned long long)profile->columns[i].bad,
                        (unsigned long long)profile->columns[i].bad_line, damage[0] != '\0' ? ": " : "", damage);
}

/* Which field of the file it is: by name, by name and place, or by place alone. */
static void add_source(sr_builder *yaml, const sr_profile *profile, size_t i)
{
    size_t index = profile->starter.columns[i].survey_index;
    const sr_survey_column *column = &profile->survey.columns[index];
    if (profile->survey.dialect.header_lines == 0)
        return;
    if (column->name.size == 0) {
        sr_builder_addf(yaml, "position: %zu, ", index + 1);
        return;
    }
    sr_builder_add_c(yaml, "from: ");
    add_quoted(yaml, column->name);
    sr_builder_add_c(yaml, ", ");
    size_t nth = 1;
    size_t all = 0;
    for (size_t k = 0; k < profile->survey.column_count; k++) {
        bool is_same = sr_text_is(profile->survey.columns[k].name, column->name);
        nth += is_same && k < index;
        all += is_same;
    }
    if (all > 1)
        sr_builder_addf(yaml, "nth: %zu, ", nth);
}

static void add_column(sr_builder *yaml, const sr_profile *profile, size_t i)
{
    char room[16];
    const sr_column_rule *rule = &profile->starter.dataset.columns[i];
    sr_builder_addf(yaml, "      %.*s: {", SR_TEXT_ARG(rule->name));
    add_source(yaml, profile, i);
    sr_builder_addf(yaml, "type: %s", sr_starter_get_type(rule, room));
    if (rule->type == SR_TYPE_DATE && rule->format_count > 0 && !sr_text_is(rule->formats[0], SR_TEXT("yyyy-mm-dd")))
        add_list(yaml, "formats", rule->formats, rule->format_count);
    if (rule->type == SR_TYPE_BOOLEAN) {
        add_list(yaml, "true", rule->true_words, rule->true_count);
        add_list(yaml, "false", rule->false_words, rule->false_count);
    }
    if (rule->missing_count > 0)
        add_list(yaml, "missing", rule->missing, rule->missing_count);
    if (rule->is_required)
        sr_builder_add_c(yaml, ", required: true");
    sr_builder_add_byte(yaml, '}');
    add_remark(yaml, profile, i);
    sr_builder_add_byte(yaml, '\n');
}

bool sr_starter_write(const sr_profile *profile, sr_arena *arena, sr_text *text, sr_error *err)
{
    sr_builder yaml;
    const sr_dataset *dataset = &profile->starter.dataset;
    sr_builder_init(&yaml, arena, YAML_BYTES_MAX);
    sr_builder_add_c(&yaml, "# A first draft, from the values of one file: read it, change it, and let `seire check` look at it.\n");
    sr_builder_addf(&yaml, "datasets:\n  %.*s:\n    files: ", SR_TEXT_ARG(dataset->name));
    sr_text pattern;
    if (!write_pattern(sr_file_get_name(sr_text_from(profile->path)), arena, &pattern, err))
        return false;
    add_quoted(&yaml, pattern);
    sr_builder_add_byte(&yaml, '\n');
    add_dialect(&yaml, profile);
    if (profile->key_index != SIZE_MAX)
        sr_builder_addf(&yaml, "    # key: %.*s     # its values are in every row, and none twice\n",
                        SR_TEXT_ARG(dataset->columns[profile->key_index].name));
    sr_builder_add_c(&yaml, "    columns:\n");
    for (size_t i = 0; i < dataset->column_count; i++)
        add_column(&yaml, profile, i);
    return sr_builder_finish(&yaml, text, err);
}
