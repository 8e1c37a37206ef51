#include "rules/dialect.h"

#include "rules/schema.h"

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

const sr_word sr_mend_words[] = {{"none", 0},
                                 {"all", SR_MEND_ALL},
                                 {"unwrap", 1u << SR_MEND_UNWRAP},
                                 {"delimiter", 1u << SR_MEND_DELIMITER},
                                 {"quote", 1u << SR_MEND_QUOTE},
                                 {"extra", 1u << SR_MEND_EXTRA},
                                 {"join", 1u << SR_MEND_JOIN},
                                 {"split", 1u << SR_MEND_SPLIT},
                                 {"gap", 1u << SR_MEND_GAP},
                                 {NULL, 0}};

bool sr_dialect_parse_mend(sr_text word, unsigned *mends)
{
    const sr_word *found = sr_mend_words;
    while (found->name != NULL && !sr_text_is(word, sr_text_from(found->name)))
        found++;
    if (found->name != NULL)
        *mends |= found->value;
    return found->name != NULL;
}

const char *sr_dialect_get_mend(sr_mend_way way)
{
    const sr_word *found = sr_mend_words;
    while (found->name != NULL && found->value != 1u << way)
        found++;
    return found->name;
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
