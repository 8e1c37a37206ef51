#include "rules/dialect.h"

bool sr_dialect_parse_sign(sr_text text, char *sign)
{
    char found = '\0';
    if (sr_text_is(text, SR_TEXT("tab")) || sr_text_is(text, SR_TEXT("\\t")))
        found = '\t';
    else if (text.size == 1 && text.data[0] != '\r' && text.data[0] != '\n' && text.data[0] > 0 && text.data[0] < 0x7F)
        found = text.data[0];
    else if (!sr_text_is(text, SR_TEXT("none")))
        return false;
    *sign = found;
    return true;
}

bool sr_dialect_parse_escape(sr_text text, char *sign)
{
    if (!sr_text_is(text, SR_TEXT("nul")))
        return sr_dialect_parse_sign(text, sign);
    *sign = SR_SIGN_NUL;
    return true;
}

bool sr_dialect_parse_delimiter(sr_text text, sr_dialect *dialect)
{
    bool is_padded = text.size == 2 && text.data[1] == ' ' && text.data[0] != ' ';
    sr_text sign = is_padded ? sr_text_slice(text, 0, 1) : text;
    if (sr_text_is(text, SR_TEXT("none")) || !sr_dialect_parse_sign(sign, &dialect->delimiter))
        return false;
    dialect->is_padded = is_padded;
    return true;
}

static const char *const MENDS[SR_MEND_WAY_COUNT] = {NULL, NULL, "unwrap", "delimiter", "quote", "extra", "join", "split", "gap"};

bool sr_dialect_parse_mend(sr_text word, unsigned *mends)
{
    if (sr_text_is(word, SR_TEXT("none")))
        return true;
    unsigned found = sr_text_is(word, SR_TEXT("all")) ? SR_MEND_ALL : 0;
    for (unsigned i = 0; i < SR_MEND_WAY_COUNT; i++)
        if (MENDS[i] != NULL && sr_text_is(word, sr_text_from(MENDS[i])))
            found = 1u << i;
    *mends |= found;
    return found != 0;
}

const char *sr_dialect_get_mend(sr_mend_way way)
{
    return MENDS[way];
}

/* The factor of a unit, 0 when it is none. */
static uint64_t get_factor(sr_text unit)
{
    static const struct {
        const char *name;
        uint64_t bytes;
    } UNITS[] = {{"", 1}, {"B", 1}, {"kB", 1000}, {"MB", 1000000}, {"GB", 1000000000},
                 {"KiB", (uint64_t)1 << 10}, {"MiB", (uint64_t)1 << 20}, {"GiB", (uint64_t)1 << 30}};
    for (size_t i = 0; i < sizeof(UNITS) / sizeof(UNITS[0]); i++)
        if (sr_text_is_same_letters(unit, sr_text_from(UNITS[i].name)))
            return UNITS[i].bytes;
    return 0;
}

bool sr_dialect_parse_size(sr_text text, uint64_t *size_bytes)
{
    uint64_t count = 0;
    size_t digits = 0;
    while (digits < text.size && text.data[digits] >= '0' && text.data[digits] <= '9' && count < UINT64_MAX / 100)
        count = count * 10 + (uint64_t)(text.data[digits++] - '0');
    uint64_t factor = get_factor(sr_text_trim(sr_text_slice(text, digits, text.size)));
    if (digits == 0 || count == 0 || factor == 0 || count > UINT64_MAX / factor)
        return false;
    *size_bytes = count * factor;
    return true;
}

bool sr_dialect_has_clash(const sr_dialect *dialect)
{
    const char signs[] = {dialect->delimiter, dialect->quote, dialect->comment, dialect->escape};
    for (size_t i = 0; i < sizeof(signs); i++)
        for (size_t j = i + 1; j < sizeof(signs); j++)
            if (signs[i] != '\0' && signs[i] == signs[j] && !(i == 1 && j == 3))
                return true;
    return false;
}
