#include "engine/source.h"

void sr_sources_close(sr_sources *sources)
{
    for (uint32_t i = 0; i < sources->count; i++)
        if (sources->items[i].close != NULL)
            sources->items[i].close(sources->items[i].self);
    sources->count = 0;
}
