#include "input/cutting.h"

#include "tests/support/test.h"

static sr_arena *arena;
static sr_error err;

static sr_cutting detect(const char *text)
{
    const sr_cutting_known known = {.has_delimiter = false};
    sr_cutting cutting;
    sr_error_init(&err);
    assert_done(sr_cutting_detect(sr_text_from(text), &known, arena, &cutting, &err), &err);
    return cutting;
}

static char find_delimiter(const char *text)
{
    return detect(text).delimiter;
}

static void the_delimiter_cuts_the_records_most_evenly(void **state)
{
    (void)state;
    assert_int_equal(find_delimiter("a,b,c\n1,2,3\n"), ',');
    assert_int_equal(find_delimiter("a;b\n1,5;2,5\n3,5;4,5\n5,5;6,5\n7,5;8,5\n9,5;1,5\n2,5;3,5\n4,5;5,5\n6,5;7,5\n8,5;9,5\n"), ';');
    assert_int_equal(find_delimiter("kulu, eur;maakond\n1,5;Harju\n2,5;Tartu\n"), ';');
    assert_int_equal(find_delimiter("a\tb\nx, y; z\t1\n"), '\t');
    assert_int_equal(find_delimiter("a|b|c\n1|2|3\n"), '|');
    assert_int_equal(find_delimiter("a,b\n\"x;y;z\",1\n\"u;v;w\",2\n"), ',');
    assert_int_equal(find_delimiter("Aruanne; kuu\na,b,c,d\n1,2,3,4\n5,6,7,8\n9,1,2,3\n"), ',');
    assert_int_equal(find_delimiter("a b c\n1 2 3\n4 \"5 6\" 7\n"), ' ');
    assert_int_equal(find_delimiter("a:b:c\n1:2:3\n"), ':');
}

static void one_column_has_no_delimiter(void **state)
{
    (void)state;
    assert_int_equal(find_delimiter("a\nb\nc\n"), '\0');
    assert_int_equal(find_delimiter(""), '\0');
    assert_int_equal(find_delimiter("name\none\ntwo, and three\nfour\n"), '\0');
    assert_int_equal(find_delimiter("name\nHarju maakond\nTartu maakond\nSaare maakond\n"), '\0');
    assert_int_equal(find_delimiter("time\n08:00\n09:30\n"), '\0');
    assert_int_equal(find_delimiter("house\nUniversity of Tartu\nUniversity of Narva\n"), '\0');
}

static void quotes_are_judged_with_the_delimiter(void **state)
{
    (void)state;
    assert_int_equal(detect("a,b\n'x, y',1\n'u, v',2\n'w, z',3\n").quote, '\'');
    assert_int_equal(detect("a,b\n\"x, y\",1\n\"u, v\",2\n").quote, '"');
    assert_int_equal(detect("a,b\nx,1\nO'Neil,2\n").quote, '"');
    sr_cutting escaped = detect("a,b\n\"x \\\"y\\\", z\",1\n\"u \\\"v\\\", w\",2\n\"q\",3\n");
    assert_int_equal(escaped.quote, '"');
    assert_int_equal(escaped.escape, '\\');
    assert_true(detect("a,b\n\"x \"y\", z\",1\n\"u \"v\", w\",2\n\"r \"s\", t\",3\n\"q\",3\n").is_loose);
    assert_false(detect("a,b\n\"x \"y\", z\",1\n\"u, w\",2\n\"r, t\",3\n\"q\",3\n").is_loose);
}

static void signs_that_nobody_would_expect_are_found(void **state)
{
    (void)state;
    static const char zero[] = "a,b\n\"x \0\"y\0\", z\",1\nq,2\n";
    const sr_cutting_known known = {.has_delimiter = false};
    sr_cutting cutting;
    assert_done(sr_cutting_detect((sr_text){zero, sizeof(zero) - 1}, &known, arena, &cutting, &err), &err);
    assert_int_equal((unsigned char)cutting.escape, 0xFF);
    assert_int_equal(detect("a,b\n\"x ^\"y^\", z\",1\nq,2\n").escape, '^');
    assert_int_equal(detect("a,b,c\n~x, y~,1,2\n~u, v~,2,3\n~w, z~,3,4\n").quote, '~');
    assert_int_equal(detect("a,b,c\n/usr/,1,2\n/etc/,2,3\n/var/,3,4\n").quote, '"');
    assert_int_equal(find_delimiter("a#b#c\n1,5#2#3\n4,5#5#6\n"), '#');
    assert_int_equal(find_delimiter("a\x1F" "b\n1\x1F" "2\n"), '\x1F');
    assert_int_equal(find_delimiter("tag\n#one\n#two\n"), '\0');
}

