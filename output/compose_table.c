/*
 * The tables of an indicator: one of all periods, then one a breakdown for the report's period.
 *
 * Which columns a table has follows from the rules and from the cells that may be seen, before any row is written.
 */
#include "output/wording.h"

#define COLUMNS_MAX 13
#define PART_DIGITS_MAX 2   // of a numerator or denominator: cents

typedef enum column_kind {
    COLUMN_MEMBER, COLUMN_PERIOD, COLUMN_GRAIN, COLUMN_N, COLUMN_NUMERATOR, COLUMN_DENOMINATOR, COLUMN_VALUE, COLUMN_LOWER,
    COLUMN_UPPER, COLUMN_TARGET, COLUMN_VERDICT, COLUMN_PREVIOUS, COLUMN_YEAR_AGO
} column_kind;

/* What the cells of a table make worth showing. */
typedef struct table_shape {
    bool has_n;                 // n says more than the value
    bool has_numerator;
    bool has_denominator;       // it is not n
    uint8_t part_digits;
} table_shape;

/* A table in the making. */
typedef struct table_draft {
    const sr_plan_indicator *indicator;
    table_shape shape;
    uint32_t column_count;
    column_kind kinds[COLUMNS_MAX];
    sr_report_column columns[COLUMNS_MAX];
    sr_report_cell *cells;
    uint32_t row_count;
} table_draft;

/* The cells of one row. */
typedef struct row_cells {
    sr_text name;
    sr_text grain;
    const sr_released_cell *now;
    const sr_released_cell *previous;   // NULL when the window does not reach there
    const sr_released_cell *year_ago;
} row_cells;

static void shape_add(table_shape *shape, const sr_plan_indicator *indicator, const sr_released_cell *cell)
{
    if (sr_released_cell_get_state(cell) != SR_CELL_OK)
        return;
    const sr_result *result = sr_released_cell_get_result(cell);
    sr_number n = sr_number_from_integer(result->n);
    if (indicator->unit != SR_UNIT_COUNT || sr_number_compare(n, result->value) != 0)
        shape->has_n = true;
    if (!result->has_parts)
        return;
    shape->has_numerator = true;
    if (sr_number_compare(n, result->denominator) != 0)
        shape->has_denominator = true;
    const sr_number parts[] = {result->numerator, result->denominator};
    for (size_t i = 0; i < 2; i++)
        if (parts[i].is_real || parts[i].scale > 0)
            shape->part_digits = PART_DIGITS_MAX;
}

static table_shape get_shape(const sr_plan_indicator *indicator, const sr_released_table *table)
{
    table_shape shape = {0};
    for (int grain = 0; grain < SR_GRAIN_COUNT; grain++)
        for (uint32_t member = 0; member < sr_released_table_count_members(table); member++)
            for (uint32_t i = 0; i < sr_released_table_count_periods(table, (sr_grain)grain); i++)
                shape_add(&shape, indicator, sr_released_table_get_cell(table, member, (sr_grain)grain, i));
    return shape;
}

static void add_column(table_draft *draft, column_kind kind, sr_text title, sr_column_format format, uint8_t digits)
{
    draft->kinds[draft->column_count] = kind;
    draft->columns[draft->column_count++] = (sr_report_column){.title = title, .format = format, .digits = digits};
}

static void add_word_column(sr_composer *composer, table_draft *draft, column_kind kind, sr_word word, sr_column_format format, uint8_t digits)
{
    add_column(draft, kind, sr_composer_word(composer, word), format, digits);
}

static sr_column_format get_format(const sr_plan_indicator *indicator)
{
    return indicator->unit == SR_UNIT_SHARE ? SR_FORMAT_SHARE : indicator->unit == SR_UNIT_EURO ? SR_FORMAT_EURO : SR_FORMAT_NUMBER;
}

/* A column in the indicator's unit. */
static void add_unit_column(sr_composer *composer, table_draft *draft, column_kind kind, sr_text title)
{
    sr_text unit = sr_wording_unit(composer, draft->indicator);
    sr_text full = unit.size == 0 ? title : sr_composer_say(composer, SR_WORD_COLUMN_WITH_UNIT, (sr_text[]){title, unit}, 2);
    add_column(draft, kind, full, get_format(draft->indicator), draft->indicator->digits);
}

