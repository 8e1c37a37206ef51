/*
 * Phone numbers: the text is cut into groups of digits; groups with one blank or hyphen between them stand in a row. Each time a group
 * ends, every stretch of the row that ends with it is looked at. Only the last GROUPS_MAX groups are kept.
 */
#include "engine/base/contact.h"

#include <string.h>

#include "engine/base/locale.h"

#define GROUPS_MAX 8
#define GROUP_DIGITS_MAX 16     // a longer group is no part of a phone number
#define WORD_LETTERS_MAX 8      // of the word in front of a number, as many as matter

/* --- mail addresses --- */

static bool is_name_part(sr_character character)
{
    return character.kind == SR_CHARACTER_LETTER || character.kind == SR_CHARACTER_CAPITAL || character.kind == SR_CHARACTER_DIGIT;
}

/* Bytes of an at sign at this place, 0 when there is none. */
static size_t get_at_sign_size(sr_text text, size_t at)
{
    static const sr_text signs[] = {{"@", 1}, {"(at)", 4}, {"[at]", 4}, {"\xEF\xBC\xA0", 3}};
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (sr_text_is_same_letters(sr_text_slice(text, at, signs[i].size), signs[i]))
            return signs[i].size;
    return 0;
}

static bool has_name_part_at(sr_text text, size_t at, bool passes_blanks)
{
    sr_character character;
    for (; at < text.size; at += character.size) {
        character = sr_locale_read_character(text, at);
        bool is_passed = character.kind == SR_CHARACTER_INVISIBLE || (passes_blanks && character.kind == SR_CHARACTER_BLANK);
        if (!is_passed)
            return is_name_part(character);
    }
    return false;
}

bool sr_contact_has_mail(sr_text text)
{
    bool has_part = false;      // right before this place
    bool has_spaced_part = false;   // the same, blanks passed over
    sr_character character;
    for (size_t i = 0; i < text.size; i += character.size) {
        character = sr_locale_read_character(text, i);
        size_t size = get_at_sign_size(text, i);
        bool is_word = size == 4;   // (at)
        if (size > 0 && (is_word ? has_spaced_part : has_part) && has_name_part_at(text, i + size, is_word))
            return true;
        if (character.kind == SR_CHARACTER_INVISIBLE)
            continue;
        has_part = is_name_part(character);
        has_spaced_part = has_part || (has_spaced_part && character.kind == SR_CHARACTER_BLANK);
    }
    return false;
}

/* --- phone numbers --- */

typedef enum joint { JOINT_NONE, JOINT_BLANK, JOINT_DASH } joint;

typedef struct group {
    joint joint;                // to the group before it
    bool has_plus;              // a plus sign stands before it
    bool is_in_word;            // a letter or a decimal mark stands before it
    bool is_called;             // a word such as `tel` stands before it
    size_t count;
    char digits[GROUP_DIGITS_MAX];
} group;

typedef struct row {
    size_t count;
    group groups[GROUPS_MAX];
} row;

/* A stretch of a row, all its digits in one piece. */
typedef struct number {
    const group *groups;
    size_t group_count;
    size_t count;
    char digits[GROUPS_MAX * GROUP_DIGITS_MAX];
} number;

static bool begins_with(const number *n, const char *prefix)
{
    size_t size = strlen(prefix);
    return n->count >= size && memcmp(n->digits, prefix, size) == 0;
}

static bool is_year(const group *g)
{
    return g->count == 4 && (memcmp(g->digits, "19", 2) == 0 || memcmp(g->digits, "20", 2) == 0);
}

/* 53 123 456: at most three digits, then threes, with blanks. */
static bool is_amount(const number *n)
{
    if (n->groups[0].count > 3)
        return false;
    for (size_t i = 1; i < n->group_count; i++)
        if (n->groups[i].count != 3 || n->groups[i].joint != JOINT_BLANK)
            return false;
    return true;
}

static bool has_date(const number *n)
{
    const group *g = n->groups;
    if (n->group_count == 3 && g[0].count == 2 && g[1].count == 2 && is_year(&g[2]))
        return true;
    for (size_t i = 0; i < n->group_count; i++)
        if (is_year(&g[i]) && ((i > 0 && g[i].joint == JOINT_DASH) || (i + 1 < n->group_count && g[i + 1].joint == JOINT_DASH)))
            return true;
    return false;
}

static bool has_phone_groups(const number *n)
{
    for (size_t i = 0; i < n->group_count; i++)
        if (n->groups[i].count < 2 || n->groups[i].count > 4)
            return false;
    return n->group_count > 1 && n->digits[0] >= '3' && n->digits[0] <= '8' && !is_amount(n) && !has_date(n);
}

/* 372 or 00372 and a number of 7 or 8 digits; without any group only a mobile number, which begins with 5. */
static bool is_estonian_abroad(const number *n)
{
    size_t prefix = begins_with(n, "00372") ? 5 : begins_with(n, "372") ? 3 : 0;
    if (prefix == 0 || n->count < prefix + 7 || n->count > prefix + 8)
        return false;
    return prefix == 5 || n->group_count > 1 || n->digits[prefix] == '5';
}

static bool is_phone(const number *n)
{
    const group *first = &n->groups[0];
    if (first->has_plus && n->count >= 8 && n->count <= 15)
        return true;
    if (first->is_in_word)
        return false;
    bool is_local = n->count == 7 || n->count == 8;
    return is_estonian_abroad(n) || (is_local && (first->is_called || has_phone_groups(n)));
}

