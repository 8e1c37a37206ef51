#include "tests/support/test.h"

#include <string.h>

#include "output/composer.h"
#include "tests/support/edition.h"

static const sr_report_block *find_block(const sr_report *report, const char *id)
{
    for (uint32_t i = 0; i < report->part_count; i++)
        for (uint32_t j = 0; j < report->parts[i].block_count; j++)
            if (sr_text_is(report->parts[i].blocks[j].id, sr_text_from(id)))
                return &report->parts[i].blocks[j];
    fail_msg("no block %s", id);
    return NULL;
}

static const sr_report_table *find_table(const sr_report_block *block, const char *name)
{
    for (uint32_t i = 0; i < block->table_count; i++)
        if (sr_text_is(block->tables[i].name, sr_text_from(name)))
            return &block->tables[i];
    fail_msg("no table %s", name);
    return NULL;
}

static bool has_note(const sr_report *report, const char *term)
{
    for (uint32_t i = 0; i < report->note_count; i++)
        if (sr_text_is(report->notes[i].term, sr_text_from(term)))
            return true;
    return false;
}

/* The cell in the row of that name below that title. */
static const sr_report_cell *find_cell(const sr_report_table *table, const char *row_name, const char *title)
{
    for (uint32_t column = 0; column < table->column_count; column++)
        for (uint32_t row = 0; row < table->row_count; row++)
            if (sr_text_is(table->columns[column].title, sr_text_from(title)) &&
                sr_text_is(sr_report_table_get_cell(table, row, 0)->text, sr_text_from(row_name)))
                return sr_report_table_get_cell(table, row, column);
    fail_msg("no cell %s, %s", row_name, title);
    return NULL;
}

static void the_head_says_what_when_and_for_whom(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    const sr_report *report = sr_test_edition_compose(&edition);
    assert_text(report->title, "Kuuaruanne, oktoober 2026");
    assert_text(report->edition_text, "2. väljaanne, 02.11.2026");
    assert_text(report->audience_text, "Sihtrühm: osakond (alla 5 isiku või juhtumi korral arvu ei näidata)");
    assert_text(report->organisation, "Amet");
    edition.request.language = SR_EN;
    assert_text(sr_test_edition_compose(&edition)->audience_text,
                "Audience: department (figures on fewer than 5 persons or cases are not shown)");
    sr_test_edition_free(&edition);
}

static void a_missed_target_comes_first_and_names_the_furthest_member(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    const sr_report *report = sr_test_edition_compose(&edition);
    assert_int_equal(report->point_count, 1);
    assert_text(report->points[0].lead, "Esmane kontakt tähtajal: 85,5%");
    assert_text(report->points[0].sentence,
                "Esmane kontakt tähtajal: 85,5% (siht ≥\u00A095%), siht täitmata 24. kuud järjest. "
                "Sihist kõige kaugem tulemus on Ida-Virumaal: 70,0%.");
    assert_text(report->points[0].figure_id, "T01:2026-10");
    assert_int_equal(report->points[0].mark, SR_MARK_NOT_MET);

    edition.request.language = SR_EN;
    report = sr_test_edition_compose(&edition);
    assert_text(report->points[0].sentence,
                "First contact on time: 85.5% (target ≥\u00A095%), target not met for 24 months in a row. "
                "Furthest from the target in Ida-Viru: 70.0%.");
    sr_test_edition_free(&edition);
}

/* A score interval leaves out the target t when |p - t| > z sqrt(t (1 - t) / n): here from n = 168 on, shown as two digits upwards. */
static void cannot_tell_says_what_would_be_needed(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make_with_target(&edition, 5, SR_ET, 90);
    const sr_report *report = sr_test_edition_compose(&edition);
    assert_int_equal(report->points[0].mark, SR_MARK_CANNOT_TELL);
    assert_text(find_block(report, "T01")->doubt,
                "Siht jääb 95% usaldusvahemikku (77,7–90,8%). "
                "Sama tulemuse juures oleks kindlaks hinnanguks vaja umbes 170 avatud juhtumit, praegu on 110.");
    assert_true(has_note(report, "? ei saa veel öelda"));
    assert_text(report->points[0].sentence,
                "Esmane kontakt tähtajal: 85,5% (siht ≥\u00A090%), ei saa veel öelda. Siht jääb 95% usaldusvahemikku (77,7–90,8%). "
                "Sama tulemuse juures oleks kindlaks hinnanguks vaja umbes 170 avatud juhtumit, praegu on 110.");
    sr_test_edition_free(&edition);
}