/* Does some group have a target of its own? */
static bool has_own_targets(const sr_plan_indicator *indicator)
{
    for (uint32_t i = 0; i < indicator->target_count; i++)
        if (indicator->targets[i].key_count > 0)
            return true;
    return false;
}

static void add_figure_columns(sr_composer *composer, table_draft *draft, sr_text value_title)
{
    const sr_plan_indicator *indicator = draft->indicator;
    if (draft->shape.has_n) {
        sr_text counted = sr_composer_choose(composer, indicator->counted);
        sr_text n = sr_composer_word(composer, SR_WORD_COLUMN_N);
        add_column(draft, COLUMN_N, counted.size > 0 ? sr_composer_say(composer, SR_WORD_COLUMN_N_OF, &counted, 1) : n,
                   SR_FORMAT_NUMBER, 0);
    }
    if (draft->shape.has_numerator)
        add_word_column(composer, draft, COLUMN_NUMERATOR, SR_WORD_COLUMN_NUMERATOR, SR_FORMAT_NUMBER, draft->shape.part_digits);
    if (draft->shape.has_denominator)
        add_word_column(composer, draft, COLUMN_DENOMINATOR, SR_WORD_COLUMN_DENOMINATOR, SR_FORMAT_NUMBER, draft->shape.part_digits);
    add_unit_column(composer, draft, COLUMN_VALUE, value_title);
    if (indicator->interval != SR_INTERVAL_NONE) {
        add_unit_column(composer, draft, COLUMN_LOWER, sr_composer_word(composer, SR_WORD_COLUMN_LOWER));
        add_unit_column(composer, draft, COLUMN_UPPER, sr_composer_word(composer, SR_WORD_COLUMN_UPPER));
    }
    if (indicator->target_count > 0) {
        if (draft->kinds[0] == COLUMN_PERIOD || has_own_targets(indicator))   // else it is the same for all members
            add_unit_column(composer, draft, COLUMN_TARGET, sr_composer_word(composer, SR_WORD_COLUMN_TARGET));
        add_word_column(composer, draft, COLUMN_VERDICT, SR_WORD_COLUMN_VERDICT, SR_FORMAT_TEXT, 0);
    }
}

static sr_report_cell write_figure(sr_composer *composer, const sr_plan_indicator *indicator, const sr_released_cell *cell)
{
    sr_text text = sr_released_cell_get_state(cell) == SR_CELL_OK
                     ? sr_wording_number(composer, indicator, sr_released_cell_get_result(cell)->value)
                     : sr_wording_shorthand(composer, cell);
    return (sr_report_cell){.text = text, .cell = cell, .part = SR_PART_VALUE};
}

static sr_report_cell write_n(sr_composer *composer, const sr_released_cell *cell)
{
    bool is_hidden = sr_released_cell_get_state(cell) == SR_CELL_HIDDEN;
    sr_text text = is_hidden ? sr_wording_shorthand(composer, cell)
                             : sr_wording_count(composer, sr_released_cell_get_result(cell)->n);
    return (sr_report_cell){.text = text, .cell = cell, .part = SR_PART_N};
}

static sr_report_cell write_part(sr_composer *composer, const sr_released_cell *cell, sr_cell_part part, uint8_t digits)
{
    const sr_result *result = sr_released_cell_get_result(cell);
    bool is_hidden = sr_released_cell_get_state(cell) == SR_CELL_HIDDEN;
    sr_text text;
    if (is_hidden || !result->has_parts)
        text = sr_released_cell_get_state(cell) == SR_CELL_OK ? sr_wording_not_applicable(composer) : sr_wording_shorthand(composer, cell);
    else
        text = sr_wording_part(composer, part == SR_PART_NUMERATOR ? result->numerator : result->denominator, digits);
    return (sr_report_cell){.text = text, .cell = cell, .part = part};
}

