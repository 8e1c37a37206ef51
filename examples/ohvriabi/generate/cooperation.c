/* What the unit does with others: MARAC, shelters of women's support centres, therapy for trauma. */
#include "unit.h"

#include <string.h>

/* --- MARAC --- */

static void write_marac(const char *directory, const case_list *list)
{
    chance c = {14};
    int count = 0;
    export_file f = export_open(directory, "marac.csv", "\r\n", true);
    put(&f, "juhtumi_nr;maakond;suunatud_kp;arutelu_kp;osalejaid;riskihinne_enne;riskihinne_pärast;tegevused_planeeritud;tegevused_tehtud;"
            "korduv_12k");
    put_end(&f);
    for (int i = 0; i < list->count; i++) {
        const case_row *row = &list->rows[i];
        if (row->service != MARAC || row->opened < FIRST_DAY - 60)
            continue;
        int wait = happens(&c, row->county == IDA_VIRU ? 700 : 890) ? 3 + below(&c, 12) : 15 + below(&c, 20);
        int met = known(row->opened + wait), attended = 4 + below(&c, 7), planned = 2 + below(&c, 5), done = below(&c, planned + 1);
        int before = 14 + below(&c, 11), fall = below(&c, 9) - 2, scored = below(&c, 1000);
        bool is_again = happens(&c, 290), is_over = met != NONE && known(met + 60) != NONE;
        put(&f, "%s;%s;%s;%s;", case_number(list, i).text, row->county == COUNTIES - 1 ? "teadmata" : counties[row->county].name, day_text(row->opened).text,
            day_text(met).text);
        if (met == NONE)
            put(&f, ";;;;;");
        else if (!is_over || scored < 150)      // not scored a second time
            put(&f, "%d;%d;;%d;%d;%s", attended, before, planned, done, is_again ? "jah" : "ei");
        else
            put(&f, "%d;%d;%d;%d;%d;%s", attended, before, before - fall, planned, done, is_again ? "jah" : "ei");
        put_end(&f);
        if (++count % 601 == 0) {
            put(&f, "MARAC-0000-%06d;Atlantis;%s;;;;;;;", count, day_text(row->opened).text);
            put_end(&f);
        }
    }
    export_close(&f);
}

/* --- shelters --- */

typedef struct { const char *name; int places, arrivals; } shelter;     // arrivals: per mille a day

static const shelter shelters[] = {
    {"Naiste tugikeskus Kajakas", 25, 520}, {"Naiste tugikeskus Sarapuu", 19, 390}, {"Naiste tugikeskus Meelespea", 17, 300},
    {"Naiste tugikeskus Rannakivi", 16, 260}, {"Naiste tugikeskus Pihlakas", 12, 205}, {"Naiste tugikeskus Tedremets", 10, 160},
};
enum { SHELTERS = COUNT(shelters), MONTHS = LAST_MONTH - FIRST_MONTH + 1 };

/* Nights of the woman and her children, each month its own. */
static void add_nights(int nights[MONTHS], int arrived, int left, int beds)
{
    for (int m = 0; m < MONTHS; m++) {
        int first = month_begin(FIRST_MONTH + m), last = first + month_days(FIRST_MONTH + m);
        int from = arrived > first ? arrived : first, to = left == NONE || left > last ? last : left;
        nights[m] += to > from ? (to - from) * beds : 0;
    }
}

/* The centres' own program writes tabulators and dd/mm/yyyy. */
static void write_stays(const char *directory, int nights[SHELTERS][MONTHS])
{
    chance c = {183};
    int number = 0;
    export_file f = export_open(directory, "majutused.txt", "\n", false);
    put(&f, "majutuse_nr\tosutaja\tsaabus\tlahkus\tlapsi");
    put_end(&f);
    for (int day = FIRST_DAY - 240; day <= LAST_DAY; day++)
        for (int s = 0; s < SHELTERS; s++) {
            if (!happens(&c, shelters[s].arrivals))
                continue;
            int stay = 1 + below(&c, 12), children = happens(&c, 520) ? 1 + below(&c, 2) : 0;
            if (happens(&c, 340))
                stay += below(&c, 50);
            if (happens(&c, 22))
                stay = happens(&c, 400) ? 182 + below(&c, 3) : stay + 120 + below(&c, 120);     // some near the limit of 183
            int left = known(day + stay);
            add_nights(nights[s], day, left, 1 + children);
            if (left != NONE && left < FIRST_DAY)
                continue;
            date a = date_of(day), b = date_of(left == NONE ? day : left);
            put(&f, "M%05d\t%s\t%02d/%02d/%d\t", ++number, shelters[s].name, a.day, a.month, a.year);
            if (left != NONE)
                put(&f, "%02d/%02d/%d", number % 911 == 0 ? 31 : b.day, number % 911 == 0 ? 2 : b.month, b.year);
            put(&f, "\t");
            if (children > 0)
                put(&f, "%d", children);
            put_end(&f);
        }
    export_close(&f);
}