static void a_difference_too_small_for_one_period_is_said_so(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make_with_target(&edition, 5, SR_EN, 86);
    const sr_report *report = sr_test_edition_compose(&edition);
    assert_text(report->points[0].sentence,
                "First contact on time: 85.5% (target ≥\u00A086%), cannot tell yet. The target lies inside the 95% confidence interval (77.7–90.8%). "
                "The difference from the target is too small for the data of one period to tell.");
    sr_test_edition_free(&edition);
}

static void a_met_target_needs_no_attention(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make_with_target(&edition, 5, SR_EN, 75);
    const sr_report *report = sr_test_edition_compose(&edition);
    assert_int_equal(report->point_count, 0);
    assert_text(find_block(report, "T01")->verdict, "target met");
    assert_text(find_block(report, "T01")->sign, "●");
    sr_test_edition_free(&edition);
}

static void a_block_has_value_interval_verdict_and_comparison(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    const sr_report_block *block = find_block(sr_test_edition_compose(&edition), "T01");
    assert_text(block->value, "85,5%");
    assert_text(block->interval, "77,7–90,8");    // Wilson, 94 of 110
    assert_text(block->verdict, "siht täitmata");
    assert_text(block->sign, "▼");
    assert_text(block->target, "siht ≥\u00A095%");
    assert_text(block->sentence, "110 avatud juhtumit; eelmisel kuul 85,5% (muutuseta); mullu samal kuul 85,5% (muutuseta).");
    assert_text(block->doubt, "");
    assert_text(block->meaning, "Osa avatud juhtumitest.");
    assert_text(block->definition,
                "Osa avatud juhtumitest. n näitab, mitu avatud juhtumit on aluseks. Arvutus: share(wait_days <= 2). Arvesse lähevad read, mille puhul "
                "status <> 'cancelled'. Periood määratakse kuupäeva järgi: opened. "
                "Alates 01.01.2024: siht ≥\u00A095%, kinnitas talituse juht 15.12.2023. Vastutaja: service_owner.");
    assert_text(block->series.title, "Esmane kontakt tähtajal: siht täitmata");
    sr_test_edition_free(&edition);
}

static void a_count_without_target_does_not_say_its_count_twice(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    const sr_report_block *block = find_block(sr_test_edition_compose(&edition), "M02");
    assert_text(block->value, "110");
    assert_int_equal(block->mark, SR_MARK_NONE);
    assert_text(block->verdict, "siht puudub");
    assert_text(block->target, "");
    assert_text(block->sentence, "Eelmisel kuul 110 (muutuseta); mullu samal kuul 110 (muutuseta).");
    const sr_report_table *table = find_table(block, "M02_maakond");
    for (uint32_t i = 0; i < table->column_count; i++)
        assert_false(sr_text_is(table->columns[i].title, SR_TEXT("n")));
    sr_test_edition_free(&edition);
}

static void the_series_ends_with_the_report_and_has_round_ticks(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    const sr_report_series *series = &find_block(sr_test_edition_compose(&edition), "T01")->series;
    assert_int_equal(series->count, 24);
    assert_text(series->subtitle, "nov 24 – okt 26, kuude kaupa. Ühik: %. Hele ala: 95% usaldusvahemik.");
    assert_text(series->labels[0], "nov 24");
    assert_text(series->labels[23], "okt 26");
    assert_true(series->tick_count >= 3 && series->tick_count <= SR_TICKS_MAX);
    assert_close(series->ticks[0].value, series->low, 1e-12);
    assert_true(series->high <= 1.0);
    for (uint32_t i = 0; i < series->count; i++) {
        double value = sr_number_get_real(sr_released_cell_get_result(series->cells[i])->value);
        assert_true(series->low <= value && value <= series->high);
    }
    assert_text(series->description,
                "Esimene väärtus 85,5% (nov 24), viimane 85,5% (okt 26). Madalaim 85,5% (nov 24), kõrgeim 85,5% (nov 24). "
                "Viimase perioodi siht ≥\u00A095%.");
    sr_test_edition_free(&edition);
}

