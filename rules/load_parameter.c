/*
 * Parameters: dated legal amounts and deadlines, never two values on one day. The values of one parameter come to one scale.
 */
#include <stdint.h>
#include <stdlib.h>

#include "rules/loader.h"

typedef struct draft_value {
    sr_parameter_value value;
    sr_number number;
    bool has_number;
    bool is_confirmed;
    size_t order; // in which it was written
} draft_value;

typedef struct draft {
    sr_parameter parameter;
    draft_value *values;
    size_t count;
} draft;

typedef struct parameters {
    sr_parameter *items;
    size_t count;
    sr_dict *names;
} parameters;

#define VALUE(member) offsetof(draft_value, value.member)

static const sr_field value_fields[] = {
    {.name = "from", .schema = &sr_schema_date, .take = sr_take_date, .offset = VALUE(valid_from), .is_required = true,
     .summary = "first day on which the value holds"},
    {.name = "to", .schema = &sr_schema_date, .take = sr_take_date, .offset = VALUE(valid_to),
     .summary = "last day on which the value holds; open when it is not said"},
    {.name = "value", .schema = &sr_schema_number, .take = sr_take_number, .offset = offsetof(draft_value, number),
     .other_offset = offsetof(draft_value, has_number), .is_required = true, .summary = "the amount, or the number of days"},
    {.name = "basis", .schema = &sr_schema_text, .take = sr_take_text, .offset = VALUE(basis), .is_required = true,
     .summary = "where it is laid down: the act and its section, or the decision"},
    {.name = "confirmed", .schema = &sr_schema_boolean, .take = sr_take_boolean, .offset = offsetof(draft_value, is_confirmed),
     .summary = "false: nobody has confirmed the value yet, and reports say so"},
};
static const sr_schema value_schema = {.form = SR_SCHEMA_GROUP, .fields = value_fields, .field_count = SR_FIELD_COUNT(value_fields)};
static const sr_schema values_schema = {.form = SR_SCHEMA_MANY, .item = &value_schema, .min = 1};     // one may stand without a list

static void load_value(sr_loader *loader, const sr_yaml *node, const char *subject, draft_value *out)
{
    *out = (draft_value){.value = {.valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .where = node->where},
                         .is_confirmed = true,
                         .order = out->order};
    sr_fields_take(loader, node, value_fields, SR_FIELD_COUNT(value_fields), out, subject);
    sr_parameter_value *value = &out->value;
    value->is_unconfirmed = !out->is_confirmed;
    const sr_yaml *to = sr_yaml_find(node, "to");
    if (value->valid_to < value->valid_from && to != NULL)
        sr_loader_report(loader, "rules.bad_value", to->where, "to", "the last day on which the value holds", NULL,
                         "'to' before 'from'");
    else if (value->valid_to < SR_DAY_MAX)
        value->valid_to++; // half-open from here on
}

/* One value may stand without a list. */
static void take_values(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    draft *self = target;
    bool is_list = node->kind == SR_YAML_SEQUENCE;
    size_t count = is_list ? node->count : 1;
    if (count == 0) {
        sr_node_refuse(loader, field, node, "a list of values, each with `from`, `value` and `basis`", NULL);
        return;
    }
    self->values = sr_loader_alloc(loader, count, sizeof(*self->values));
    for (size_t i = 0; self->values != NULL && i < count; i++) {
        self->values[i].order = i;
        load_value(loader, is_list ? node->items[i] : node, "value of a parameter", &self->values[i]);
        self->count++;
    }
}

static const sr_field fields[] = {
    {.name = "name", .schema = &sr_schema_names, .take = sr_take_names, .offset = offsetof(draft, parameter.names), .is_required = true,
     .summary = "what people call the parameter"},
    {.name = "unit", .schema = &sr_schema_unit, .take = sr_take_word, .offset = offsetof(draft, parameter.unit),
     .summary = "how the value is shown"},
    {.name = "values", .schema = &values_schema, .take = take_values, .is_required = true,
     .summary = "its values, each with the days on which it holds"},
};
static const sr_schema parameter_schema = {.form = SR_SCHEMA_GROUP, .fields = fields, .field_count = SR_FIELD_COUNT(fields)};
static const sr_schema parameters_schema = {.form = SR_SCHEMA_NAMED, .pattern = SR_PATTERN_NAME, .item = &parameter_schema};
static const sr_field root = {.name = "parameters", .schema = &parameters_schema, .is_required = true,
                              .summary = "legal amounts and deadlines, by name"};
