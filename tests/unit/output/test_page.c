#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "output/page.h"
#include "tests/support/edition.h"

static sr_text write_page(const sr_test_edition *edition)
{
    sr_error err;
    sr_error_init(&err);
    sr_text html;
    assert_done(sr_page_write(sr_test_edition_compose(edition), edition->arena, &html, &err), &err);
    return html;
}

static size_t count_of(sr_text text, const char *part)
{
    size_t count = 0;
    sr_text wanted = sr_text_from(part);
    for (size_t at = sr_text_find(text, wanted); at != SIZE_MAX; at = sr_text_find(text, wanted)) {
        count++;
        text = sr_text_slice(text, at + wanted.size, text.size);
    }
    return count;
}

static bool has(sr_text text, const char *part)
{
    return sr_text_find(text, sr_text_from(part)) != SIZE_MAX;
}

static bool is_void(sr_text name)
{
    return sr_text_is(name, SR_TEXT("meta")) || sr_text_is(name, SR_TEXT("br"));
}

/* NULL when every element closes in order, else what is wrong: an own walk over the bytes, apart from the code that wrote them. */
static const char *find_imbalance(sr_text html)
{
    sr_text open[128];
    size_t depth = 0;
    for (size_t i = 0; i < html.size; i++) {
        if (html.data[i] == '>')
            return "a bare >";
        if (html.data[i] != '<')
            continue;
        size_t end = i + 1;
        bool is_quoted = false;
        for (; end < html.size && (is_quoted || html.data[end] != '>'); end++)
            if (html.data[end] == '"')
                is_quoted = !is_quoted;
        bool is_end = html.data[i + 1] == '/';
        size_t first = i + 1 + (is_end ? 1 : 0);
        size_t last = first;
        while (last < end && html.data[last] != ' ')
            last++;
        sr_text name = sr_text_slice(html, first, last - first);
        i = end;
        if (sr_text_is(name, SR_TEXT("!doctype")) || is_void(name))
            continue;
        if (is_end && (depth == 0 || !sr_text_is(open[--depth], name)))
            return "an end tag without its start";
        if (!is_end && depth == 128)
            return "too deep";
        if (!is_end)
            open[depth++] = name;
        if (!is_end && sr_text_is(name, SR_TEXT("style")))
            i += sr_text_find(sr_text_slice(html, i, html.size), SR_TEXT("</style>")) - 1;
    }
    return depth == 0 ? NULL : "an element left open";
}

static void every_element_closes_in_order(void **state)
{
    (void)state;
    assert_string_equal(find_imbalance(SR_TEXT("<p><b>x</p></b>")), "an end tag without its start");
    assert_string_equal(find_imbalance(SR_TEXT("<p><b>x</b>")), "an element left open");
    for (int language = 0; language < SR_LANGUAGE_COUNT; language++) {
        sr_test_edition edition;
        sr_test_edition_make(&edition, 5, (sr_language)language);
        const char *wrong = find_imbalance(write_page(&edition));
        if (wrong != NULL)
            fail_msg("%s", wrong);
        sr_test_edition_free(&edition);
    }
}