static void a_breakdown_names_its_members_its_pool_and_the_unknown(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    const sr_report_table *table = find_table(find_block(sr_test_edition_compose(&edition), "T01"), "T01_maakond");
    assert_text(table->title, "Esmane kontakt tähtajal, jaotus: maakond, oktoober 2026");
    assert_text(table->columns[0].title, "Maakond");
    assert_text(find_cell(table, "Ida-Viru", "okt 26, %")->text, "70,0");
    assert_text(find_cell(table, "Ida-Viru", "n (avatud juhtumit)")->text, "30");
    assert_text(find_cell(table, "Ida-Viru", "Lugeja")->text, "21");
    assert_text(find_cell(table, "Ida-Viru", "Hinnang")->text, "▼ siht täitmata");
    assert_text(find_cell(table, "Ida-Viru", "okt 25, %")->text, "70,0");
    assert_text(find_cell(table, "Harju", "Hinnang")->text, "? ei saa veel öelda");
    assert_text(find_cell(table, "Hiiu ja Lääne", "n (avatud juhtumit)")->text, "6");
    assert_text(find_cell(table, "teadmata", "n (avatud juhtumit)")->text, "6");
    assert_text(find_cell(table, "Kokku", "n (avatud juhtumit)")->text, "110");
    edition.request.language = SR_EN;
    table = find_table(find_block(sr_test_edition_compose(&edition), "T01"), "T01_county");
    assert_text(table->title, "First contact on time by county, October 2026");
    assert_text(find_cell(table, "Hiiu and Lääne", "Oct 26, %")->text, "100.0");
    assert_text(find_cell(table, "unknown", "n (cases opened)")->text, "6");
    sr_test_edition_free(&edition);
}

static void the_first_table_begins_with_the_periods_of_the_series(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_EN);
    const sr_report_block *block = find_block(sr_test_edition_compose(&edition), "T01");
    const sr_report_table *table = &block->tables[0];
    assert_text(table->name, "T01_periods");
    assert_true(table->row_count > block->series.count);
    for (uint32_t row = 0; row < block->series.count; row++)
        for (uint32_t column = 0; column < table->column_count; column++) {
            const sr_report_cell *cell = sr_report_table_get_cell(table, row, column);
            if (cell->cell != NULL)
                assert_ptr_equal(cell->cell, block->series.cells[row]);
        }
    assert_text(sr_report_table_get_cell(table, 23, 0)->text, "October 2026");
    assert_text(find_cell(table, "Q3 2026", "Target, %")->text, "95");
    sr_test_edition_free(&edition);
}

static void a_hidden_breakdown_says_c_and_why_and_gives_no_number(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    const sr_report *report = sr_test_edition_compose(&edition);
    const sr_report_table *table = find_table(find_block(report, "T01"), "T01_maakond_service");
    assert_text(table->note, "[c] peidetud: ristjaotuse mõnes lahtris on vähem kui 5.");
    assert_int_equal(table->row_count, 1);
    for (uint32_t column = 0; column < table->column_count; column++) {
        double number = 0;
        assert_false(sr_report_cell_get_number(sr_report_table_get_cell(table, 0, column), &number));
    }
    assert_text(sr_report_table_get_cell(table, 0, 1)->text, "[c]");
    assert_text(report->notes[0].term, "[c]");
    sr_test_edition_free(&edition);
}

static void a_total_below_the_threshold_is_hidden_everywhere(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 1000, SR_ET);
    const sr_report *report = sr_test_edition_compose(&edition);
    assert_int_equal(report->point_count, 0);
    const sr_report_block *block = find_block(report, "T01");
    assert_text(block->value, "[c]");
    assert_text(block->verdict, "peidetud");
    assert_int_equal(block->mark, SR_MARK_NONE);
    assert_int_equal(block->series.tick_count, 0);
    for (uint32_t i = 0; i < block->table_count; i++)
        for (uint32_t cell = 0; cell < block->tables[i].row_count * block->tables[i].column_count; cell++) {
            const sr_report_cell *found = &block->tables[i].cells[cell];
            double number = 0;
            if (found->cell == NULL || sr_released_cell_get_state(found->cell) == SR_CELL_HIDDEN)
                assert_false(sr_report_cell_get_number(found, &number));
        }
    sr_test_edition_free(&edition);
}

