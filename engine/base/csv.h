/*
 * A field of a CSV that we write, as RFC 4180 has it: in quotes when it holds a comma, a quote or a line end, its quotes doubled.
 *
 * A spreadsheet takes a text that begins with = + - @ or a tabulator for a formula (OWASP, "CSV Injection"). A safe field has an apostrophe in
 * front of such a text; a negative number is a number. What a program will read is not made safe: it must come back as it was.
 *
 * Pure functions but for their output.
 */
#ifndef SR_ENGINE_BASE_CSV_H
#define SR_ENGINE_BASE_CSV_H

#include "engine/base/builder.h"

void sr_csv_write(sr_text field, sr_text_sink put, void *out);
void sr_csv_write_safe(sr_text field, sr_text_sink put, void *out);

/* The same to a builder. */
void sr_csv_add(sr_builder *builder, sr_text field);
void sr_csv_add_safe(sr_builder *builder, sr_text field);

#endif