static sr_report_cell write_bound(sr_composer *composer, const sr_plan_indicator *indicator, const sr_released_cell *cell,
                                  sr_cell_part part)
{
    const sr_judgement *judgement = sr_released_cell_get_judgement(cell);
    sr_wording_note_method(composer, judgement);
    sr_text text;
    if (sr_released_cell_get_state(cell) != SR_CELL_OK)
        text = sr_wording_shorthand(composer, cell);
    else if (part == SR_PART_TARGET)
        text = judgement->has_level ? sr_wording_limit_number(composer, indicator, judgement->level) : sr_wording_not_applicable(composer);
    else if (!judgement->has_interval)
        text = sr_wording_not_applicable(composer);
    else
        text = sr_wording_bound(composer, indicator, part == SR_PART_LOWER ? judgement->interval.lower : judgement->interval.upper);
    return (sr_report_cell){.text = text, .cell = cell, .part = part};
}

static sr_report_cell write_verdict(sr_composer *composer, const sr_released_cell *cell)
{
    sr_mark mark = sr_mark_of_cell(cell);
    sr_text words = sr_wording_verdict(composer, cell);
    sr_text text = mark == SR_MARK_NONE
                     ? words
                     : sr_composer_join(composer, (sr_text[]){sr_text_from(sr_mark_get_sign(mark)), words}, 2, " ");
    return (sr_report_cell){.text = text, .cell = cell, .part = SR_PART_NONE};
}

static sr_report_cell write_cell(sr_composer *composer, const table_draft *draft, column_kind kind, const row_cells *row)
{
    const sr_plan_indicator *indicator = draft->indicator;
    switch (kind) {
    case COLUMN_MEMBER:
    case COLUMN_PERIOD:
        return (sr_report_cell){.text = row->name};
    case COLUMN_GRAIN:
        return (sr_report_cell){.text = row->grain};
    case COLUMN_N:
        return write_n(composer, row->now);
    case COLUMN_NUMERATOR:
        return write_part(composer, row->now, SR_PART_NUMERATOR, draft->shape.part_digits);
    case COLUMN_DENOMINATOR:
        return write_part(composer, row->now, SR_PART_DENOMINATOR, draft->shape.part_digits);
    case COLUMN_VALUE:
        return write_figure(composer, indicator, row->now);
    case COLUMN_LOWER:
        return write_bound(composer, indicator, row->now, SR_PART_LOWER);
    case COLUMN_UPPER:
        return write_bound(composer, indicator, row->now, SR_PART_UPPER);
    case COLUMN_TARGET:
        return write_bound(composer, indicator, row->now, SR_PART_TARGET);
    case COLUMN_VERDICT:
        return write_verdict(composer, row->now);
    case COLUMN_PREVIOUS:
        return write_figure(composer, indicator, row->previous);
    case COLUMN_YEAR_AGO:
        return write_figure(composer, indicator, row->year_ago);
    }
    return (sr_report_cell){0};
}

static bool draft_begin(sr_composer *composer, table_draft *draft, uint32_t row_count_max)
{
    draft->cells = sr_composer_alloc(composer, (size_t)row_count_max * draft->column_count, sizeof(*draft->cells));
    draft->row_count = 0;
    return draft->cells != NULL;
}

static void draft_add_row(sr_composer *composer, table_draft *draft, const row_cells *row)
{
    sr_report_cell *cells = draft->cells + (size_t)draft->row_count * draft->column_count;
    for (uint32_t i = 0; i < draft->column_count; i++)
        cells[i] = write_cell(composer, draft, draft->kinds[i], row);
    draft->row_count++;
}

static void draft_finish(sr_composer *composer, const table_draft *draft, sr_report_table *table)
{
    sr_report_column *columns = sr_composer_alloc(composer, draft->column_count, sizeof(*columns));
    if (columns == NULL)
        return;
    for (uint32_t i = 0; i < draft->column_count; i++)
        columns[i] = draft->columns[i];
    table->column_count = draft->column_count;
    table->columns = columns;
    table->row_count = draft->row_count;
    table->cells = draft->cells;
}