/* Any stretch that ends with the last group. */
static bool has_phone(const row *r)
{
    for (size_t first = 0; first < r->count; first++) {
        number n = {.groups = &r->groups[first], .group_count = r->count - first};
        for (size_t i = first; i < r->count; i++) {
            memcpy(n.digits + n.count, r->groups[i].digits, r->groups[i].count);
            n.count += r->groups[i].count;
        }
        if (is_phone(&n))
            return true;
    }
    return false;
}

static group *begin_group(row *r, group begun)
{
    if (begun.joint == JOINT_NONE)
        r->count = 0;
    if (r->count == GROUPS_MAX) {
        memmove(r->groups, r->groups + 1, (GROUPS_MAX - 1) * sizeof(r->groups[0]));
        r->count--;
    }
    r->groups[r->count] = begun;
    return &r->groups[r->count++];
}

/* Where a group begins: reads its digits and returns the place behind them. False in *is_whole: too long, or it goes on as a word or decimal. */
static size_t read_group(sr_text text, size_t at, group *g, bool *is_whole)
{
    sr_character character = {0};
    *is_whole = true;
    for (; at < text.size; at += character.size) {
        character = sr_locale_read_character(text, at);
        if (character.kind == SR_CHARACTER_INVISIBLE)
            continue;
        if (character.kind != SR_CHARACTER_DIGIT)
            break;
        if (g->count < GROUP_DIGITS_MAX)
            g->digits[g->count++] = character.digit;
        else
            *is_whole = false;
    }
    if (at >= text.size)
        return at;
    bool is_mark = (character.point == '.' || character.point == ',') && at + 1 < text.size
        && sr_locale_read_character(text, at + 1).kind == SR_CHARACTER_DIGIT;
    *is_whole = *is_whole && !is_mark && character.kind != SR_CHARACTER_LETTER && character.kind != SR_CHARACTER_CAPITAL;
    return at;
}

/* What stands between groups, as far as it matters for the next one. */
typedef struct between {
    group next;
    bool is_behind_group;       // nothing stands between yet
    bool has_bracket;           // (+372) 5123 4567
    bool is_broken;             // more than one joint, or something else
    char word[WORD_LETTERS_MAX];
    size_t word_size;
    bool is_word_over;
} between;

static bool is_calling_word(const between *b)
{
    static const sr_text words[] = {{"tel", 3}, {"mob", 3}, {"gsm", 3}, {"phone", 5}};
    static const sr_text beginnings[] = {{"telef", 5}, {"mobi", 4}};
    sr_text word = {b->word, b->word_size};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (sr_text_is_same_letters(word, words[i]))
            return true;
    for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
        if (sr_text_is_same_letters(sr_text_slice(word, 0, beginnings[i].size), beginnings[i]))
            return true;
    return false;
}

static void pass_letter(between *b, sr_character character)
{
    if (b->is_word_over)
        b->word_size = 0;
    b->is_word_over = false;
    if (b->word_size < WORD_LETTERS_MAX)
        b->word[b->word_size++] = character.point < 0x80 ? (char)character.point : '?';
    b->is_broken = true;
    b->next.is_in_word = true;
    b->next.has_plus = false;
}

static void pass(between *b, sr_character character)
{
    bool is_mark = b->is_behind_group && (character.point == '.' || character.point == ',');
    if (character.kind == SR_CHARACTER_INVISIBLE)
        return;
    b->is_behind_group = false;
    switch (character.kind) {
    case SR_CHARACTER_LETTER:
    case SR_CHARACTER_CAPITAL: pass_letter(b, character); return;
    case SR_CHARACTER_BLANK:
    case SR_CHARACTER_DASH:
        b->is_broken = b->is_broken || b->next.joint != JOINT_NONE;
        b->next.joint = character.kind == SR_CHARACTER_BLANK ? JOINT_BLANK : JOINT_DASH;
        break;
    default:
        b->has_bracket = character.point == ')';
        b->is_broken = b->is_broken || !b->has_bracket || b->next.joint != JOINT_NONE;
    }
    b->is_word_over = true;
    b->next.has_plus = character.point == '+' || character.point == 0xFF0B;
    b->next.is_in_word = is_mark;
}

bool sr_contact_has_phone(sr_text text)
{
    row r = {.count = 0};
    between b = {.is_broken = true};
    sr_character character;
    for (size_t i = 0; i < text.size;) {
        character = sr_locale_read_character(text, i);
        if (character.kind != SR_CHARACTER_DIGIT) {
            pass(&b, character);
            i += character.size;
            continue;
        }
        bool is_whole;
        b.next.is_called = is_calling_word(&b);
        b.next.is_in_word = b.next.is_in_word && !b.next.is_called;
        if (b.is_broken)
            b.next.joint = JOINT_NONE;
        else if (b.has_bracket)
            b.next.joint = JOINT_BLANK;
        i = read_group(text, i, begin_group(&r, b.next), &is_whole);
        if (is_whole && has_phone(&r))
            return true;
        b = (between){.is_behind_group = true, .is_broken = !is_whole};
    }
    return false;
}

bool sr_contact_is_inside(sr_text text)
{
    return sr_contact_has_mail(text) || sr_contact_has_phone(text);
}
