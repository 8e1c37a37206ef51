/* Cost documents and the budget. */
#include "unit.h"

#include <stdlib.h>

enum { BENEFITS, STAFF, OFFICE, TRAVEL, TRAINING, PREMISES, COMPUTERS, SERVICES_BOUGHT, ACCOUNTS };

static const struct { const char *code, *liik, *goods; int slow; } accounts[ACCOUNTS] = {
    {"41380000", "10", "Hüvitiste väljamakse", 20}, {"50010000", "20", "Palgaarvestus", 5},
    {"55000000", "20", "Bürootarvete müüja", 60}, {"55030000", "20", "Sõidukorraldus", 80},
    {"55040000", "20", "Koolituskorraldus", 70}, {"55110000", "20", "Garaaži- ja ruumirent", 40},
    {"55140000", "20", "IT-teenus", 50}, {"55260000", "20", "Sotsiaalteenuse osutaja", 75},
};

/* Euros planned for 2025, documents a month, per mille of the plan that is spent in 2026. */
static const struct { int service, account, euros, documents, pace; } plan[] = {
    {OA, STAFF, 620000, 2, 995}, {OA, OFFICE, 24000, 9, 930}, {OA, TRAINING, 18000, 4, 900}, {OA, COMPUTERS, 12000, 3, 960},
    {KT, STAFF, 180000, 1, 1000}, {KT, COMPUTERS, 36000, 4, 980}, {KT, SERVICES_BOUGHT, 90000, 6, 990},
    {TTT, SERVICES_BOUGHT, 1150000, 34, 1135}, {NTK, SERVICES_BOUGHT, 1480000, 26, 1005}, {NTK, PREMISES, 60000, 5, 1000},
    {SAK, SERVICES_BOUGHT, 210000, 7, 985}, {LM, STAFF, 240000, 1, 990}, {LM, PREMISES, 72000, 3, 1000},
    {LM, SERVICES_BOUGHT, 60000, 6, 960}, {KH, BENEFITS, 420000, 18, 1020}, {KH, OFFICE, 9000, 3, 900},
    {LEP, SERVICES_BOUGHT, 84000, 8, 950}, {LEP, TRAVEL, 6000, 3, 880}, {MARAC, STAFF, 96000, 1, 1000},
    {MARAC, TRAVEL, 9000, 4, 930}, {IK, SERVICES_BOUGHT, 66000, 3, 970}, {VL, SERVICES_BOUGHT, 120000, 7, 985},
    {VL, TRAINING, 9000, 2, 900}, {HH, SERVICES_BOUGHT, 48000, 3, 1000}, {PSK, SERVICES_BOUGHT, 36000, 3, 900},
    {PSK, TRAVEL, 6000, 2, 850}, {PROST, SERVICES_BOUGHT, 54000, 3, 1010}, {ENN, TRAINING, 48000, 4, 790},
    {ENN, OFFICE, 15000, 3, 860},
};

static long planned_cents(int line, int year)   // a month
{
    long cents = plan[line].euros * 100L / 12;
    return year == 2024 ? cents * 96 / 100 : year == 2026 ? cents * 108 / 100 : cents;
}

static int later(chance *c, int from, int workdays)
{
    int day = from == NONE ? NONE : add_workdays(from, workdays + below(c, 3));
    return day == NONE || day > KNOWN_UNTIL ? NONE : day;
}