static sr_text say_hidden(sr_composer *composer, sr_hidden_reason reason)
{
    static const sr_word REASONS[] = {
        [SR_HIDDEN_SMALL_TOTAL] = SR_WORD_HIDDEN_SMALL_TOTAL,
        [SR_HIDDEN_SMALL_CELLS] = SR_WORD_HIDDEN_SMALL_CELLS,
        [SR_HIDDEN_CROSSED] = SR_WORD_HIDDEN_CROSSED,
        [SR_HIDDEN_SENSITIVE] = SR_WORD_HIDDEN_SENSITIVE,
        [SR_HIDDEN_LINKED] = SR_WORD_HIDDEN_LINKED,
        [SR_HIDDEN_WEEKS] = SR_WORD_HIDDEN_WEEKS,
        [SR_HIDDEN_PERSONAL] = SR_WORD_HIDDEN_PERSONAL,
    };
    if (reason == SR_HIDDEN_NOT)
        return SR_TEXT_NONE;
    sr_text threshold = sr_wording_count(composer, sr_released_get_threshold(composer->released));
    return sr_composer_say(composer, REASONS[reason], &threshold, 1);
}

/* Why cells of the table are hidden: of the whole table, else of the first hidden cell. */
static sr_hidden_reason find_hidden(const sr_released_table *table)
{
    sr_hidden_reason whole = sr_released_table_get_hidden(table);
    if (whole != SR_HIDDEN_NOT)
        return whole;
    for (int grain = 0; grain < SR_GRAIN_COUNT; grain++)
        for (uint32_t member = 0; member < sr_released_table_count_members(table); member++)
            for (uint32_t i = 0; i < sr_released_table_count_periods(table, (sr_grain)grain); i++) {
                const sr_released_cell *cell = sr_released_table_get_cell(table, member, (sr_grain)grain, i);
                if (sr_released_cell_get_state(cell) == SR_CELL_HIDDEN)
                    return sr_released_cell_get_hidden(cell);
            }
    return SR_HIDDEN_NOT;
}

static void compose_hidden_table(sr_composer *composer, table_draft *draft, sr_report_table *table)
{
    add_unit_column(composer, draft, COLUMN_VALUE, sr_composer_word(composer, SR_WORD_COLUMN_VALUE));
    if (!draft_begin(composer, draft, 1))
        return;
    composer->has_hidden = true;
    draft->cells[0].text = sr_composer_word(composer, SR_WORD_ALL_ROWS);
    draft->cells[1].text = SR_TEXT("[c]");
    draft->row_count = 1;
    draft_finish(composer, draft, table);
}

static sr_text say_interval_note(sr_composer *composer, const sr_plan_indicator *indicator)
{
    return indicator->interval != SR_INTERVAL_NONE ? sr_composer_word(composer, SR_WORD_TABLE_INTERVAL_NOTE) : SR_TEXT_NONE;
}

/* Is it computed by another definition than the period before it? */
static bool is_break(const sr_plan_indicator *indicator, const sr_released_table *total, sr_grain grain, uint32_t index)
{
    if (index == 0 || indicator->version_count == 0)
        return false;
    sr_period now = sr_released_table_get_period(total, grain, index), before = sr_released_table_get_period(total, grain, index - 1);
    return sr_plan_indicator_find_version(indicator, sr_period_get_last(now) - 1)
        != sr_plan_indicator_find_version(indicator, sr_period_get_last(before) - 1);
}

static sr_text say_period_row(sr_composer *composer, const sr_plan_indicator *indicator, const sr_released_table *total, sr_grain grain,
                              uint32_t index)
{
    sr_period period = sr_released_table_get_period(total, grain, index);
    sr_text text = sr_wording_period(composer, period);
    if (is_break(indicator, total, grain, index)) {
        composer->has_break = true;
        text = sr_composer_say(composer, SR_WORD_PERIOD_BREAK, &text, 1);
    }
    bool is_over = sr_period_get_last(period) <= sr_released_get_window_last(composer->released);
    return is_over ? text : sr_composer_say(composer, SR_WORD_PERIOD_SO_FAR, &text, 1);
}

