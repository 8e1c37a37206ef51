#include "output/xml.h"

#include <string.h>

#include "tests/support/test.h"

static void well_formed_documents_pass(void **state)
{
    (void)state;
    static const char *const good[] = {
        "<a/>", "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<a b='1' c=\"&amp;>\"><d xml:space=\"preserve\"> x </d><e /></a>\n",
        "<a>&lt;&gt;&quot;&apos;&amp;&#10;&#xA;&#x1F642;õ</a>", "\xEF\xBB\xBF<a></a>", "<a><!-- - --><b/></a >",
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        if (sr_xml_check(sr_text_from(good[i])) != NULL)
            fail_msg("%s: %s", good[i], sr_xml_check(sr_text_from(good[i])));
}

static void broken_documents_are_refused_with_a_reason(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"", "no root element"},
        {"<a>", "an element that is never closed"},
        {"<a><b></a></b>", "an element closed that is not open"},
        {"</a>", "an element closed that is not open"},
        {"<a/><b/>", "a second root element"},
        {"<a/>x", "text outside of the root element"},
        {"<a>&nbsp;</a>", "text that is not escaped"},
        {"<a>& </a>", "text that is not escaped"},
        {"<a>&#0;</a>", "text that is not escaped"},
        {"<a>&#xD800;</a>", "text that is not escaped"},
        {"<a>]]></a>", "text that is not escaped"},
        {"<a b=1/>", "an attribute that is not name=\"value\""},
        {"<a b=\"1\"c=\"2\"/>", "an attribute that is not name=\"value\""},
        {"<a b=\"1\" b=\"2\"/>", "an attribute named twice"},
        {"<a b=\"<\"/>", "an attribute's value that is not escaped"},
        {"<a b=\"&\"/>", "an attribute's value that is not escaped"},
        {"<a", "a tag that does not end"},
        {"<a b=\"1", "a tag that does not end"},
        {"<a></a", "a tag that does not end"},
        {"<a>\x01</a>", "a control byte"},
        {"<a>\xff</a>", "bytes that are no UTF-8"},
        {"<a>\xEF\xBF\xBF</a>", "a character that XML does not have"},
        {"<!DOCTYPE a><a/>", "a declaration that workbooks do not have"},
        {"<a><!-- ", "a declaration or comment that does not end"},
        {"<a>x<", "a tag that does not end"},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const char *wrong = sr_xml_check(sr_text_from(bad[i][0]));
        if (wrong == NULL || strcmp(wrong, bad[i][1]) != 0)
            fail_msg("%s: \"%s\", expected \"%s\"", bad[i][0], wrong != NULL ? wrong : "passed", bad[i][1]);
    }
    assert_string_equal(sr_xml_check((sr_text){"<a>\0</a>", 8}), "a control byte");
}

/* Every prefix of a good document is a broken one. */
static void no_cut_goes_unseen(void **state)
{
    (void)state;
    sr_text whole = SR_TEXT("<?xml version=\"1.0\"?><a b=\"c\"><d>&amp;x</d><e/></a>");
    assert_null(sr_xml_check(whole));
    for (size_t size = 0; size < whole.size; size++)
        assert_non_null(sr_xml_check(sr_text_slice(whole, 0, size)));
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    char deep[1000] = "";
    for (int i = 0; i < SR_XML_DEPTH_MAX + 1; i++)
        memcpy(deep + i * 3, "<a>", 4);
    assert_string_equal(sr_xml_check(sr_text_from(deep)), "elements nested too deep");
}

static void entities_are_resolved_and_attributes_found(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_text text, value;
    sr_xml_reader reader;
    sr_xml_token token;
    sr_error_init(&err);
    assert_done(sr_xml_resolve(SR_TEXT("a&amp;b&#245;&#x1F642;&lt;"), arena, &text, &err), &err);
    assert_text(text, "a&bõ🙂<");
    sr_xml_init(&reader, SR_TEXT("<c r=\"B5\" t='s'/>"));
    assert_true(sr_xml_next(&reader, &token));
    assert_true(sr_xml_find_attribute(&token, "t", &value));
    assert_text(value, "s");
    assert_false(sr_xml_find_attribute(&token, "s", &value));
    sr_arena_free(arena);
}

static const struct CMUnitTest xml[] = {
    TEST(well_formed_documents_pass),   TEST(broken_documents_are_refused_with_a_reason), TEST(no_cut_goes_unseen),
    TEST(nesting_has_a_limit), TEST(entities_are_resolved_and_attributes_found),
};

int main(void)
{
    return RUN_TESTS(xml);
}
