#include "output/message.h"

#include <string.h>

#define LOCAL_SIZE_MAX 64       // RFC 5321, 4.5.3.1.1
#define ADDRESS_SIZE_MAX 254    // RFC 5321, 4.5.3.1.3: a path of 256 with its brackets
#define LABEL_SIZE_MAX 63       // RFC 1035, 2.3.4

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* A dot-atom of RFC 5322, 3.2.3: no quoted local parts, which nobody needs and many servers refuse. */
static bool is_atom_byte(char c)
{
    return is_letter_or_digit(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool is_local(sr_text local)
{
    bool after_dot = true;
    for (size_t i = 0; i < local.size; i++) {
        bool is_dot = local.data[i] == '.';
        if (is_dot ? after_dot : !is_atom_byte(local.data[i]))
            return false;
        after_dot = is_dot;
    }
    return !after_dot;
}

static bool is_domain(sr_text domain)
{
    size_t label = 0;
    for (size_t i = 0; i <= domain.size; i++) {
        if (i < domain.size && domain.data[i] != '.') {
            label++;
            if (!is_letter_or_digit(domain.data[i]) && domain.data[i] != '-')
                return false;
            continue;
        }
        if (label == 0 || label > LABEL_SIZE_MAX || domain.data[i - label] == '-' || domain.data[i - 1] == '-')
            return false;
        label = 0;
    }
    return true;
}

const char *sr_address_check(sr_text address)
{
    for (size_t i = 0; i < address.size; i++) {
        unsigned char byte = (unsigned char)address.data[i];
        if (byte < 0x20 || byte == 0x7F)
            return "the address holds a control byte";
        if (byte >= 0x80)
            return "the address holds a character that is not ASCII";
    }
    size_t at = address.size;
    for (size_t i = 0; i < address.size; i++)
        if (address.data[i] == '@')
            at = i;
    if (address.size == 0)
        return "the address is empty";
    if (at == address.size)
        return "the address has no @; expected local@domain";
    if (address.size > ADDRESS_SIZE_MAX)
        return "the address is longer than 254 bytes";
    if (at > LOCAL_SIZE_MAX)
        return "the part before @ is longer than 64 bytes";
    if (!is_local(sr_text_slice(address, 0, at)))
        return "the part before @ is not a name of letters, digits and dots";
    if (!is_domain(sr_text_slice(address, at + 1, address.size - at - 1)))
        return "the part behind @ is not a domain";
    return NULL;
}
