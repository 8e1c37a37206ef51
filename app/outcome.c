#include "app/outcome.h"

#include <stdio.h>

/* Internal, rules, data, partly done, warning. */
static const struct {
    sr_code code;
    const char *words;
} order[] = {
    {SR_INTERNAL, "a mistake of seire's own, or no memory"},
    {SR_BAD_RULES, "the rules have problems"},
    {SR_NO_PERMISSION, "a permission or the key for persons is missing"},
    {SR_USAGE, "the command line is not understood"},
    {SR_NO_INPUT, "a file or folder named on the command line is missing"},
    {SR_BAD_DATA, "data cannot be read"},
    {SR_NO_FRESH_DATA, "a data set has no files, or only stale ones"},
    {SR_CHECK_FAILED, "a check over its tolerance stopped a report"},
    {SR_CANNOT_CREATE, "a file cannot be created"},
    {SR_IO, "reading or writing failed"},
    {SR_PARTLY, "some mails could not be sent"},
    {SR_TRY_AGAIN, "the mails could not be sent now, the next run tries again"},
    {SR_HELD, "held for release"},
    {SR_WARNING, "a person should look"},
};

#define ORDER_COUNT (sizeof(order) / sizeof(order[0]))

void sr_outcome_add(sr_outcome *outcome, sr_code code)
{
    for (size_t i = 0; i < ORDER_COUNT; i++)
        if (order[i].code == code)
            outcome->applies |= 1u << i;
}

sr_code sr_outcome_get_code(const sr_outcome *outcome)
{
    for (size_t i = 0; i < ORDER_COUNT; i++)
        if ((outcome->applies & 1u << i) != 0)
            return order[i].code;
    return SR_OK;
}

void sr_outcome_write(const sr_outcome *outcome, char *out, size_t size)
{
    int used = snprintf(out, size, "exit %d", (int)sr_outcome_get_code(outcome));
    bool is_first = true;
    for (size_t i = 0; i < ORDER_COUNT && used >= 0 && (size_t)used < size; i++) {
        if ((outcome->applies & 1u << i) == 0)
            continue;
        int added = is_first ? snprintf(out + used, size - (size_t)used, ": %s", order[i].words)
                             : snprintf(out + used, size - (size_t)used, "; also %d: %s", (int)order[i].code, order[i].words);
        used = added < 0 ? added : used + added;
        is_first = false;
    }
}
