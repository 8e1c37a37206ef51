#include "input/weigh.h"

#include <string.h>

#define SPLIT_BYTES_MAX 512u    // longer values are not worth the search
#define SHIFT_MAX 40u           // cells too many or too few
#define MARGIN 3.0
#define WIDE_MARGIN 8.0

static bool init_row(sr_weighed *r, size_t width, sr_arena *arena)
{
    r->cells = sr_arena_alloc(arena, width, sizeof(r->cells[0]));
    r->places = sr_arena_alloc(arena, width, sizeof(r->places[0]));
    return r->cells != NULL && r->places != NULL;
}

bool sr_scale_init(sr_scale *scale, size_t cells_max, sr_arena *arena, sr_error *err)
{
    scale->left = sr_arena_alloc(arena, cells_max + 1, sizeof(double));
    scale->right = sr_arena_alloc(arena, cells_max + 1, sizeof(double));
    if (scale->left == NULL || scale->right == NULL || !init_row(&scale->candidate, scale->width, arena) || !init_row(&scale->best, scale->width, arena))
        return sr_fail_memory(err);
    return true;
}

void sr_scale_clear(sr_scale *scale, unsigned ways)
{
    scale->ways = ways | 1u << SR_MEND_AS_IT_IS;
    scale->best.way = SR_MEND_NONE;
    scale->second = SR_LIKENESS_BITS_MAX * (double)scale->width;
}

static size_t get_place(const sr_reading *r, size_t at)
{
    size_t place = at + r->shift;
    return place > r->edit + r->shift ? place - (size_t)r->edit_size : place;
}

static uint64_t mix(uint64_t hash, uint64_t more)
{
    return (hash ^ more) * UINT64_C(0x9E3779B97F4A7C15) + (hash >> 29);
}

/* The candidate has its cells: is it the lightest, or the lightest other one? */
static void weigh(sr_scale *s, const sr_reading *r, sr_mend_way way, double bits, size_t at)
{
    sr_weighed *c = &s->candidate;
    if ((s->ways & 1u << way) == 0 || (s->ways & 1u << r->way) == 0)
        return;
    c->weight = bits + r->weight;
    c->way = way == SR_MEND_AS_IT_IS ? r->way : way;
    if (c->weight >= s->second && s->best.way != SR_MEND_NONE)
        return;
    c->place = get_place(r, at);
    c->taken = r->taken;
    c->hash = 0;
    for (size_t i = 0; i < s->width; i++)
        c->hash = mix(c->hash, sr_text_hash(c->cells[i]));
    bool is_same = s->best.way != SR_MEND_NONE && s->best.hash == c->hash;
    if (s->best.way == SR_MEND_NONE || c->weight < s->best.weight) {
        if (s->best.way != SR_MEND_NONE && !is_same)
            s->second = s->best.weight;
        sr_weighed spare = s->best;
        s->best = *c;
        *c = spare;
    } else if (!is_same && c->weight < s->second) {
        s->second = c->weight;
    }
}

static void take(sr_scale *s, const sr_reading *r, size_t to, sr_text value, size_t first)
{
    s->candidate.cells[to] = value;
    s->candidate.places[to] = get_place(r, first);
}

/* Cells `first` and behind go to columns `to` and behind. */
static void take_run(sr_scale *s, const sr_reading *r, size_t first, size_t count, size_t to)
{
    for (size_t i = 0; i < count; i++)
        take(s, r, to + i, r->cells[first + i].value, r->cells[first + i].first);
}

static double measure(const sr_scale *s, size_t column, sr_text value)
{
    return sr_likeness_measure(&s->likenesses[column], value);
}