static void table_names_are_short_ascii_and_unique(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    const sr_report *report = sr_test_edition_compose(&edition);
    sr_text names[16];
    size_t count = 0;
    names[count++] = report->intake.name;
    for (uint32_t i = 0; i < report->parts[0].block_count; i++)
        for (uint32_t j = 0; j < report->parts[0].blocks[i].table_count; j++)
            names[count++] = report->parts[0].blocks[i].tables[j].name;
    for (size_t i = 0; i < count; i++) {
        assert_true(names[i].size > 0 && names[i].size <= 31);
        assert_int_equal(strspn(names[i].data, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"), names[i].size);
        for (size_t j = 0; j < i; j++)
            assert_false(sr_text_is_same_letters(names[i], names[j]));
    }
    sr_test_edition_free(&edition);
}

static void a_table_name_keeps_the_letters_below_their_marks(void **state)
{
    (void)state;
    sr_composer composer = {.arena = sr_arena_new()};
    assert_text(sr_composer_name_table(&composer, (sr_text[]){SR_TEXT("W01"), SR_TEXT("eesmärk õöü ŠŽ")}, 2), "W01_eesmark_oou_SZ");
    assert_text(sr_composer_name_table(&composer, (sr_text[]){SR_TEXT("W01"), SR_TEXT("eesmärk õöü ŠŽ")}, 2), "W01_eesmark_oou_SZ_2");
    sr_arena_free(composer.arena);
}

static void columns_of_a_table_have_different_titles(void **state)
{
    (void)state;
    for (int language = 0; language < SR_LANGUAGE_COUNT; language++) {
        sr_test_edition edition;
        sr_test_edition_make(&edition, 5, (sr_language)language);
        const sr_report *report = sr_test_edition_compose(&edition);
        for (uint32_t i = 0; i < report->parts[0].block_count; i++)
            for (uint32_t j = 0; j < report->parts[0].blocks[i].table_count; j++) {
                const sr_report_table *table = &report->parts[0].blocks[i].tables[j];
                for (uint32_t a = 0; a < table->column_count; a++)
                    for (uint32_t b = 0; b < a; b++)
                        assert_false(sr_text_is_same_letters(table->columns[a].title, table->columns[b].title));
            }
        sr_test_edition_free(&edition);
    }
}

static void every_record_of_a_file_is_accounted_for(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    const sr_report *report = sr_test_edition_compose(&edition);
    assert_int_equal(report->intake.row_count, 1);
    assert_text(sr_report_table_get_cell(&report->intake, 0, 0)->text, "inbox/cases.csv");
    double records = 0;
    double kept = 0;
    double aside = 0;
    assert_true(sr_report_cell_get_number(sr_report_table_get_cell(&report->intake, 0, 2), &records));
    assert_true(sr_report_cell_get_number(sr_report_table_get_cell(&report->intake, 0, 3), &kept));
    assert_true(sr_report_cell_get_number(sr_report_table_get_cell(&report->intake, 0, 5), &aside));
    assert_close(records, 2643, 0);
    assert_close(kept + aside, records, 0);
    assert_text(sr_report_table_get_cell(&report->intake, 0, 6)->text, "vigane kuupäev: 3");
    assert_int_equal(report->finding_count, 1);
    assert_text(report->findings[0], "inbox/cases.csv, opened: vigane kuupäev (1)");
    sr_test_edition_free(&edition);
}

static void an_indicator_that_was_not_released_is_an_error(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_ET);
    const sr_rule_text id = sr_rule_text_make(SR_TEXT("X99"), (sr_where){"reports/kuu.yaml", 7, 5});
    const sr_report_section section = {.indicators = &id, .indicator_count = 1};
    sr_report_rule rule = *edition.request.report;
    rule.sections = &section;
    edition.request.report = &rule;
    sr_error err;
    sr_error_init(&err);
    const sr_report *report = NULL;
    assert_false(sr_compose(&edition.request, edition.released, edition.arena, &report, &err));
    assert_error(&err, "reports/kuu.yaml:7:5: indicator 'X99' was not released for this report");
    assert_null(report);
    sr_test_edition_free(&edition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_head_says_what_when_and_for_whom),
        TEST(a_missed_target_comes_first_and_names_the_furthest_member),
        TEST(cannot_tell_says_what_would_be_needed),
        TEST(a_difference_too_small_for_one_period_is_said_so),
        TEST(a_met_target_needs_no_attention),
        TEST(a_block_has_value_interval_verdict_and_comparison),
        TEST(a_count_without_target_does_not_say_its_count_twice),
        TEST(the_series_ends_with_the_report_and_has_round_ticks),
        TEST(a_breakdown_names_its_members_its_pool_and_the_unknown),
        TEST(the_first_table_begins_with_the_periods_of_the_series),
        TEST(a_hidden_breakdown_says_c_and_why_and_gives_no_number),
        TEST(a_total_below_the_threshold_is_hidden_everywhere),
        TEST(table_names_are_short_ascii_and_unique),
        TEST(a_table_name_keeps_the_letters_below_their_marks),
        TEST(columns_of_a_table_have_different_titles),
        TEST(every_record_of_a_file_is_accounted_for),
        TEST(an_indicator_that_was_not_released_is_an_error),
    };
    return RUN_TESTS(tests);
}
