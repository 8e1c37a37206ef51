#include "engine/base/contact.h"

#include "tests/support/test.h"

static void mail_addresses_are_found(void **state)
{
    (void)state;
    static const char *const mails[] = {
        "mari.maasikas@example.ee", "<mari@example.ee>", "kirjuta mari@example.ee, palun", "37605030299@eesti.ee", "m@e",
        "õnne@näide.ee", "mari (at) example.ee", "mari[at]example.ee", "mari\xEF\xBC\xA0" "example.ee", "mari@\xE2\x80\x8B" "example.ee",
        "\xFF" "mari@example.ee\xFE",
    };
    static const char *const others[] = {"3 tk @ 5.00", "@", "a@", "@b", "mari at example.ee", "", "(at)", "kell 5 (at) "};
    for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++)
        if (!sr_contact_has_mail(sr_text_from(mails[i])))
            fail_msg("not found: %s", mails[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (sr_contact_has_mail(sr_text_from(others[i])))
            fail_msg("found: %s", others[i]);
}

static void phone_numbers_are_found(void **state)
{
    (void)state;
    static const char *const phones[] = {
        "+3725123456", "+372 5123 4567", "+372-512-3456", "(+372) 512 3456", "(+372)5123456", "+358 40 123 4567", "\xEF\xBC\x8B" "372 5123456",
        "003725123456", "00372 512 3456", "372 5123 4567", "3725123456", "5123 4567", "512 3456", "512-3456", "51 23 45 67",
        "5123\xC2\xA0" "4567", "51\xE2\x80\x8B" "23 4567", "\xEF\xBC\x95\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x93 4567", "helista 5123 4567 homme",
        "tel 51234567", "tel.51234567", "Telefon: 5123456", "mob 51234567", "phone=6123456", "kell 15 5123 4567", "512 34 56", "7123 4567.",
        "Mari,5123 4567", "12 34 5123 4567", "\xFF" "5123 4567\xFE",
    };
    for (size_t i = 0; i < sizeof(phones) / sizeof(phones[0]); i++)
        if (!sr_contact_has_phone(sr_text_from(phones[i])))
            fail_msg("not found: %s", phones[i]);
}

static void amounts_dates_and_case_numbers_are_no_phones(void **state)
{
    (void)state;
    static const char *const others[] = {
        "51234567", "5123456", "53 123 456", "5 123 456", "53 123 456,50", "512 345", "1 234 567 890", "2026-01-31", "31-12-2025", "31 12 2025",
        "31.12.2025", "2025-01-31 2025-12-31", "2025-12-31 12:30:45", "345-2025", "2-19-12345", "3-25/1234", "AB512 3456", "512 3456x",
        "5123 4567,89", "-5123456", "0045", "116 006", "10115", "1987-05-23", "62.65.192.24", "1234 5678", "2025 3456", "5.123 4567",
        "512  3456", "512 - 3456", "Tellimus 51234567", "", "+", "tel", "+123456", "99999999999999999999 5123",
    };
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (sr_contact_has_phone(sr_text_from(others[i])))
            fail_msg("found: %s", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(mail_addresses_are_found),
        TEST(phone_numbers_are_found),
        TEST(amounts_dates_and_case_numbers_are_no_phones),
    };
    return RUN_TESTS(tests);
}