/* What the cells weigh counted from the left and from the right, so that a row with one step in it is a sum of two. */
static void measure_sides(sr_scale *s, const sr_reading *r)
{
    s->left[0] = 0;
    for (size_t i = 0; i < r->count; i++)
        s->left[i + 1] = s->left[i] + (i < s->width ? measure(s, i, r->cells[i].value) : SR_LIKENESS_BITS_MAX);
    s->right[r->count] = 0;
    for (size_t i = r->count; i-- > 0;) {
        bool is_there = i + s->width >= r->count;
        s->right[i] = s->right[i + 1] + (is_there ? measure(s, i + s->width - r->count, r->cells[i].value) : SR_LIKENESS_BITS_MAX);
    }
}

sr_text sr_scale_tidy(sr_text value, char quote)
{
    if (value.size > 1 && value.data[0] == quote && value.data[value.size - 1] != quote)
        return sr_text_slice(value, 1, value.size);
    if (value.size > 1 && value.data[0] != quote && value.data[value.size - 1] == quote)
        return sr_text_slice(value, 0, value.size - 1);
    return value;
}

static void leave_out(sr_scale *s, const sr_reading *r, size_t extra)
{
    for (size_t at = 0; at + extra <= r->count; at++) {
        bool is_empty = at == 0 || r->cells[at - 1].value.size > 0;     // of a run of empty cells only the first
        for (size_t i = 0; i < extra; i++)
            is_empty = is_empty && r->cells[at + i].first == r->cells[at + i].last;
        if (!is_empty)
            continue;
        take_run(s, r, 0, at, 0);
        take_run(s, r, at + extra, r->count - at - extra, at);
        weigh(s, r, SR_MEND_EXTRA, s->left[at] + s->right[at + extra] + 2, r->cells[at].first);
    }
}

static void weigh_joined(sr_scale *s, const sr_reading *r, size_t at, size_t extra, sr_text value, double bits)
{
    take_run(s, r, 0, at, 0);
    take(s, r, at, value, r->cells[at].first);
    take_run(s, r, at + extra + 1, r->count - at - extra - 1, at + 1);
    weigh(s, r, SR_MEND_JOIN, s->left[at] + measure(s, at, value) + s->right[at + extra + 1] + bits, r->cells[at].first);
}

static bool is_bare(const sr_read_cell *cell)
{
    return cell->value.size > 0 && cell->value.size == cell->last - cell->first;
}

/* Two cells as one, without what stands between them: only where nobody could take it for two values, as 5 and 50 are not 550. */
static void join_closely(sr_scale *s, const sr_reading *r, size_t at)
{
    sr_text front = r->cells[at].value;
    sr_text back = r->cells[at + 1].value;
    if (!is_bare(&r->cells[at]) || !is_bare(&r->cells[at + 1]))
        return;
    char *value = sr_arena_alloc(s->scratch, front.size + back.size, 1);
    s->failed = s->failed || value == NULL;
    if (value == NULL)
        return;
    memcpy(value, front.data, front.size);
    memcpy(value + front.size, back.data, back.size);
    const sr_text joined = {value, front.size + back.size};
    if (at < s->width && sr_likeness_is_certain(&s->likenesses[at], joined))
        weigh_joined(s, r, at, 1, joined, 8);
}

static void join(sr_scale *s, const sr_reading *r, size_t extra)
{
    for (size_t at = 0; at + extra < r->count; at++) {
        size_t first = r->cells[at].first;
        sr_text raw = sr_text_slice(r->text, first, r->cells[at + extra].last - first);
        sr_text tidy = sr_scale_tidy(raw, s->quote);
        weigh_joined(s, r, at, extra, raw, 4);
        if (tidy.size != raw.size)
            weigh_joined(s, r, at, extra, tidy, 5);
        if (extra == 1)
            join_closely(s, r, at);
    }
}

/* Bytes of another delimiter at the place, its blank included; 0 when there is none. */
static size_t count_sign(const sr_scale *s, sr_text value, size_t at)
{
    char c = value.data[at];
    if (c == s->delimiter || strchr(sr_cutting_get_delimiters(), c) == NULL)
        return 0;
    return c != ' ' && at + 1 < value.size && value.data[at + 1] == ' ' ? 2 : 1;
}

