/*
 * The pattern becomes a program of steps. A text runs through all steps that are possible at once, a character at a time: there is
 * no going back. What is repeated n times is read n times, so the program has a bound and the pattern a longest size.
 */
#include "engine/base/pattern.h"

#include <string.h>

#define STEPS_MAX 1024u
#define RANGES_MAX 64u      // in one class
#define REPEAT_MAX 255u
#define DEPTH_MAX 50u       // of brackets
#define ATOMS_MAX 20000u    // read, each time: repetitions of nothing emit no steps

typedef struct range {
    uint32_t first, last;
} range;

typedef enum step_kind { STEP_POINT, STEP_ANY, STEP_CLASS, STEP_SPLIT, STEP_JUMP, STEP_END } step_kind;

typedef struct step {
    step_kind kind;
    uint32_t point;
    bool is_negated;            // STEP_CLASS
    uint32_t range_count;
    const range *ranges;
    uint32_t x, y;              // where STEP_SPLIT goes on; STEP_JUMP: x
} step;

struct sr_pattern {
    uint32_t count;
    const step *steps;
};

typedef struct reader {
    sr_text text;
    size_t at;
    sr_arena *arena;
    step *steps;                // STEPS_MAX
    uint32_t count;
    uint32_t depth;
    uint32_t atom_count;
    bool is_wrong;
    bool has_no_memory;
    sr_pattern_problem *problem;
} reader;

static void refuse(reader *r, size_t at, const char *found, const char *expected)
{
    if (!r->is_wrong)
        *r->problem = (sr_pattern_problem){at, found, expected};
    r->is_wrong = true;
}

static uint32_t emit(reader *r, step made)
{
    if (r->count + 1 >= STEPS_MAX) {
        refuse(r, r->at, "a pattern that is too large", "at most 1000 steps");
        return 0;
    }
    r->steps[r->count] = made;
    return r->count++;
}

/* A step in front of those from `at` on. */
static void insert(reader *r, uint32_t at, step made)
{
    emit(r, made);
    if (r->is_wrong)
        return;
    memmove(&r->steps[at + 1], &r->steps[at], (r->count - 1 - at) * sizeof(r->steps[0]));
    r->steps[at] = made;
    for (uint32_t i = at + 1; i < r->count; i++) {
        r->steps[i].x += r->steps[i].x >= at;
        r->steps[i].y += r->steps[i].y >= at;
    }
}

static bool is_next(const reader *r, char sign)
{
    return r->at < r->text.size && r->text.data[r->at] == sign;
}

/* --- characters --- */

static const range DIGITS[] = {{'0', '9'}};
static const range WORDS[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}, {0xAA, 0xAA}, {0xB5, 0xB5}, {0xBA, 0xBA}, {0xC0, 0xD6},
                              {0xD8, 0xF6}, {0xF8, 0x1FFF}, {0x2C00, 0xDFFF}, {0x10000, 0x10FFFF}};
static const range BLANKS[] = {{'\t', '\r'}, {' ', ' '}, {0xA0, 0xA0}, {0x2000, 0x200A}, {0x202F, 0x202F}, {0x3000, 0x3000}};

/* What stands behind a backslash: a named class, or the sign itself. */
static bool find_named(char letter, step *made)
{
    static const struct {
        char letter;
        const range *ranges;
        uint32_t count;
    } rows[] = {{'d', DIGITS, 1}, {'w', WORDS, sizeof(WORDS) / sizeof(WORDS[0])}, {'s', BLANKS, sizeof(BLANKS) / sizeof(BLANKS[0])}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bool is_capital = letter == rows[i].letter - 'a' + 'A';
        if (letter != rows[i].letter && !is_capital)
            continue;
        *made = (step){.kind = STEP_CLASS, .ranges = rows[i].ranges, .range_count = rows[i].count, .is_negated = is_capital};
        return true;
    }
    return false;
}

static uint32_t take_point(reader *r)
{
    uint32_t point = 0;
    if (r->at >= r->text.size || !sr_text_next_point(r->text, &r->at, &point))
        refuse(r, r->at, "the end of the pattern", "a character");
    return point;
}

