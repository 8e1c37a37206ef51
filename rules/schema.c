#include "rules/schema.h"

#include "engine/plan.h"

static const sr_word boolean_words[] = {{"true", true}, {"false", false}, {NULL, 0}};
static const sr_word true_words[] = {{"true", true}, {NULL, 0}};
static const sr_word grain_words[] = {{"day", SR_GRAIN_DAY},         {"week", SR_GRAIN_WEEK}, {"month", SR_GRAIN_MONTH},
                                      {"quarter", SR_GRAIN_QUARTER}, {"half", SR_GRAIN_HALF}, {"year", SR_GRAIN_YEAR},
                                      {NULL, 0}};
static const sr_word unit_words[] = {{"count", SR_UNIT_COUNT},       {"share", SR_UNIT_SHARE},   {"euro", SR_UNIT_EURO},     {"days", SR_UNIT_DAYS},
                                     {"workdays", SR_UNIT_WORKDAYS}, {"points", SR_UNIT_POINTS}, {"number", SR_UNIT_NUMBER}, {NULL, 0}};
static const sr_schema languages = {.form = SR_SCHEMA_LANGUAGES};
/* A day, a month and a year, in any order; what else stands there stands for itself. */
static const sr_schema date_format = {.form = SR_SCHEMA_TEXT, .pattern = "^(?=.*yy)(?=.*(m|Mon))(?=.*d).*$"};

const sr_schema sr_schema_text = {.form = SR_SCHEMA_TEXT};
const sr_schema sr_schema_texts = {.form = SR_SCHEMA_MANY, .item = &sr_schema_text, .min = 1};
const sr_schema sr_schema_expression = {.form = SR_SCHEMA_TEXT};
const sr_schema sr_schema_names = {.form = SR_SCHEMA_EITHER, .item = &sr_schema_text, .other = &languages};
const sr_schema sr_schema_boolean = {.form = SR_SCHEMA_WORD, .words = boolean_words};
const sr_schema sr_schema_true = {.form = SR_SCHEMA_WORD, .words = true_words};
const sr_schema sr_schema_number = {.form = SR_SCHEMA_TEXT, .pattern = "^[+\\-]?\\d+(\\.\\d+)?\\s*(%|pp)?$", .may_be_number = true,
                                   .may_be_negative = true};
const sr_schema sr_schema_tolerance = {.form = SR_SCHEMA_TEXT, .pattern = "^\\+?\\d+(\\.\\d+)?\\s*(%|pp)?$", .may_be_number = true};
const sr_schema sr_schema_date = {.form = SR_SCHEMA_TEXT, .pattern = "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"};
const sr_schema sr_schema_date_formats = {.form = SR_SCHEMA_MANY, .item = &date_format, .min = 1};
const sr_schema sr_schema_address = {.form = SR_SCHEMA_TEXT, .pattern = "^[^@\\s]+@[A-Za-z0-9\\-]+(\\.[A-Za-z0-9\\-]+)*$"};
const sr_schema sr_schema_name = {.form = SR_SCHEMA_TEXT, .pattern = SR_PATTERN_NAME};
const sr_schema sr_schema_grain = {.form = SR_SCHEMA_WORD, .words = grain_words};
const sr_schema sr_schema_unit = {.form = SR_SCHEMA_WORD, .words = unit_words};
