/* No bytes break the search for personal values, and nothing personal is left in what is shown of them. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "engine/base/personal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char shown[SR_SHOWN_SIZE];
    sr_text value = {(const char *)data, size};
    sr_personal_write_shown(value, size > 0 && data[0] == 'h', shown);
    sr_text text = sr_text_from(shown);
    assert(text.size < SR_SHOWN_SIZE);
    assert(sr_text_find_invalid(text) == SIZE_MAX);
    assert(strpbrk(shown, "\n\r\t\x1B") == NULL);
    for (const char *c = shown; sr_personal_is_inside(value) && *c != '\0'; c++)
        assert(*c < '0' || *c > '8');
    return 0;
}