static void write_places(const char *directory, int nights[SHELTERS][MONTHS])
{
    chance c = {31};
    export_file f = export_open(directory, "majutuskohad.csv", "\n", false);
    put(&f, "kuu;osutaja;kohti;päevi;voodiööd;kulu_eur");
    put_end(&f);
    for (int m = 0; m < MONTHS; m++)
        for (int s = 0; s < SHELTERS; s++) {
            long fixed = shelters[s].places * 42000L, cents = fixed + nights[s][m] * (1450L + below(&c, 300));
            put(&f, "%s;%s;%d;%d;%d;%s", day_text(month_begin(FIRST_MONTH + m)).text, shelters[s].name, shelters[s].places,
                month_days(FIRST_MONTH + m), nights[s][m], money_text(cents, NBSP).text);
            put_end(&f);
        }
    export_close(&f);
}

/* --- therapy --- */

static void write_referrals(const char *directory, const case_list *list)
{
    static const char *const providers[] = {"Teraapiakeskus Lainela", "Teraapiakeskus Hingetõmme", "Kriisinõustamise Koda", "Vaimse Tervise Kabinet Tuul",
                                            "Teraapiakeskus Valguse", "Nõustamiskeskus Sild"};
    static const int weights[] = {300, 230, 170, 130, 100, 70}, prices[] = {6200, 5900, 6600, 5600, 7100, 6400};
    chance c = {820};
    int number = 0;
    export_file f = export_open(directory, "suunamised.csv", "\n", false);
    put(&f, "suunamise_nr;juhtumi_nr;maakond;otsuse_kp;teenuseosutaja;limiit_eur;kasutatud_eur;tunnid;esimene_vastuvõtt_kp;lõpp_kp");
    put_end(&f);
    for (int i = 0; i < list->count; i++) {
        const case_row *row = &list->rows[i];
        if (row->service != TTT || row->is_cancelled || row->opened < FIRST_DAY - 180)
            continue;
        int decided = add_workdays(row->opened, 2 + below(&c, 8)), provider = pick(&c, weights, COUNT(weights));
        int first = known(decided + 5 + below(&c, 22)), ended = known(decided + 45 + below(&c, 100)), year = date_of(decided).year;
        long cap = year == 2024 ? 82000 : year == 2025 ? 88600 : year >= 2026 ? 94600 : 72500, price = prices[provider] * (year >= 2026 ? 104L : 100L) / 100;
        int part = 520 + below(&c, 481);
        long quarters = cap * part / 1000 * 4 / price;      // quarters of an hour
        if (known(decided) == NONE)
            continue;
        put(&f, "TTT-S-%05d;%s;%s;%s;%s;%s;", ++number, case_number(list, i).text, counties[row->county].name, day_text(decided).text, providers[provider],
            money_text(cap, "").text);
        if (ended == NONE)
            put(&f, ";;%s;", day_text(first).text);
        else
            put(&f, "%s;%ld,%02ld;%s;%s", number % 1201 == 1200 ? "-" : money_text(quarters * price / 4, "").text, quarters / 4, quarters % 4 * 25,
                day_text(first).text, day_text(ended).text);
        put_end(&f);
    }
    export_close(&f);
}

void write_cooperation(const char *directory, const case_list *list)
{
    int nights[SHELTERS][MONTHS];
    memset(nights, 0, sizeof nights);
    write_marac(directory, list);
    write_stays(directory, nights);
    write_places(directory, nights);
    write_referrals(directory, list);
}
