/*
 * The schema of the ledger and the steps that lead to it. A step is never changed once it was released: a new one is added.
 */
#ifndef SR_STORE_SCHEMA_H
#define SR_STORE_SCHEMA_H

#include "store/sql.h"

int64_t sr_schema_get_version(void);    // the newest

/* Brings a ledger of any older version, or an empty file, to the newest. Refuses a newer one and a file that is not a ledger. */
SR_MUST_USE bool sr_schema_migrate(sr_ledger *ledger, sr_error *err);

/* The same question without changing anything: false unless the ledger has exactly the newest version. */
SR_MUST_USE bool sr_schema_check(sr_ledger *ledger, sr_error *err);

#endif
