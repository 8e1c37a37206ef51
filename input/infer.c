#include "input/infer.h"

#include <string.h>

#include "input/survey.h"

typedef struct inference {
    const char *path;
    const sr_infer_options *options;
    sr_arena *arena;        // of the answer
    sr_findings *findings;
    sr_survey survey;
} inference;

static bool check_options(const char *path, const sr_infer_options *options, sr_error *err)
{
    if (!sr_survey_check_path(path, err))
        return false;
    if (options->date_format.size > 0 && !sr_date_is_format(options->date_format))
        return sr_fail(err, SR_USAGE, "'%.*s' is not a date format, expected year, month and day as in dd.mm.yyyy",
                       SR_TEXT_ARG(options->date_format));
    return true;
}

static bool warn_of_order(const inference *in, const sr_survey_column *c, sr_error *err)
{
    const sr_text *first;
    const sr_text *second = sr_guess_get_other_order(&c->guess, &first);
    if (second == NULL)
        return true;
    return sr_findings_addf(in->findings, SR_NOTE, "column.date_order", c->where, c->name.data,
                            "values that allow one order of day and month", "say which with --date", err,
                            "dates as %.*s or %.*s: read as text", SR_TEXT_ARG(*first), SR_TEXT_ARG(*second));
}

static bool warn_of_mixture(const inference *in, const sr_survey_column *c, sr_notation notation, sr_error *err)
{
    uint8_t scale;
    const sr_text *format = NULL;
    sr_column_type type = c->is_mixed ? sr_guess_get_type(&c->before, notation.decimal_mark, &scale, &format) : SR_TYPE_TEXT;
    if (type == SR_TYPE_TEXT)
        return true;
    return sr_findings_addf(in->findings, SR_NOTE, "column.mixed", c->mixed_where, c->name.data,
                            type == SR_TYPE_DATE ? "a date like those above it" : "a number like those above it",
                            "declare the column in a data set, where such a value is set aside and named", err,
                            "the value that makes column '%.*s' a text", SR_TEXT_ARG(c->name));
}

static bool make_rule(const inference *in, const sr_survey_column *c, sr_notation notation, sr_column_rule *rule, sr_error *err)
{
    const sr_text *format = NULL;
    bool is_declared_date = in->options->date_format.size > 0 && c->guess.values > 0 && c->fits_format;
    sr_text *texts = sr_arena_alloc(in->arena, 2, sizeof(texts[0]));    // the name, and the format that was asked for
    if (texts == NULL)
        return sr_fail_memory(err);
    texts[0] = c->name;
    texts[1] = in->options->date_format;
    *rule = (sr_column_rule){.name = c->name, .from = &texts[0], .from_count = 1, .where = c->where};
    if (is_declared_date) {
        rule->type = SR_TYPE_DATE;
        format = &texts[1];
    } else {
        rule->type = sr_guess_get_type(&c->guess, notation.decimal_mark, &rule->scale, &format);
    }
    rule->formats = format;
    rule->format_count = format != NULL;
    return rule->type != SR_TYPE_TEXT || (warn_of_order(in, c, err) && warn_of_mixture(in, c, notation, err));
}

static bool make_rules(const inference *in, sr_survey_notations notations, sr_column_rule **rules, size_t *count, sr_error *err)
{
    *count = 0;
    *rules = sr_arena_alloc(in->arena, in->survey.column_count, sizeof((*rules)[0]));
    if (*rules == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < in->survey.column_count; i++) {
        const sr_survey_column *c = &in->survey.columns[i];
        if (c->is_repeated)
            return sr_fail_at(err, SR_BAD_DATA, c->where,
                              "the header has the name '%.*s' twice, expected every column to have its own", SR_TEXT_ARG(c->name));
        if (c->name.size == 0 && c->guess.values > 0)
            return sr_fail_at(err, SR_BAD_DATA, c->where,
                              "column %zu has values and no name, expected a name in the header; "
                              "when the names stand further down, say in which line: --header N", i + 1);
        if (c->name.size > 0 && !make_rule(in, c, sr_survey_get_notation(c, notations), &(*rules)[(*count)++], err))
            return false;
    }
    return true;
}

static bool make_dataset(const inference *in, const sr_dataset **dataset, sr_error *err)
{
    sr_dataset *made = sr_arena_alloc(in->arena, 1, sizeof(*made));
    sr_export_rule *file = sr_arena_alloc(in->arena, 1, sizeof(*file));
    sr_hash *hash = sr_arena_alloc(in->arena, 1, sizeof(*hash));
    if (made == NULL || file == NULL || hash == NULL)
        return sr_fail_memory(err);
    *hash = in->survey.totals.hash;
    sr_survey_notations notations = sr_survey_choose_notations(&in->survey, in->options->decimal_mark);
    sr_column_rule *rules;
    size_t count;
    if (!make_rules(in, notations, &rules, &count, err))
        return false;
    *file = (sr_export_rule){.pattern = sr_text_from(in->path)};
    *made = (sr_dataset){
        .name = sr_file_get_stem(sr_text_from(in->path)),
        .files = file,
        .file_count = 1,
        .dialect = in->survey.dialect,
        .notation = notations.usual,
        .other_notation = notations.other,
        .seen_hash = hash,
        .columns = rules,
        .column_count = count,
        .where = {in->path, 0, 0},
    };
    *dataset = made;
    return true;
}

bool sr_infer(const char *path, const sr_infer_options *options, sr_arena *arena, const sr_dataset **dataset, sr_findings *findings,
              sr_error *err)
{
    inference in = {.options = options, .arena = arena, .findings = findings};
    const sr_survey_options survey = {.dialect = options->dialect, .date_format = options->date_format};
    if (!check_options(path, options, err))
        return false;
    in.path = sr_arena_copy(arena, path, strlen(path));
    if (in.path == NULL)
        return sr_fail_memory(err);
    return sr_survey_make(in.path, &survey, arena, &in.survey, findings, err) && make_dataset(&in, dataset, err);
}