static void put_document(const export_file *f, chance *c, int line, int number, int day, long cents)
{
    const char *kind = cents < 0 ? "kreeditarve" : plan[line].account == STAFF ? "palgaleht" : cents < 20000 ? "tšekk" : "arve";
    int received = add_workdays(day, 1 + below(c, 3)), slow = accounts[plan[line].account].slow;
    if (received > KNOWN_UNTIL)
        received = KNOWN_UNTIL;
    int approved = happens(c, slow) ? later(c, received, 6 + below(c, 5)) : later(c, received, below(c, 4));
    long vat = plan[line].account == STAFF || plan[line].account == BENEFITS ? 0 : cents * 24 / 100;
    const char *account = accounts[plan[line].account].code;
    word amount = money_text(cents, "");
    if (number % 1801 == 1800)
        snprintf(amount.text, sizeof amount.text, "%s", number % 2 == 0 ? "12,34,56" : "vt lisa");
    put(f, "D%05d;%s;%s;%s;%s;", number, day_text(day).text, day_text(received).text, day_text(approved).text,
        day_text(later(c, approved, 5)).text);
    put(f, "%s;A-%d;%s;%s;%s;", accounts[plan[line].account].goods, 10000 + below(c, 90000), kind, amount.text,
        money_text(vat, "").text);
    put(f, "%s;Laste ja perede programm;Ohvriabi;%s;%s;;SF%d;;kulujuht", account, services[plan[line].service].code,
        accounts[plan[line].account].liik, 1 + plan[line].service);
    put_end(f);
}

static void write_costs(const char *directory)
{
    chance c = {55};
    int number = 0;
    export_file f = export_open(directory, "kuludokumendid.csv", "\r\n", true);
    put(&f, "dok_nr;arve_kp;saabus_kp;kooskõlastatud_kp;makstud_kp;tarnija;arve_nr;dokumendi_liik;summa_km_ta;km;"
            "konto;programm;tegevus;teenus;liik;objekt;allikas;projekt;kulujuht");
    put_end(&f);
    for (int month = 2024 * 12 + 10; month <= 2026 * 12 + 9; month++)
        for (int line = 0; line < COUNT(plan); line++) {
            int year = month / 12, first = day_of(year, month % 12 + 1, 1), documents = plan[line].documents;
            int days = day_of((month + 1) / 12, (month + 1) % 12 + 1, 1) - first;
            long total = planned_cents(line, year) / 100 * (year == 2026 ? plan[line].pace : 985) / 10;
            for (int i = 0; i < documents; i++) {
                long cents = total / documents * (60 + below(&c, 81)) / 100;
                cents += below(&c, 100);
                bool is_credit = plan[line].account == SERVICES_BOUGHT && happens(&c, 15);
                put_document(&f, &c, line, ++number, first + below(&c, days), is_credit ? -cents / 4 : cents);
            }
        }
    export_close(&f);
}

/* As a list printed from the accounts: three lines above the header, thousands parted by NBSP. */
static void write_budget(const char *directory)
{
    export_file f = export_open(directory, "eelarve.csv", "\r\n", false);
    put(&f, "Eelarve kuude kaupa;;;;;;;;;;;;");
    put_end(&f);
    put(&f, "Koostaja: finantstöötaja;;;;;;;;;;;;");
    put_end(&f);
    put(&f, "Seisuga 01.11.2026;;;;;;;;;;;;");
    put_end(&f);
    put(&f, "kuu;programm;meede;tegevus;teenus;konto;liik;objekt;allikas;algne;muudatused;lõplik;kohustused");
    put_end(&f);
    for (int month = 2024 * 12 + 10; month <= 2026 * 12 + 11; month++)
        for (int line = 0; line < COUNT(plan); line++) {
            long planned = planned_cents(line, month / 12), change = month % 6 == 5 ? (line % 3 - 1) * 50000L : 0;
            put(&f, "%s;Laste ja perede programm;Ohvrite kaitse;Ohvriabi;%s;%s;%s;;SF%d;", day_text(day_of(month / 12, month % 12 + 1, 1)).text,
                services[plan[line].service].code, accounts[plan[line].account].code, accounts[plan[line].account].liik,
                1 + plan[line].service);
            put(&f, "%s;%s;%s;%s", money_text(planned, NBSP).text, money_text(change, NBSP).text,
                money_text(planned + change, NBSP).text, money_text(planned / 5, NBSP).text);
            put_end(&f);
        }
    export_close(&f);
}

