#include "engine/source.h"

#include <assert.h>
#include <string.h>

const char *sr_reason_get_code(uint32_t index)
{
#define CODE(group, word) #group "." #word,
    static const char *const codes[SR_REASON_COUNT] = {SR_REASONS(CODE)};
    return codes[index];
}

static uint32_t find_reason(const sr_intake_file *file, const char *code)
{
    uint32_t i = 0;
    while (i < file->reason_count && strcmp(file->reasons[i].code, code) != 0)
        i++;
    return i;
}

void sr_intake_set_aside(sr_intake_file *file, const char *code)
{
    uint32_t i = find_reason(file, code);
    if (i == file->reason_count) {
        assert(i < SR_REASON_COUNT);
        file->reasons[file->reason_count++] = (sr_intake_reason){code, 0};
    }
    file->reasons[i].count++;
}

uint64_t sr_intake_count_reason(const sr_intake_file *file, const char *code)
{
    uint32_t i = find_reason(file, code);
    return i < file->reason_count ? file->reasons[i].count : 0;
}

uint64_t sr_intake_count_set_aside(const sr_intake_file *file)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < file->reason_count; i++)
        count += file->reasons[i].count;
    return count;
}

const char *sr_intake_file_get_path(const sr_intake_file *file)
{
    return file->opened_path != NULL ? file->opened_path : file->path;
}

void sr_sources_close(sr_sources *sources)
{
    for (uint32_t i = 0; i < sources->count; i++)
        if (sources->items[i].close != NULL)
            sources->items[i].close(sources->items[i].self);
    sources->count = 0;
}