static void a_name_cannot_become_a_script(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    sr_text html = write_page(&edition);
    assert_true(has(html, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert_false(has(html, "<script"));
    assert_false(has(html, "javascript:"));
    sr_test_edition_free(&edition);
}

static void nothing_is_fetched(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    sr_text html = write_page(&edition);
    assert_true(has(html, "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\""));
    assert_int_equal(count_of(html, "http"), 1 + count_of(html, "xmlns=\"http://www.w3.org/2000/svg\""));   // http-equiv
    assert_false(has(html, "src="));
    assert_false(has(html, "url("));
    assert_false(has(html, "@import"));
    sr_test_edition_free(&edition);
}

/* Calls `check` for the value of every attribute of that name. */
static void for_each_value(sr_text html, const char *attribute, void (*check)(sr_text html, sr_text value))
{
    char start[64];
    snprintf(start, sizeof(start), " %s=\"", attribute);
    sr_text rest = html;
    for (size_t at = sr_text_find(rest, sr_text_from(start)); at != SIZE_MAX; at = sr_text_find(rest, sr_text_from(start))) {
        rest = sr_text_slice(rest, at + strlen(start), rest.size);
        check(html, sr_text_slice(rest, 0, sr_text_find(rest, SR_TEXT("\""))));
    }
}

static void check_id_is_unique(sr_text html, sr_text value)
{
    char attribute[256];
    snprintf(attribute, sizeof(attribute), " id=\"%.*s\"", SR_TEXT_ARG(value));
    if (count_of(html, attribute) != 1)
        fail_msg("%s occurs %zu times", attribute, count_of(html, attribute));
}

static void check_target_is_there(sr_text html, sr_text value)
{
    assert_true(sr_text_has_prefix(value, SR_TEXT("#")));
    check_id_is_unique(html, sr_text_slice(value, 1, value.size));
}

static void check_labels_are_there(sr_text html, sr_text value)
{
    while (value.size > 0) {
        size_t end = sr_text_find(value, SR_TEXT(" "));
        check_id_is_unique(html, sr_text_slice(value, 0, end));
        value = end == SIZE_MAX ? SR_TEXT_NONE : sr_text_slice(value, end + 1, value.size);
    }
}

static void every_link_and_label_has_its_place(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_EN);
    sr_text html = write_page(&edition);
    for_each_value(html, "id", check_id_is_unique);
    for_each_value(html, "href", check_target_is_there);
    for_each_value(html, "aria-labelledby", check_labels_are_there);
    assert_true(has(html, "href=\"#def-T01\""));
    assert_true(has(html, "<code>T01:2026-10</code>"));
    sr_test_edition_free(&edition);
}

static void a_verdict_has_a_sign_and_words(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    sr_text html = write_page(&edition);
    assert_true(has(html, ">▼</span>\u00A0siht täitmata</strong>"));
    assert_true(has(html, "<td class=\"mark-missed\">▼ siht täitmata</td>"));
    assert_true(has(html, "<td class=\"mark-open\">? ei saa veel öelda</td>"));
    assert_true(has(html, "Üks asi, mis vajab tähelepanu"));
    sr_test_edition_free(&edition);
}

static void tables_and_charts_say_what_they_are(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_EN);
    sr_text html = write_page(&edition);
    assert_true(has(html, "<html lang=\"en\">"));
    assert_int_equal(count_of(html, "<table"), count_of(html, "<caption"));
    assert_int_equal(count_of(html, "<th>"), 0);
    assert_int_equal(count_of(html, "role=\"img\""), count_of(html, "<desc"));
    assert_int_equal(count_of(html, "role=\"img\""), 4);   // two tiles, two lines
    assert_int_equal(count_of(html, "<h1"), 1);
    assert_true(has(html, "<a class=\"skip\" href=\"#main\">Skip to the content</a>"));
    sr_test_edition_free(&edition);
}

static void a_hidden_edition_says_why_and_shows_no_line(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 10000, SR_ET);
    sr_text html = write_page(&edition);
    assert_true(has(html, "<strong>[c]</strong>"));
    assert_true(has(html, "[c] peidetud: mõnes perioodis on kokku vähem kui 10\u00A0000."));
    assert_false(has(html, "<path"));
    assert_false(has(html, "85,5"));
    assert_true(has(html, "Seekord ei vaja miski erilist tähelepanu"));
    assert_null(find_imbalance(html));
    sr_test_edition_free(&edition);
}

static void the_same_report_gives_the_same_bytes(void **state)
{
    (void)state;
    sr_test_edition a;
    sr_test_edition b;
    sr_test_edition_make(&a, 5, SR_ET);
    sr_test_edition_make(&b, 5, SR_ET);
    assert_true(sr_text_is(write_page(&a), write_page(&b)));
    sr_test_edition_free(&a);
    sr_test_edition_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_element_closes_in_order),
        TEST(a_name_cannot_become_a_script),
        TEST(nothing_is_fetched),
        TEST(every_link_and_label_has_its_place),
        TEST(a_verdict_has_a_sign_and_words),
        TEST(tables_and_charts_say_what_they_are),
        TEST(a_hidden_edition_says_why_and_shows_no_line),
        TEST(the_same_report_gives_the_same_bytes),
    };
    return RUN_TESTS(tests);
}
