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

void write_money(const char *directory)
{
    write_costs(directory);
    write_budget(directory);
}
