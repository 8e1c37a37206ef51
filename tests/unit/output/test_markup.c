#include "tests/support/test.h"

#include "output/markup.h"

typedef struct fixture {
    sr_arena *arena;
    sr_builder builder;
    sr_markup markup;
    sr_error err;
} fixture;

static void begin(fixture *f)
{
    f->arena = sr_arena_new();
    sr_builder_init(&f->builder, f->arena, 65536);
    sr_markup_init(&f->markup, &f->builder);
    sr_error_init(&f->err);
}

static void finish_as(fixture *f, const char *expected)
{
    assert_done(sr_markup_finish(&f->markup, &f->err), &f->err);
    assert_text(sr_builder_get(&f->builder), expected);
    sr_arena_free(f->arena);
}

static void finish_failed(fixture *f, const char *expected)
{
    assert_false(sr_markup_finish(&f->markup, &f->err));
    assert_error(&f->err, expected);
    assert_int_equal(f->err.code, SR_INTERNAL);
    sr_arena_free(f->arena);
}

static void elements_close_in_order(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_doctype(&f.markup);
    sr_markup_open(&f.markup, "p");
    sr_markup_attributef(&f.markup, "id", "a%d", 7);
    sr_markup_element(&f.markup, "b", SR_TEXT("x"));
    sr_markup_text(&f.markup, SR_TEXT(" y"));
    sr_markup_close(&f.markup);
    finish_as(&f, "<!doctype html>\n<p id=\"a7\"><b>x</b> y</p>");
}

static void text_cannot_become_an_element(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_element(&f.markup, "p", SR_TEXT("<script>alert(\"1\")</script> & more"));
    finish_as(&f, "<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more</p>");
}

static void a_value_cannot_leave_its_attribute(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_open(&f.markup, "p");
    sr_markup_attribute(&f.markup, "title", SR_TEXT("\" onload=\"x"));
    sr_markup_attributef(&f.markup, "id", "%s", "a\"><b");
    sr_markup_close(&f.markup);
    finish_as(&f, "<p title=\"&quot; onload=&quot;x\" id=\"a&quot;&gt;&lt;b\"></p>");
}

static void control_bytes_and_broken_utf8_become_replacement_characters(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_element(&f.markup, "p", (sr_text){"a\0b\x1b" "c\x80" "d\xC3", 8});
    finish_as(&f, "<p>a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD" "d\xEF\xBF\xBD</p>");
}

static void letters_beyond_ascii_stay_as_they_are(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_element(&f.markup, "p", SR_TEXT("õäöüšž 1 234 ▼"));
    finish_as(&f, "<p>õäöüšž 1 234 ▼</p>");
}

static void void_elements_have_no_end_tag(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_open(&f.markup, "p");
    sr_markup_open(&f.markup, "br");
    sr_markup_close(&f.markup);
    sr_markup_text(&f.markup, SR_TEXT("x"));
    sr_markup_close(&f.markup);
    finish_as(&f, "<p><br>x</p>");
}

static void content_in_a_void_element_fails(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_open(&f.markup, "br");
    sr_markup_text(&f.markup, SR_TEXT("x"));
    sr_markup_close(&f.markup);
    finish_failed(&f, "the page's elements do not nest");
}

static void an_element_left_open_fails(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_open(&f.markup, "p");
    finish_failed(&f, "the page's elements do not nest");
}

static void closing_too_often_fails(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_close(&f.markup);
    finish_failed(&f, "the page's elements do not nest");
}

static void an_attribute_after_content_fails(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_open(&f.markup, "p");
    sr_markup_text(&f.markup, SR_TEXT("x"));
    sr_markup_attribute(&f.markup, "id", SR_TEXT("late"));
    sr_markup_close(&f.markup);
    finish_failed(&f, "the page's elements do not nest");
}

static void too_deep_a_nest_fails(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    for (int i = 0; i <= SR_MARKUP_DEPTH_MAX; i++)
        sr_markup_open(&f.markup, "b");
    for (int i = 0; i < SR_MARKUP_DEPTH_MAX; i++)
        sr_markup_close(&f.markup);
    finish_failed(&f, "the page's elements do not nest");
}

static void a_style_that_would_end_itself_fails(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_markup_style(&f.markup, "p{content:'</style>'}");
    finish_failed(&f, "the page's elements do not nest");
}

static void a_page_past_its_largest_size_fails(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_builder_init(&f.builder, f.arena, 10);
    sr_markup_element(&f.markup, "p", SR_TEXT("longer than ten"));
    finish_failed(&f, "the page is larger than 10 bytes, or there is no memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(elements_close_in_order),
        TEST(text_cannot_become_an_element),
        TEST(a_value_cannot_leave_its_attribute),
        TEST(control_bytes_and_broken_utf8_become_replacement_characters),
        TEST(letters_beyond_ascii_stay_as_they_are),
        TEST(void_elements_have_no_end_tag),
        TEST(content_in_a_void_element_fails),
        TEST(an_element_left_open_fails),
        TEST(closing_too_often_fails),
        TEST(an_attribute_after_content_fails),
        TEST(too_deep_a_nest_fails),
        TEST(a_style_that_would_end_itself_fails),
        TEST(a_page_past_its_largest_size_fails),
    };
    return RUN_TESTS(tests);
}
