#include "engine/list.h"

#include "tests/support/test.h"

/* First days of years. */
#define DAY_2009 14245
#define DAY_2010 14610
#define DAY_2018 17532
#define DAY_2020 18262
#define DAY_2026 20454

#define ALWAYS SR_DAY_MIN, SR_DAY_MAX
#define WORD(text) SR_TEXT_STATIC(text)

/* `K2` was a word for 0087 until 2018, is one for 0045 from 2020 on; `0099` was one for 0087 before it became a code. */
static const sr_list_alias ida_aliases[] = {
    {WORD("Ida-Virumaa"), ALWAYS}, {WORD("IVM"), ALWAYS}, {WORD("K2"), DAY_2020, SR_DAY_MAX}, {WORD("0044"), SR_DAY_MIN, DAY_2018}};
static const sr_list_alias voru_aliases[] = {
    {WORD("Võru maakond"), ALWAYS}, {WORD("ivm"), ALWAYS}, {WORD("0099"), SR_DAY_MIN, DAY_2010}, {WORD("K2"), SR_DAY_MIN, DAY_2018}};
static const sr_list_member members[] = {
    {.code = WORD("0045"), .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .aliases = ida_aliases, .alias_count = 4},
    {.code = WORD("0087"), .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .aliases = voru_aliases, .alias_count = 4},
    {.code = WORD("0099"), .valid_from = DAY_2010, .valid_to = SR_DAY_MAX},
};
static const sr_list counties = {.name = WORD("counties"), .path = "lists/counties.yaml", .members = members, .count = 3};

static const char *find(const char *value)
{
    const sr_list_member *member = sr_list_find(&counties, sr_text_from(value));
    return member == NULL ? "" : member->code.data;
}

static void a_member_is_found_by_code_or_alias(void **state)
{
    (void)state;
    assert_string_equal(find("0045"), "0045");
    assert_string_equal(find("Ida-Virumaa"), "0045");
    assert_string_equal(find("Võru maakond"), "0087");
    assert_string_equal(find("Narva"), "");
    assert_string_equal(find(""), "");
    assert_string_equal(find("004"), "");
}

static void case_does_not_matter_in_any_script(void **state)
{
    (void)state;
    assert_string_equal(find("ida-virumaa"), "0045");
    assert_string_equal(find("VÕRU MAAKOND"), "0087");
}

static void the_exact_word_comes_before_the_other_case(void **state)
{
    (void)state;
    assert_string_equal(find("IVM"), "0045");
    assert_string_equal(find("ivm"), "0087");
    assert_string_equal(find("Ivm"), "0045");
}

static const char *find_on(const char *value, sr_day day)
{
    const sr_list_member *member = sr_list_find_on(&counties, sr_text_from(value), day);
    return member == NULL ? "" : member->code.data;
}

static void a_word_of_two_members_is_decided_by_the_day(void **state)
{
    (void)state;
    assert_int_equal(sr_day_from_civil(2018, 1, 1), DAY_2018);
    assert_true(sr_list_needs_day(&counties, SR_TEXT("K2")));
    assert_true(sr_list_needs_day(&counties, SR_TEXT("k2")));
    assert_string_equal(find("K2"), "");
    assert_string_equal(find_on("K2", DAY_2018 - 1), "0087");
    assert_string_equal(find_on("K2", DAY_2018), "");
    assert_string_equal(find_on("K2", DAY_2020 - 1), "");
    assert_string_equal(find_on("k2", DAY_2020), "0045");
}

static void a_code_that_was_an_alias_before_is_decided_by_the_day(void **state)
{
    (void)state;
    assert_string_equal(find("0099"), "");
    assert_string_equal(find_on("0099", DAY_2009), "0087");
    assert_string_equal(find_on("0099", DAY_2026), "0099");
}

static void a_word_of_one_member_needs_no_day(void **state)
{
    (void)state;
    assert_false(sr_list_needs_day(&counties, SR_TEXT("0044")));
    assert_string_equal(find("0044"), "0045");
    assert_string_equal(find_on("0044", DAY_2026), "0045");
    assert_false(sr_list_needs_day(&counties, SR_TEXT("Ivm")));     // case alone does not make two meanings
    assert_string_equal(find_on("Ivm", DAY_2026), "0045");
    assert_false(sr_list_needs_day(&counties, SR_TEXT("Narva")));
}

static void find_code_takes_codes_only(void **state)
{
    (void)state;
    assert_ptr_equal(sr_list_find_code(&counties, SR_TEXT("0087")), &members[1]);
    assert_null(sr_list_find_code(&counties, SR_TEXT("IVM")));
    const sr_list empty = {.count = 0};
    assert_null(sr_list_find(&empty, SR_TEXT("0045")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_member_is_found_by_code_or_alias),
        TEST(case_does_not_matter_in_any_script),
        TEST(the_exact_word_comes_before_the_other_case),
        TEST(a_word_of_two_members_is_decided_by_the_day),
        TEST(a_code_that_was_an_alias_before_is_decided_by_the_day),
        TEST(a_word_of_one_member_needs_no_day),
        TEST(find_code_takes_codes_only),
    };
    return RUN_TESTS(tests);
}