/* What is ordered and not yet invoiced: it falls on the day of its invoice. */
static void write_commitments(const char *directory)
{
    chance c = {45};
    int number = 0;
    export_file f = export_open(directory, "kohustused.csv", "\r\n", true);
    put(&f, "kohustuse_nr;võetud_kp;arve_kp;teenus;konto;summa_km_ta");
    put_end(&f);
    for (int month = FIRST_MONTH - 2; month <= LAST_MONTH; month++)
        for (int line = 0; line < COUNT(plan); line++) {
            bool is_monthly = plan[line].account == STAFF || plan[line].account == BENEFITS;    // taken on the first, paid within the month
            int taken = month_begin(month) + below(&c, month_days(month)), invoiced = known(taken + 12 + below(&c, 60));
            if (is_monthly) {
                taken = month_begin(month);
                invoiced = month_begin(month + 1) - 1;
            }
            long cents = planned_cents(line, month / 12) * (30 + below(&c, 50)) / 100;
            if (invoiced != NONE && invoiced < FIRST_DAY)
                continue;
            number++;
            put(&f, "T%04d;%s;%s;%s;%s;%s", number, day_text(taken).text, day_text(invoiced).text, services[plan[line].service].code,
                accounts[plan[line].account].code, number % 499 == 0 ? "vt lepingut" : money_text(cents, "").text);
            put_end(&f);
        }
    export_close(&f);
}

/* Contracts with providers by month: what was agreed for the whole year, and what was delivered so far. */
static void write_contracts(const char *directory)
{
    static const struct { const char *number, *provider, *code, *service, *unit; int amount, price, pace; } contracts[] = {  // a month; cents; per mille
        {"L-24-01", "Naiste tugikeskus Kajakas", "20000011", "NTK", "tund", 640, 4100, 1010},
        {"L-24-02", "Naiste tugikeskus Sarapuu", "20000022", "NTK", "tund", 520, 4050, 985},
        {"L-24-03", "Naiste tugikeskus Meelespea", "20000033", "NTK", "tund", 410, 4200, 1000},
        {"L-24-04", "Naiste tugikeskus Rannakivi", "20000044", "NTK", "tund", 300, 4150, 870},
        {"L-24-05", "Naiste tugikeskus Pihlakas", "20000055", "NTK", "tund", 260, 4000, 1020},
        {"L-24-06", "Naiste tugikeskus Tedremets", "20000066", "NTK", "tund", 210, 4250, 960},
        {"L-24-07", "Lepituskeskus Kaasik", "20000077", "LEP", "juhtum", 42, 16500, 940},
        {"L-24-08", "Tugiliin Pööre", "20000088", "VL", "tund", 190, 5200, 1140},
    };
    chance c = {48};
    export_file f = export_open(directory, "lepingud.csv", "\r\n", false);
    put(&f, "kuu;lepingu_nr;osutaja;registrikood;teenus;ühik;ühikuhind;lepinguline_maht;täidetud_maht");
    put_end(&f);
    for (int month = FIRST_MONTH; month <= 2026 * 12 + 11; month++)
        for (int i = 0; i < COUNT(contracts); i++) {
            int done = contracts[i].amount * contracts[i].pace / 1000 * (90 + below(&c, 21)) / 100;
            put(&f, "%s;%s;%s;%s;%s;%s;", day_text(month_begin(month)).text, contracts[i].number, contracts[i].provider, contracts[i].code,
                contracts[i].service, contracts[i].unit);
            put(&f, "%s;%d;", money_text(contracts[i].price, "").text, contracts[i].amount);
            if (month <= LAST_MONTH)
                put(&f, "%d", done);
            put_end(&f);
        }
    export_close(&f);
}

/* --- projects with outside money --- */

static const struct { const char *code; int euros, pace, bad; } projects[] = {      // a month; per mille spent, per mille not eligible
    {"ESF-TAT", 41000, 930, 14}, {"AMIF-23", 16500, 720, 26}, {"CH-ENN", 9800, 1010, 8},
};
static const char *const places[] = {"1.1", "2.1.1", "2.1.2", "3.1"};
static const int parts[] = {180, 460, 280, 80};     // per mille of the budget

