#include "engine/source.h"

void sr_sources_close(sr_sources *sources)
{
    for (uint32_t i = 0; i < sources->count; i++) {
        sr_source *source = &sources->items[i];
        if (source->close != NULL)
            source->close(source->self);
        source->close = NULL;   // closing twice does nothing
    }
}