/* A letter or digit behind a backslash that stands for nothing is a slip. */
static uint32_t take_escaped(reader *r)
{
    size_t at = r->at;
    uint32_t point = take_point(r);
    bool is_word = (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
    if (!r->is_wrong && is_word)
        refuse(r, at - 1, "a backslash before a letter or digit", "\\d, \\w, \\s, \\D, \\W, \\S or a sign");
    return point;
}

static bool add_range(reader *r, range *ranges, uint32_t *count, range added)
{
    if (*count == RANGES_MAX)
        refuse(r, r->at, "too many characters in brackets", "at most 64");
    else
        ranges[(*count)++] = added;
    return !r->is_wrong;
}

static void take_class_item(reader *r, range *ranges, uint32_t *count)
{
    size_t at = r->at;
    step named;
    range own;
    if (is_next(r, '\\')) {
        r->at++;
        if (r->at < r->text.size && find_named(r->text.data[r->at], &named)) {
            if (named.is_negated)
                refuse(r, at, "\\D, \\W or \\S in brackets", "\\d, \\w or \\s, or [^...] around it");
            r->at++;
            for (uint32_t i = 0; i < named.range_count && add_range(r, ranges, count, named.ranges[i]); i++)
                continue;
            return;
        }
        own.first = take_escaped(r);
    } else {
        own.first = take_point(r);
    }
    own.last = own.first;
    bool is_span = is_next(r, '-') && r->at + 1 < r->text.size && r->text.data[r->at + 1] != ']';
    if (is_span) {
        r->at++;
        if (is_next(r, '\\')) {
            r->at++;
            own.last = take_escaped(r);
        } else {
            own.last = take_point(r);
        }
        if (own.last < own.first)
            refuse(r, at, "a span that ends before it begins", "the smaller character first: a-z");
    }
    add_range(r, ranges, count, own);
}

static void take_class(reader *r)
{
    size_t at = r->at - 1;
    step made = {.kind = STEP_CLASS};
    range *ranges = sr_arena_alloc(r->arena, RANGES_MAX, sizeof(*ranges));
    if (ranges == NULL) {
        r->is_wrong = r->has_no_memory = true;
        return;
    }
    if (is_next(r, '^')) {
        made.is_negated = true;
        r->at++;
    }
    do {
        if (r->at >= r->text.size)
            refuse(r, at, "a bracket that is not closed", "]");
        else
            take_class_item(r, ranges, &made.range_count);
    } while (!r->is_wrong && !is_next(r, ']'));
    r->at++;
    made.ranges = ranges;
    emit(r, made);
}

/* --- structure --- */

static void take_either(reader *r);

static void take_group(reader *r)
{
    size_t at = r->at - 1;
    if (++r->depth > DEPTH_MAX)
        refuse(r, at, "brackets nested too deep", "at most 50 levels");
    if (!r->is_wrong)
        take_either(r);
    if (!r->is_wrong && !is_next(r, ')'))
        refuse(r, at, "a bracket that is not closed", ")");
    r->depth--;
    r->at++;
}

static void take_atom(reader *r)
{
    size_t at = r->at;
    step named;
    if (++r->atom_count > ATOMS_MAX) {
        refuse(r, at, "a pattern that is too large", "at most 1000 steps");
        return;
    }
    switch (r->text.data[r->at]) {
    case '(': r->at++; take_group(r); return;
    case '[': r->at++; take_class(r); return;
    case '.': r->at++; emit(r, (step){.kind = STEP_ANY}); return;
    case '*': case '+': case '?': case '{':
        refuse(r, at, "a repetition of nothing", "a character before it, or a backslash");
        return;
    case '^': case '$':
        refuse(r, at, "^ or $ within the pattern", "nothing: the whole value must fit; the sign itself is \\^ or \\$");
        return;
    case '\\':
        r->at++;
        if (r->at < r->text.size && find_named(r->text.data[r->at], &named)) {
            r->at++;
            emit(r, named);
            return;
        }
        emit(r, (step){.kind = STEP_POINT, .point = take_escaped(r)});
        return;
    default:
        emit(r, (step){.kind = STEP_POINT, .point = take_point(r)});
    }
}

static void make_optional(reader *r, uint32_t start)
{
    insert(r, start, (step){.kind = STEP_SPLIT, .x = start + 1});
    if (!r->is_wrong)
        r->steps[start].y = r->count;
}

static void make_loop(reader *r, uint32_t start)
{
    make_optional(r, start);
    emit(r, (step){.kind = STEP_JUMP, .x = start});
    if (!r->is_wrong)
        r->steps[start].y = r->count;
}

static bool take_number(reader *r, uint32_t *number)
{
    size_t first = r->at;
    *number = 0;
    while (r->at < r->text.size && r->text.data[r->at] >= '0' && r->text.data[r->at] <= '9' && *number <= REPEAT_MAX)
        *number = *number * 10 + (uint32_t)(r->text.data[r->at++] - '0');
    return r->at > first;
}

/* {m}, {m,} or {m,n} behind the atom that began at `atom_at`, which is read again for every time. */
static void take_count(reader *r, uint32_t start, size_t atom_at)
{
    size_t at = r->at++;
    uint32_t least, most;
    bool is_open = false;
    bool is_good = take_number(r, &least);
    most = least;
    if (is_good && is_next(r, ',')) {
        r->at++;
        is_open = !take_number(r, &most);
    }
    if (!is_good || !is_next(r, '}') || (!is_open && most < least) || least > REPEAT_MAX || most > REPEAT_MAX) {
        refuse(r, at, "a bad count in braces", "{3}, {2,5} or {2,}, at most 255");
        return;
    }
    size_t end = r->at + 1;
    r->count = start;
    for (uint32_t i = 0; i < (is_open ? least + 1 : most) && !r->is_wrong; i++) {
        uint32_t copy = r->count;
        r->at = atom_at;
        take_atom(r);
        if (i >= least && !r->is_wrong && is_open)
            make_loop(r, copy);
        else if (i >= least && !r->is_wrong)
            make_optional(r, copy);
    }
    r->at = end;
}

static void take_piece(reader *r)
{
    uint32_t start = r->count;
    size_t atom_at = r->at;
    take_atom(r);
    if (r->is_wrong || r->at >= r->text.size)
        return;
    switch (r->text.data[r->at]) {
    case '*': r->at++; make_loop(r, start); break;
    case '+': r->at++; emit(r, (step){.kind = STEP_SPLIT, .x = start, .y = r->count + 1}); break;
    case '?': r->at++; make_optional(r, start); break;
    case '{': take_count(r, start, atom_at); break;
    default: return;
    }
    if (!r->is_wrong && r->at < r->text.size && strchr("*+?{", r->text.data[r->at]) != NULL)
        refuse(r, r->at, "a repetition of a repetition", "brackets around what is repeated");
}

static void take_either(reader *r)
{
    uint32_t start = r->count;
    while (!r->is_wrong && r->at < r->text.size && !is_next(r, '|') && !is_next(r, ')'))
        take_piece(r);
    if (r->is_wrong || !is_next(r, '|'))
        return;
    r->at++;
    insert(r, start, (step){.kind = STEP_SPLIT, .x = start + 1});
    uint32_t jump = emit(r, (step){.kind = STEP_JUMP});
    if (r->is_wrong)
        return;
    r->steps[start].y = r->count;
    take_either(r);
    r->steps[jump].x = r->count;
}

bool sr_pattern_new(sr_text text, sr_arena *arena, const sr_pattern **pattern, sr_pattern_problem *problem, sr_error *err)
{
    reader r = {.arena = arena, .problem = problem, .steps = sr_arena_alloc(arena, STEPS_MAX, sizeof(step))};
    sr_pattern *made = sr_arena_alloc(arena, 1, sizeof(*made));
    *pattern = NULL;
    if (r.steps == NULL || made == NULL)
        return sr_fail_memory(err);
    size_t skipped = sr_text_has_prefix(text, SR_TEXT("^"));
    bool has_end = sr_text_has_suffix(text, SR_TEXT("$")) && !sr_text_has_suffix(text, SR_TEXT("\\$"));
    r.text = sr_text_slice(text, 0, text.size - has_end);
    r.at = skipped < r.text.size ? skipped : r.text.size;
    take_either(&r);
    if (!r.is_wrong && r.at < r.text.size)
        refuse(&r, r.at, "a bracket too many", "no ) here, or \\)");
    if (r.has_no_memory)
        return sr_fail_memory(err);
    if (r.is_wrong)
        return true;
    r.steps[r.count++] = (step){.kind = STEP_END};
    *made = (sr_pattern){r.count, r.steps};
    *pattern = made;
    return true;
}

/* --- matching --- */

/* Steps that are possible now, each once. */
typedef struct front {
    uint32_t count;
    uint16_t steps[STEPS_MAX];
    bool has[STEPS_MAX];
} front;

/* Follows splits and jumps; each step enters once, so the stack never holds more than the program. */
static void enter(const sr_pattern *pattern, front *f, uint32_t first)
{
    uint16_t stack[STEPS_MAX * 2];
    uint32_t depth = 0;
    stack[depth++] = (uint16_t)first;
    while (depth > 0) {
        uint16_t at = stack[--depth];
        if (f->has[at])
            continue;
        f->has[at] = true;
        const step *s = &pattern->steps[at];
        if (s->kind == STEP_SPLIT)
            stack[depth++] = (uint16_t)s->y;
        if (s->kind == STEP_SPLIT || s->kind == STEP_JUMP)
            stack[depth++] = (uint16_t)s->x;
        else
            f->steps[f->count++] = at;
    }
}

static bool takes(const step *s, uint32_t point)
{
    if (s->kind == STEP_POINT)
        return s->point == point;
    if (s->kind == STEP_ANY)
        return true;
    if (s->kind != STEP_CLASS)
        return false;
    uint32_t i = 0;
    while (i < s->range_count && (point < s->ranges[i].first || point > s->ranges[i].last))
        i++;
    return (i < s->range_count) != s->is_negated;
}

bool sr_pattern_fits(const sr_pattern *pattern, sr_text text)
{
    front fronts[2];
    front *now = &fronts[0], *then = &fronts[1];
    memset(now, 0, sizeof(*now));
    enter(pattern, now, 0);
    for (size_t at = 0; at < text.size;) {
        uint32_t point;
        if (!sr_text_next_point(text, &at, &point))
            return false;
        memset(then, 0, sizeof(*then));
        for (uint32_t i = 0; i < now->count; i++)
            if (takes(&pattern->steps[now->steps[i]], point))
                enter(pattern, then, now->steps[i] + 1u);
        front *other = now;
        now = then;
        then = other;
    }
    return now->has[pattern->count - 1];
}