static void write_project_costs(const char *directory)
{
    static const char *const reasons[] = {"periood", "hange", "topeltrahastus", "tõend puudub"};
    chance c = {1720};
    int row = 0;
    export_file f = export_open(directory, "projekti_kulud.csv", "\r\n", true);
    put(&f, "rea_nr;projekt;kulukoht;kp;dok_nr;summa;abikõlblik;põhjus");
    put_end(&f);
    for (int month = FIRST_MONTH; month <= LAST_MONTH; month++)
        for (int p = 0; p < COUNT(projects); p++)
            for (int place = 0; place < COUNT(places); place++)
                for (int n = 0; n < 3; n++) {
                    int day = month_begin(month) + below(&c, month_days(month)), reason = below(&c, COUNT(reasons)), number = 1 + below(&c, 90000);
                    long cents = projects[p].euros * 100L * parts[place] / 1000 / 3 * projects[p].pace / 1000 * (70 + below(&c, 61)) / 100;
                    bool is_bad = happens(&c, projects[p].bad);
                    put(&f, "PK%04d;%s;%s;%s;D%05d;", ++row, projects[p].code, places[place], day_text(day).text, number);
                    put(&f, "%s;%s;%s", row % 601 == 600 ? "#N/A" : money_text(cents, " ").text, is_bad ? "ei" : "jah", is_bad ? reasons[reason] : "");
                    put_end(&f);
                }
    export_close(&f);
}

/* Titles above the header, as the budgets of projects have them. */
static void write_project_budget(const char *directory)
{
    export_file f = export_open(directory, "projekti_eelarve.csv", "\r\n", false);
    put(&f, "Projektide eelarve kulukohtade kaupa;;;");
    put_end(&f);
    put(&f, "Abikõlblikkuse periood: 01.01.2023-31.12.2027;;;");
    put_end(&f);
    put(&f, ";;;");
    put_end(&f);
    put(&f, "Projekt;Kuu;Kulukoht;Abikõlblik kulu");
    put_end(&f);
    for (int month = FIRST_MONTH; month <= 2026 * 12 + 11; month++)
        for (int p = 0; p < COUNT(projects); p++)
            for (int place = 0; place < COUNT(places); place++) {
                put(&f, "%s;%s;%s;%s", projects[p].code, day_text(month_begin(month)).text, places[place],
                    money_text(projects[p].euros * 100L * parts[place] / 1000, NBSP).text);
                put_end(&f);
            }
    export_close(&f);
}

static void write_project_outputs(const char *directory)
{
    static const struct { int project; const char *name; int target, pace; } outputs[] = {     // a month
        {0, "abi saanud inimesi", 60, 1020}, {0, "koolitatud spetsialiste", 25, 960}, {1, "nõustatud rändetaustaga inimesi", 18, 810},
        {1, "tõlgitud nõustamisi", 12, 900}, {2, "ennetustöö osalejaid", 70, 1060},
    };
    chance c = {7};
    export_file f = export_open(directory, "projekti_naitajad.csv", "\n", false);
    put(&f, "projekt;kuu;näitaja;siht;tegelik");
    put_end(&f);
    for (int month = FIRST_MONTH; month <= LAST_MONTH; month++)
        for (int i = 0; i < COUNT(outputs); i++) {
            put(&f, "%s;%s;%s;%d;%d", projects[outputs[i].project].code, day_text(month_begin(month)).text, outputs[i].name, outputs[i].target,
                outputs[i].target * outputs[i].pace / 1000 * (80 + below(&c, 41)) / 100);
            put_end(&f);
        }
    export_close(&f);
}

void write_money(const char *directory)
{
    write_costs(directory);
    write_budget(directory);
    write_commitments(directory);
    write_contracts(directory);
    write_project_costs(directory);
    write_project_budget(directory);
    write_project_outputs(directory);
}