static void add_period_rows(sr_composer *composer, table_draft *draft, const sr_released_table *total, sr_grain grain)
{
    for (uint32_t i = 0; i < sr_released_table_count_periods(total, grain); i++) {
        row_cells row = {
            .name = say_period_row(composer, draft->indicator, total, grain, i),
            .grain = sr_composer_word(composer, sr_wording_grain(grain)->name),
            .now = sr_released_table_get_cell(total, 0, grain, i),
        };
        draft_add_row(composer, draft, &row);
    }
}

static void compose_periods(sr_composer *composer, const sr_report_block *block, const sr_released_table *total,
                            sr_report_table *table)
{
    const sr_plan_indicator *indicator = block->indicator;
    sr_text name = sr_composer_choose(composer, indicator->names);
    table->name = sr_composer_name_table(composer, (sr_text[]){indicator->id, sr_composer_word(composer, SR_WORD_TABLE_NAME_PERIODS)}, 2);
    table->title = sr_composer_say(composer, SR_WORD_TABLE_PERIODS,
                                   (sr_text[]){name, sr_wording_period(composer, composer->request->period)}, 2);
    table->note = sr_composer_join(
        composer, (sr_text[]){block->remark, say_hidden(composer, find_hidden(total)), say_interval_note(composer, indicator)}, 3,
        " ");

    table_draft draft = {.indicator = indicator, .shape = get_shape(indicator, total)};
    add_word_column(composer, &draft, COLUMN_PERIOD, SR_WORD_COLUMN_PERIOD, SR_FORMAT_TEXT, 0);
    uint32_t row_count = 0;
    for (int grain = 0; grain < SR_GRAIN_COUNT; grain++)
        row_count += sr_released_table_count_periods(total, (sr_grain)grain);
    if (row_count == 0 || sr_released_table_count_members(total) == 0) {
        compose_hidden_table(composer, &draft, table);
        return;
    }
    add_word_column(composer, &draft, COLUMN_GRAIN, SR_WORD_COLUMN_GRAIN, SR_FORMAT_TEXT, 0);
    add_figure_columns(composer, &draft, sr_composer_word(composer, SR_WORD_COLUMN_VALUE));
    if (!draft_begin(composer, &draft, row_count))
        return;
    sr_grain first = composer->request->period.grain;
    add_period_rows(composer, &draft, total, first);
    for (int grain = 0; grain < SR_GRAIN_COUNT; grain++)
        if ((sr_grain)grain != first)
            add_period_rows(composer, &draft, total, (sr_grain)grain);
    draft_finish(composer, &draft, table);
}

/* Where the report's period and those it is compared with stand in a table; UINT32_MAX for none. */
typedef struct table_moments {
    uint32_t now;
    uint32_t previous;
    uint32_t year_ago;
} table_moments;

static table_moments find_moments(const sr_composer *composer, const sr_released_table *table)
{
    sr_grain grain = composer->request->period.grain;
    uint32_t count = sr_released_table_count_periods(table, grain);
    sr_period now = composer->request->period;
    sr_period ago = now;
    uint32_t year = sr_period_get_year_ago(now, &ago) ? (uint32_t)(now.number - ago.number) : UINT32_MAX;
    table_moments moments = {UINT32_MAX, UINT32_MAX, UINT32_MAX};
    if (count > 0)
        moments.now = count - 1;
    if (count > 1)
        moments.previous = count - 2;
    if (count > year)
        moments.year_ago = count - 1 - year;
    return moments;
}

static void add_comparison(sr_composer *composer, table_draft *draft, column_kind kind, const sr_released_table *table, uint32_t period)
{
    if (period == UINT32_MAX)
        return;
    sr_period when = sr_released_table_get_period(table, composer->request->period.grain, period);
    add_unit_column(composer, draft, kind, sr_wording_period_short(composer, when));
}

static void add_member_row(sr_composer *composer, table_draft *draft, const sr_released_table *table, uint32_t index, table_moments moments,
                           const sr_plan_grouping *grouping)
{
    sr_grain grain = composer->request->period.grain;
    sr_released_member member = sr_released_table_get_member(table, index);
    row_cells row = {
        .name = sr_wording_member(composer, grouping, &member),
        .now = sr_released_table_get_cell(table, index, grain, moments.now),
    };
    if (moments.previous != UINT32_MAX)
        row.previous = sr_released_table_get_cell(table, index, grain, moments.previous);
    if (moments.year_ago != UINT32_MAX)
        row.year_ago = sr_released_table_get_cell(table, index, grain, moments.year_ago);
    draft_add_row(composer, draft, &row);
}

