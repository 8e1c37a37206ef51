#include "engine/base/json.h"

#include <stdio.h>
#include <string.h>

/* In `room`; empty when the byte stands for itself. */
static sr_text escape(char byte, char room[8])
{
    static const char BYTES[] = "\"\\\n\t\r";
    static const char LETTERS[] = "\"\\ntr";
    const char *at = byte == '\0' ? NULL : strchr(BYTES, byte);
    if (at != NULL)
        return (sr_text){room, (size_t)snprintf(room, 8, "\\%c", LETTERS[at - BYTES])};
    if ((unsigned char)byte < ' ')
        return (sr_text){room, (size_t)snprintf(room, 8, "\\u%04x", (unsigned int)byte)};
    return SR_TEXT_NONE;
}

void sr_json_write(sr_text text, sr_text_sink put, void *out)
{
    char room[8];
    size_t first = 0;
    put(out, SR_TEXT("\""));
    for (size_t i = 0; i < text.size; i++) {
        sr_text escaped = escape(text.data[i], room);
        if (escaped.size == 0)
            continue;
        put(out, sr_text_slice(text, first, i - first));
        put(out, escaped);
        first = i + 1;
    }
    put(out, sr_text_slice(text, first, text.size));
    put(out, SR_TEXT("\""));
}

void sr_json_add(sr_builder *builder, sr_text text)
{
    sr_json_write(text, sr_builder_put, builder);
}
