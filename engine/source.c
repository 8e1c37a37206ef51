#include "engine/source.h"

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
