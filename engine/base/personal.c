#include "engine/base/personal.h"

#include <string.h>

#include "engine/base/contact.h"
#include "engine/base/locale.h"
#include "engine/base/person.h"

#define SHOWN_CHARACTERS 40
#define CODE_LETTERS_MAX 3u

bool sr_personal_is_inside(sr_text text)
{
    return sr_person_is_inside(text) || sr_contact_is_inside(text);
}

static bool is_letter(sr_character character)
{
    return character.kind == SR_CHARACTER_LETTER || character.kind == SR_CHARACTER_CAPITAL;
}

typedef struct word {
    bool is_capitalised;    // two letters or more, the first one a capital
    bool is_code;           // no small letter, and no more than three
} word;

/* Letters; hyphens and apostrophes within. Returns the place behind the word. */
static size_t pass_word(sr_text text, size_t at, word *passed)
{
    size_t letters = 0;
    size_t small = 0;
    sr_character character = sr_locale_read_character(text, at);
    bool begins_large = character.kind == SR_CHARACTER_CAPITAL;
    for (; at < text.size; at += character.size) {
        character = sr_locale_read_character(text, at);
        bool is_joint = character.kind == SR_CHARACTER_INVISIBLE || character.kind == SR_CHARACTER_DASH || character.point == '\''
            || character.point == 0x2019;
        if (!is_letter(character) && !(letters > 0 && is_joint))
            break;
        letters += is_letter(character);
        small += character.kind == SR_CHARACTER_LETTER;
    }
    *passed = (word){.is_capitalised = begins_large && letters > 1, .is_code = small == 0 && letters <= CODE_LETTERS_MAX};
    return at;
}

/* Two words that follow each other, with a blank or a comma alone between them. */
static bool may_be_names(word before, word after, bool has_blank, bool has_comma)
{
    return before.is_capitalised && after.is_capitalised && (has_blank || (has_comma && !before.is_code && !after.is_code));
}

bool sr_personal_may_be_name(sr_text text)
{
    word before = {.is_capitalised = false};    // right before this place, blanks and a comma passed over
    bool has_blank = false;
    bool has_comma = false;
    sr_character character;
    for (size_t i = 0; i < text.size;) {
        character = sr_locale_read_character(text, i);
        if (is_letter(character)) {
            word passed;
            i = pass_word(text, i, &passed);
            if (may_be_names(before, passed, has_blank, has_comma))
                return true;
            before = passed;
            has_blank = has_comma = false;
            continue;
        }
        i += character.size;
        if (character.kind == SR_CHARACTER_BLANK)
            has_blank = true;
        else if (character.point == ',' && !has_blank && !has_comma)
            has_comma = true;
        else if (character.kind != SR_CHARACTER_INVISIBLE)
            before.is_capitalised = false;
    }
    return false;
}

/* What would move a cursor, turn the direction of writing or stay unseen: C0, C1, marks of no width and of direction. */
static bool is_control(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point <= 0x9F) || point == 0xAD || (point >= 0x200B && point <= 0x200F)
        || (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x2069) || point == 0xFEFF;
}

static void write_cut(sr_text value, char out[SR_SHOWN_SIZE])
{
    size_t used = 0;
    size_t characters = 0;
    sr_character character;
    for (size_t i = 0; i < value.size && ++characters <= SHOWN_CHARACTERS; i += character.size) {
        character = sr_locale_read_character(value, i);
        if (is_control(character.point)) {
            out[used++] = ' ';
            continue;
        }
        memcpy(out + used, value.data + i, character.size);
        used += character.size;
    }
    memcpy(out + used, characters > SHOWN_CHARACTERS ? "..." : "", characters > SHOWN_CHARACTERS ? 4 : 1);
}

void sr_personal_write_label(sr_text label, char out[SR_SHOWN_SIZE])
{
    if (sr_text_find_invalid(label) != SIZE_MAX || sr_personal_is_inside(label))
        sr_text_write_shape(label, out, SR_SHOWN_SIZE);
    else
        write_cut(label, out);
}

void sr_personal_write_shown(sr_text value, bool is_hidden, char out[SR_SHOWN_SIZE])
{
    if (is_hidden || sr_personal_may_be_name(value))
        sr_text_write_shape(value, out, SR_SHOWN_SIZE);
    else
        sr_personal_write_label(value, out);
}
