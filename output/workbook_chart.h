/*
 * The native line chart beside a sheet's table.
 */
#ifndef SR_OUTPUT_WORKBOOK_CHART_H
#define SR_OUTPUT_WORKBOOK_CHART_H

#include <xlsxwriter.h>

#include "output/workbook_layout.h"

SR_MUST_USE bool sr_book_add_chart(const sr_book *book, const sr_book_sheet *from, lxw_workbook *workbook, lxw_worksheet *sheet,
                                   sr_error *err);

#endif