static sr_text say_breakdown_note(sr_composer *composer, const sr_report_block *block, const sr_released_table *table)
{
    sr_text pool = sr_released_table_has_pool(table) ? sr_composer_word(composer, SR_WORD_TABLE_POOL_NOTE) : SR_TEXT_NONE;
    sr_text total = sr_composer_word(composer, SR_WORD_TABLE_TOTAL_NOTE);
    return sr_composer_join(composer,
                            (sr_text[]){block->remark, say_hidden(composer, find_hidden(table)), pool, total,
                                        say_interval_note(composer, block->indicator)},
                            5, " ");
}

static void compose_breakdown(sr_composer *composer, const sr_report_block *block, const sr_released_table *table,
                              const sr_released_table *total, sr_report_table *out)
{
    const sr_plan_indicator *indicator = block->indicator;
    const sr_plan_grouping *grouping = &indicator->groupings[sr_released_table_get_grouping(table)];
    sr_text parts[1 + SR_KEYS_MAX] = {indicator->id};
    for (uint32_t i = 0; i < grouping->key_count; i++)
        parts[1 + i] = sr_wording_key_title(composer, &grouping->keys[i]);
    out->name = sr_composer_name_table(composer, parts, 1 + grouping->key_count);
    sr_text by = sr_wording_grouping(composer, grouping);
    out->title = sr_composer_say(composer, SR_WORD_TABLE_BY,
                                 (sr_text[]){sr_composer_choose(composer, indicator->names), by,
                                             sr_wording_period(composer, composer->request->period)},
                                 3);

    table_draft draft = {.indicator = indicator, .shape = get_shape(indicator, table)};
    add_column(&draft, COLUMN_MEMBER, sr_wording_capital(composer, by), SR_FORMAT_TEXT, 0);
    table_moments moments = find_moments(composer, table);
    uint32_t member_count = sr_released_table_count_members(table);
    if (sr_released_table_get_hidden(table) != SR_HIDDEN_NOT || moments.now == UINT32_MAX || member_count == 0) {
        out->note = say_hidden(composer, find_hidden(table));
        compose_hidden_table(composer, &draft, out);
        return;
    }
    out->note = say_breakdown_note(composer, block, table);
    add_figure_columns(composer, &draft, sr_wording_period_short(composer, composer->request->period));
    add_comparison(composer, &draft, COLUMN_PREVIOUS, table, moments.previous);
    add_comparison(composer, &draft, COLUMN_YEAR_AGO, table, moments.year_ago);
    if (!draft_begin(composer, &draft, member_count + 1))
        return;
    for (uint32_t i = 0; i < member_count; i++)
        add_member_row(composer, &draft, table, i, moments, grouping);
    if (sr_released_table_count_members(total) > 0)
        add_member_row(composer, &draft, total, 0, moments, &indicator->groupings[0]);
    draft_finish(composer, &draft, out);
}

void sr_compose_tables(sr_composer *composer, uint32_t indicator_index, sr_report_block *block)
{
    const sr_plan_indicator *indicator = &composer->plan->indicators[indicator_index];
    const sr_released_table *total = sr_released_find_table(composer->released, indicator_index, 0);
    sr_report_table *tables = sr_composer_alloc(composer, indicator->grouping_count, sizeof(*tables));
    if (tables == NULL || total == NULL)
        return;
    uint32_t count = 0;
    compose_periods(composer, block, total, &tables[count++]);
    for (uint32_t i = 1; i < indicator->grouping_count; i++) {
        const sr_released_table *table = sr_released_find_table(composer->released, indicator_index, i);
        if (table != NULL)
            compose_breakdown(composer, block, table, total, &tables[count++]);
    }
    block->table_count = count;
    block->tables = tables;
}
