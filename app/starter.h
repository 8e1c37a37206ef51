/*
 * A starter data set as YAML: what `seire profile FILE --format yaml` prints, for a person to read and to change.
 */
#ifndef SR_APP_STARTER_H
#define SR_APP_STARTER_H

#include "input/profile.h"

SR_MUST_USE bool sr_starter_write(const sr_profile *profile, sr_arena *arena, sr_text *text, sr_error *err);

/* "decimal(2)", "date", ... as the rules have it; `room` holds it when it is not a word of its own. */
const char *sr_starter_get_type(const sr_column_rule *rule, char room[16]);

#endif