static void a_blank_may_belong_to_the_delimiter(void **state)
{
    (void)state;
    sr_cutting cutting = detect("a, b, c\n1, \"x, y\", 2\n3, z, 4\n");
    assert_int_equal(cutting.delimiter, ',');
    assert_true(cutting.is_padded);
    assert_int_equal(cutting.width, 3);
    assert_false(detect("a,b\n\"x, y\",1\n\"u, v\",2\n").is_padded);
    assert_int_equal(find_delimiter("a ; b ; c\n 1 ; \"x\" ; 1,5\n 2 ; \"y\" ; 2,5\n 3 ; \"z\" ; 3,5\n"), ';');
}

static void rows_that_are_one_quoted_field_count_by_what_stands_in_them(void **state)
{
    (void)state;
    sr_cutting cutting = detect("a,b,c\n\"1,2,3\"\n\"4,5,\"\"6, 7\"\"\"\n\"8,9,0\"\n");
    assert_int_equal(cutting.delimiter, ',');
    assert_int_equal(cutting.width, 3);
}

static void what_is_known_is_not_looked_for(void **state)
{
    (void)state;
    const sr_cutting_known known = {.has_delimiter = true, .has_quote = true, .cutting = {.delimiter = ';', .quote = '\''}};
    sr_cutting cutting;
    sr_error_init(&err);
    assert_done(sr_cutting_detect(SR_TEXT("a,b,c\n1,2,3\n"), &known, arena, &cutting, &err), &err);
    assert_int_equal(cutting.delimiter, ';');
    assert_int_equal(cutting.quote, '\'');
    assert_int_equal(cutting.width, 1);
}

static void a_quote_that_is_known_need_not_stand_in_the_text(void **state)
{
    (void)state;
    static const sr_cutting KNOWN[] = {{.quote = '\''}, {.quote = '"', .escape = '\\'}, {.quote = '"', .is_loose = true}, {.quote = '\0'}};
    for (size_t i = 0; i < sizeof(KNOWN) / sizeof(KNOWN[0]); i++) {
        const sr_cutting_known known = {.has_quote = true, .cutting = KNOWN[i]};
        sr_cutting cutting;
        sr_error_init(&err);
        assert_done(sr_cutting_detect(SR_TEXT("a;b;c\n1;2;3\n4;5;6\n"), &known, arena, &cutting, &err), &err);
        assert_int_equal(cutting.delimiter, ';');
        assert_int_equal(cutting.width, 3);
        assert_int_equal(cutting.quote, KNOWN[i].quote);
    }
}

static void a_sign_that_begins_comments_cuts_nothing(void **state)
{
    (void)state;
    const sr_cutting_known known = {.cutting = {.comment = '#'}};
    sr_cutting cutting;
    sr_error_init(&err);
    assert_int_equal(find_delimiter("a#b#c\n1#2#3\n4#5#6\n"), '#');
    assert_done(sr_cutting_detect(SR_TEXT("a#b#c\n1#2#3\n4#5#6\n"), &known, arena, &cutting, &err), &err);
    assert_int_equal(cutting.delimiter, '\0');
    const sr_text odd = SR_TEXT("a,b\n\"x#\"y, z\",1\n\"u\",2\n\"v#\"w, #\"q\",3\n");
    assert_int_equal(detect(odd.data).escape, '#');
    assert_done(sr_cutting_detect(odd, &known, arena, &cutting, &err), &err);
    assert_int_not_equal(cutting.escape, '#');
    assert_int_equal(cutting.delimiter, ',');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_delimiter_cuts_the_records_most_evenly),
        TEST(one_column_has_no_delimiter),
        TEST(quotes_are_judged_with_the_delimiter),
        TEST(signs_that_nobody_would_expect_are_found),
        TEST(a_blank_may_belong_to_the_delimiter),
        TEST(rows_that_are_one_quoted_field_count_by_what_stands_in_them),
        TEST(what_is_known_is_not_looked_for),
        TEST(a_quote_that_is_known_need_not_stand_in_the_text),
        TEST(a_sign_that_begins_comments_cuts_nothing),
    };
    arena = sr_arena_new();
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
