/*
 * `seire explain FIGURE`: from a figure back to its formula, its filter, its rule and the lines of the exports.
 *
 *   T01:2026-10                            the total
 *   T01:2026-10:service=OA,county=0045     a group; members that stand in one row are joined by +
 *   T01:2026-10@2                          as published in edition 2
 *   T01                                    no figure but the indicator: its definition (app/definition.h)
 *
 * The value is computed anew from today's files and rules, released by the report that shows it, and held against the ledger.
 * Of a hidden figure only the reason is said.
 */
#ifndef SR_APP_EXPLAIN_H
#define SR_APP_EXPLAIN_H

#include "app/arguments.h"

sr_code sr_command_explain(const sr_arguments *arguments, sr_arena *arena, sr_error *err);

#endif
