/*
 * What needs attention first: targets not met, then those in the warning zone, then "cannot tell", there first those whose value itself
 * misses the target; in the order of the report within each, at most three.
 */
#include "output/wording.h"

#include <math.h>

#define POINTS_MAX 3

/* A member of a breakdown in the report's period. */
typedef struct member_place {
    const sr_released_table *table;     // NULL: none found
    uint32_t member;
    const sr_released_cell *cell;
} member_place;

static double get_distance(const sr_released_cell *cell)
{
    return fabs(sr_number_get_real(sr_released_cell_get_result(cell)->value) -
                sr_number_get_real(sr_released_cell_get_judgement(cell)->level));
}

/*
 * The member furthest from the target among those that certainly miss it, over all breakdowns by one column. It must be further away than the
 * whole, and alone in that: else naming it would explain nothing.
 */
static member_place find_furthest(const sr_composer *composer, uint32_t indicator_index, const sr_released_cell *whole)
{
    const sr_plan_indicator *indicator = &composer->plan->indicators[indicator_index];
    sr_grain grain = composer->request->period.grain;
    member_place found = {0};
    double furthest = get_distance(whole);
    for (uint32_t i = 1; i < indicator->grouping_count; i++) {
        const sr_released_table *table = sr_released_find_table(composer->released, indicator_index, i);
        if (table == NULL || indicator->groupings[i].key_count != 1 || sr_released_table_get_hidden(table) != SR_HIDDEN_NOT)
            continue;
        uint32_t period_count = sr_released_table_count_periods(table, grain);
        for (uint32_t member = 0; period_count > 0 && member < sr_released_table_count_members(table); member++) {
            const sr_released_cell *cell = sr_released_table_get_cell(table, member, grain, period_count - 1);
            if (sr_released_cell_get_state(cell) != SR_CELL_OK ||
                sr_released_cell_get_judgement(cell)->verdict != SR_VERDICT_NOT_MET ||
                !sr_released_cell_get_judgement(cell)->has_level)
                continue;
            double distance = get_distance(cell);
            if (distance > furthest)
                found = (member_place){table, member, cell};
            else if (distance == furthest)
                found.table = NULL;
            furthest = fmax(furthest, distance);
        }
    }
    return found;
}

static sr_text say_furthest(sr_composer *composer, uint32_t indicator_index, const sr_released_cell *whole)
{
    const sr_plan_indicator *indicator = &composer->plan->indicators[indicator_index];
    member_place place = find_furthest(composer, indicator_index, whole);
    if (place.table == NULL)
        return SR_TEXT_NONE;
    const sr_plan_grouping *grouping = &indicator->groupings[sr_released_table_get_grouping(place.table)];
    sr_released_member member = sr_released_table_get_member(place.table, place.member);
    sr_text value = sr_wording_cell(composer, indicator, place.cell);
    sr_text in_name = sr_wording_member_in(composer, grouping, &member);
    if (in_name.size > 0)
        return sr_composer_say(composer, SR_WORD_POINT_FURTHEST_IN, (sr_text[]){in_name, value}, 2);
    return sr_composer_say(composer, SR_WORD_POINT_FURTHEST, (sr_text[]){sr_wording_member(composer, grouping, &member), value}, 2);
}

/* "siht täitmata 3. kuud järjest"; what is in the warning zone has missed its target too, but not the other way round. */
static sr_text say_verdict(sr_composer *composer, uint32_t indicator_index, const sr_report_block *block)
{
    sr_grain grain = composer->request->period.grain;
    uint32_t length = 0;
    for (const sr_released_cell *cell; (cell = sr_composer_find_total(composer, indicator_index, grain, length)) != NULL; length++) {
        sr_mark mark = sr_mark_of_cell(cell);
        if (mark != block->mark && !(block->mark == SR_MARK_NOT_MET && mark == SR_MARK_WARNING))
            break;
    }
    if (length < 2 || block->mark == SR_MARK_CANNOT_TELL)
        return block->verdict;
    return sr_composer_say(composer, sr_wording_grain(grain)->streak, (sr_text[]){block->verdict, sr_wording_count(composer, length)}, 2);
}

