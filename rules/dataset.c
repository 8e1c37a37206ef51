#include "rules/dataset.h"

const char *sr_column_type_get_name(sr_column_type type)
{
    static const char *const names[SR_TYPE_COUNT] = {
        [SR_TYPE_TEXT] = "text",
        [SR_TYPE_CODE] = "code",
        [SR_TYPE_CODES] = "codes",
        [SR_TYPE_INTEGER] = "integer",
        [SR_TYPE_DECIMAL] = "decimal",
        [SR_TYPE_REAL] = "real",
        [SR_TYPE_DATE] = "date",
        [SR_TYPE_BOOLEAN] = "boolean",
        [SR_TYPE_PERSON] = "person",
        [SR_TYPE_REGISTRY_CODE] = "registry_code",
        [SR_TYPE_DROP] = "drop",
    };
    return names[type];
}

const char *sr_column_type_get_argument(sr_column_type type)
{
    return type == SR_TYPE_CODES ? "(['\"])[!-\\/:-@\\[-`{-~]\\1" : type == SR_TYPE_DECIMAL ? "(\\d|1[0-8])" : NULL;
}