const sr_schema sr_schema_of_parameters = {.form = SR_SCHEMA_GROUP, .fields = &root, .field_count = 1};

static int compare_values(const void *a, const void *b)
{
    const draft_value *x = a;
    const draft_value *y = b;
    if (x->value.valid_from != y->value.valid_from)
        return x->value.valid_from < y->value.valid_from ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* Two values on one day are refused; days between two values that have none are told, for a lapsed law may be meant. */
static void check_days(sr_loader *loader, const draft *self)
{
    sr_text name = self->parameter.name;
    const char *subject = sr_loader_get_c(loader, name);
    for (size_t i = 1; i < self->count; i++) {
        const draft_value *a = &self->values[i - 1];
        const draft_value *b = &self->values[i];
        char first[11], last[11];
        if (b->value.valid_from < a->value.valid_to) {
            const draft_value *later = a->order < b->order ? b : a;
            const draft_value *earlier = a->order < b->order ? a : b;
            sr_date_write_iso(b->value.valid_from, first);
            sr_loader_report(loader, "rules.parameter_overlap", later->value.where, subject, "one value a day",
                             "end the earlier one with `to:` on the day before the later one begins",
                             "two values of '%.*s' on %s; the other is at line %llu", SR_TEXT_ARG(name), first,
                             (unsigned long long)earlier->value.where.line);
        } else if (a->value.valid_to < b->value.valid_from) {
            sr_date_write_iso(a->value.valid_to, first);
            sr_date_write_iso(b->value.valid_from - 1, last);
            sr_loader_caution(loader, "rules.parameter_gap", b->value.where, subject, "a value for every day from the first on",
                              "move `to` or `from`, or add the value of those days", "'%.*s' has no value from %s to %s",
                              SR_TEXT_ARG(name), first, last);
        }
    }
}

/* All values at the largest scale that one of them was written with. */
static void settle_scale(sr_loader *loader, draft *self)
{
    sr_parameter *parameter = &self->parameter;
    sr_parameter_value *values = sr_loader_alloc(loader, self->count, sizeof(*values));
    for (size_t i = 0; i < self->count; i++)
        if (self->values[i].number.scale > parameter->scale)
            parameter->scale = self->values[i].number.scale;
    for (size_t i = 0; values != NULL && i < self->count; i++) {
        sr_int128 value = 0;
        values[i] = self->values[i].value;
        if (!sr_number_rescale(self->values[i].number.exact, self->values[i].number.scale, parameter->scale, &value)
            || value > INT64_MAX || value < INT64_MIN)
            sr_loader_report(loader, "rules.bad_value", values[i].where, "value", "numbers of at most 18 digits in all", NULL,
                             "a value that is too large beside the digits of the others");
        values[i].value = (int64_t)value;
    }
    parameter->values = values;
    parameter->count = (uint32_t)self->count;
}

static void load_parameter(sr_loader *loader, const sr_yaml *key, const sr_yaml *node, void *state)
{
    parameters *all = state;
    if (!sr_loader_is_name(loader, key->text, key->where, SR_NAME_WORD)) {
        loader->rules->lacks_parameters = true;
        return;
    }
    if (!sr_loader_is_new(loader, all->names, key->text, key->where, "parameter"))
        return;
    draft self = {.parameter = {.name = key->text, .unit = SR_UNIT_NUMBER, .where = key->where}};
    sr_fields_take(loader, node, fields, SR_FIELD_COUNT(fields), &self,
                   sr_loader_write(loader, "parameter '%.*s'", SR_TEXT_ARG(key->text)));
    if (self.count > 0)
        qsort(self.values, self.count, sizeof(*self.values), compare_values);
    check_days(loader, &self);
    settle_scale(loader, &self);
    all->items[all->count++] = self.parameter;
}

void sr_load_parameters(sr_loader *loader, const sr_rule_file *files, size_t count)
{
    size_t most = sr_entries_count(loader, files, count, root.name);
    parameters all = {.items = sr_loader_alloc(loader, most, sizeof(sr_parameter)), .names = sr_dict_new(loader->arena)};
    loader->failed = loader->failed || all.names == NULL;
    if (loader->failed)
        return;
    loader->rules->lacks_parameters = sr_entries_are_lacking(files, count, root.name);
    sr_entries_take(loader, files, count, root.name, load_parameter, &all);
    loader->rules->parameters = all.items;
    loader->rules->parameter_count = all.count;
}