static void weigh_split(sr_scale *s, const sr_reading *r, size_t at, size_t size, size_t sign_size, double bits)
{
    sr_text value = r->cells[at].value;
    sr_text front = sr_text_slice(value, 0, size);
    sr_text back = sr_text_slice(value, size + sign_size, value.size);
    take_run(s, r, 0, at, 0);
    take(s, r, at, front, r->cells[at].first);
    take(s, r, at + 1, back, r->cells[at].first + size + sign_size);
    take_run(s, r, at + 1, r->count - at - 1, at + 2);
    weigh(s, r, SR_MEND_SPLIT, s->left[at] + measure(s, at, front) + measure(s, at + 1, back) + s->right[at + 1] + bits, r->cells[at].first + size);
}

static void split(sr_scale *s, const sr_reading *r)
{
    for (size_t at = 0; at < r->count; at++) {
        sr_text value = r->cells[at].value;
        for (size_t size = 0; size < value.size && value.size <= SPLIT_BYTES_MAX; size++) {
            if (((unsigned char)value.data[size] & 0xC0) == 0x80)
                continue;   // inside a character
            if (size > 0)
                weigh_split(s, r, at, size, 0, 5);
            size_t sign_size = is_bare(&r->cells[at]) ? count_sign(s, value, size) : 0;
            if (sign_size > 0)
                weigh_split(s, r, at, size, sign_size, value.data[size] == ' ' || value.data[size] == ':' ? 5 : 3);
        }
    }
}

static void put_in(sr_scale *s, const sr_reading *r, size_t lacking)
{
    for (size_t at = 0; at <= r->count; at++) {
        if (at > 0 && r->cells[at - 1].value.size == 0)
            continue;       // behind an empty cell it would be the same row
        double bits = 0;
        size_t place = at < r->count ? r->cells[at].first : r->text.size;
        take_run(s, r, 0, at, 0);
        for (size_t i = 0; i < lacking; i++) {
            take(s, r, at + i, SR_TEXT_NONE, place);
            bits += measure(s, at + i, SR_TEXT_NONE);
        }
        take_run(s, r, at, r->count - at, at + lacking);
        weigh(s, r, SR_MEND_GAP, s->left[at] + bits + s->right[at] + 6, place);
    }
}

void sr_scale_add(sr_scale *s, const sr_reading *r, bool may_step)
{
    if (r->count == s->width) {
        double bits = 0;
        for (size_t i = 0; i < r->count; i++)
            bits += measure(s, i, r->cells[i].value);
        take_run(s, r, 0, r->count, 0);
        weigh(s, r, SR_MEND_AS_IT_IS, bits, 0);
        return;
    }
    size_t extra = r->count > s->width ? r->count - s->width : 0;
    size_t lacking = s->width > r->count ? s->width - r->count : 0;
    if (!may_step || extra > SHIFT_MAX || lacking > SHIFT_MAX || lacking * 2 > s->width)
        return;
    measure_sides(s, r);
    if (extra > 0) {
        leave_out(s, r, extra);
        join(s, r, extra);
        return;
    }
    if (lacking == 1)
        split(s, r);
    put_in(s, r, lacking);
}

static size_t count_misfits(const sr_scale *s, const sr_weighed *r)
{
    size_t count = 0;
    for (size_t i = 0; i < s->width; i++)
        count += measure(s, i, r->cells[i]) >= SR_LIKENESS_MISFIT;
    return count;
}

/* Cells that were moved must all look right; cells that only were read in another way may hold what never came before, and a row in one
 * quoted field is nothing else. */
bool sr_scale_is_sure(const sr_scale *s)
{
    const sr_weighed *best = &s->best;
    if (best->way == SR_MEND_NONE)
        return false;
    double margin = s->second - best->weight;
    size_t misfits = count_misfits(s, best);
    bool is_moved = best->way >= SR_MEND_EXTRA;
    return margin >= MARGIN && (misfits == 0 || best->way == SR_MEND_UNWRAP
                                || (!is_moved && margin >= WIDE_MARGIN && misfits * 4 <= s->width));
}
