/*
 * What became of every record of every file, as tidy rows: intake.csv beside the figures of an edition.
 *
 * dataset,file,sha256,bytes,lines,blank,records,kept,superseded,set_aside,reasons
 * `reasons` is `row.ragged=1 value.date=2`. records = kept + superseded + set_aside, always.
 */
#ifndef SR_OUTPUT_INTAKE_H
#define SR_OUTPUT_INTAKE_H

#include "engine/source.h"

SR_MUST_USE bool sr_intake_write_csv(const sr_intake *const *intakes, uint32_t count, sr_arena *arena, sr_text *csv,
                                     sr_error *err);

/* One fingerprint over the names and contents of all files, hexadecimal. */
SR_MUST_USE bool sr_intake_write_hash(const sr_intake *const *intakes, uint32_t count, sr_arena *arena, sr_text *hex,
                                      sr_error *err);

#endif
