#include "engine/list.h"

#include "tests/support/test.h"

static const sr_text ida_aliases[] = {SR_TEXT_STATIC("Ida-Virumaa"), SR_TEXT_STATIC("IVM")};
static const sr_text voru_aliases[] = {SR_TEXT_STATIC("Võru maakond"), SR_TEXT_STATIC("0045x"), SR_TEXT_STATIC("ivm"), SR_TEXT_STATIC("0099")};
static const sr_list_member members[] = {
    {.code = SR_TEXT_STATIC("0045"), .aliases = ida_aliases, .alias_count = 2},
    {.code = SR_TEXT_STATIC("0087"), .aliases = voru_aliases, .alias_count = 4},
    {.code = SR_TEXT_STATIC("0099")},
};
static const sr_list counties = {SR_TEXT_STATIC("counties"), "lists/counties.yaml", members, 3};

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

static void a_code_comes_before_an_alias(void **state)
{
    (void)state;
    assert_string_equal(find("0099"), "0099");
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
        TEST(a_code_comes_before_an_alias),
        TEST(find_code_takes_codes_only),
    };
    return RUN_TESTS(tests);
}