static sr_text say_warning(sr_composer *composer, const sr_report_block *block, const sr_judgement *judgement)
{
    if (block->mark != SR_MARK_WARNING || judgement->target == NULL || !judgement->target->has_warn || sr_target_is_cumulative(judgement->target) ||
        judgement->target->has_near)
        return SR_TEXT_NONE;
    sr_text limit = sr_wording_limit(composer, block->indicator, judgement->target->warn);
    return sr_composer_say(composer, SR_WORD_POINT_WARNING, &limit, 1);
}

static sr_text say_why(sr_composer *composer, uint32_t indicator_index, const sr_report_block *block, const sr_released_cell *cell)
{
    if (block->mark == SR_MARK_CANNOT_TELL)
        return block->doubt;
    sr_text parts[2] = {
        say_warning(composer, block, sr_released_cell_get_judgement(cell)),
        say_furthest(composer, indicator_index, cell),
    };
    return sr_composer_join(composer, parts, 2, " ");
}

static void compose_point(sr_composer *composer, const sr_report_block *block, sr_report_point *point)
{
    uint32_t indicator_index = sr_plan_find_indicator(composer->plan, block->id);
    const sr_released_cell *cell = sr_composer_find_total(composer, indicator_index, composer->request->period.grain, 0);
    point->mark = block->mark;
    point->figure_id = block->figure_id;
    point->lead = sr_composer_say(composer, SR_WORD_POINT_LEAD, (sr_text[]){block->name, block->value}, 2);
    sr_text verdict = sr_composer_say(composer, SR_WORD_POINT_TARGET, (sr_text[]){block->target, say_verdict(composer, indicator_index, block)}, 2);
    sr_text why = cell != NULL ? say_why(composer, indicator_index, block, cell) : SR_TEXT_NONE;
    sr_text figure = sr_composer_join(composer, (sr_text[]){point->lead, verdict}, 2, "");
    point->sentence = sr_composer_join(composer, (sr_text[]){figure, why}, 2, " ");
}

/* Is the value itself, whatever its interval, on the bad side of the target? */
static bool misses_target(const sr_composer *composer, const sr_report_block *block)
{
    const sr_released_cell *cell = sr_composer_find_total(composer, sr_plan_find_indicator(composer->plan, block->id),
                                                          composer->request->period.grain, 0);
    if (cell == NULL || sr_released_cell_get_state(cell) != SR_CELL_OK)
        return false;
    const sr_judgement *judgement = sr_released_cell_get_judgement(cell);
    if (judgement->target == NULL || !judgement->has_level)
        return false;
    if (judgement->target->has_near)
        return get_distance(cell) > sr_number_get_real(judgement->target->tolerance);
    int order = sr_number_compare(sr_released_cell_get_result(cell)->value, judgement->level);
    return judgement->target->has_min ? order < 0 : order > 0;
}

void sr_compose_points(sr_composer *composer, sr_report *report)
{
    static const struct {
        sr_mark mark;
        bool misses;    // the value itself must miss the target
    } ORDER[] = {{SR_MARK_NOT_MET, true}, {SR_MARK_WARNING, true}, {SR_MARK_CANNOT_TELL, true}, {SR_MARK_CANNOT_TELL, false}};
    sr_report_point *points = sr_composer_alloc(composer, POINTS_MAX, sizeof(*points));
    if (points == NULL)
        return;
    uint32_t count = 0;
    for (size_t order = 0; order < sizeof(ORDER) / sizeof(ORDER[0]); order++)
        for (uint32_t part = 0; part < report->part_count; part++)
            for (uint32_t i = 0; i < report->parts[part].block_count && count < POINTS_MAX; i++) {
                const sr_report_block *block = &report->parts[part].blocks[i];
                bool is_certain = ORDER[order].mark != SR_MARK_CANNOT_TELL;
                if (block->mark == ORDER[order].mark && (is_certain || misses_target(composer, block) == ORDER[order].misses))
                    compose_point(composer, block, &points[count++]);
            }
    report->points = points;
    report->point_count = count;
}
