/* Applications for compensation to victims of crime, and what was decided. */
#include "unit.h"

enum { TREATMENT, HEALTH, ITEMS, FUNERAL, SUPPORT, KINDS };

static const struct { const char *name; int weight, euros, granted; } kinds[KINDS] = {      // euros: an ordinary claim; per mille granted
    {"ravikulu", 420, 700, 720}, {"tervisekahju", 280, 2600, 640}, {"abivahendid ja esemed", 150, 350, 560},
    {"matusekulu", 100, 900, 830}, {"ülalpidaja kaotus", 50, 4200, 690},
};
static const char *const reasons[] = {"", "ei ole vägivallakuritegu", "tähtaeg möödas", "kahju hüvitatud mujalt", "andmed esitamata"};

typedef struct { int received, asked, completed, decided; } application;

/* The limit is 30 days, the days in which documents are awaited not counted. */
static application settle(chance *c, int received)
{
    application a = {received, NONE, NONE, NONE};
    int net = 6 + below(c, 17), wait = 0, late = happens(c, 250) ? below(c, 6) : 12 + below(c, 45);   // some by a hair
    bool is_late = happens(c, 200), is_asked = happens(c, 340), is_never = happens(c, 25);
    if (is_late)
        net = 28 + late;
    if (is_asked) {
        a.asked = add_workdays(received, 2 + below(c, 4));
        wait = 4 + below(c, 20) + below(c, 20);
        a.completed = is_never ? NONE : a.asked + wait;
        net = net < a.asked - received + 1 ? a.asked - received + 1 : net;
    }
    a.decided = is_asked && is_never ? NONE : add_workdays(received + net + wait - 1, 1);
    a.asked = known(a.asked);
    a.completed = known(a.completed);
    a.decided = known(a.decided);
    return a;
}

static void put_application(const export_file *f, chance *c, const case_list *list, int index, int number)
{
    int weights[KINDS];
    for (int i = 0; i < KINDS; i++)
        weights[i] = kinds[i].weight;
    application a = settle(c, list->rows[index].opened);
    int kind = pick(c, weights, KINDS), share = 400 + below(c, 401), decision = below(c, 1000);
    long claimed = kinds[kind].euros * 100L * (40 + below(c, 140)) / 100 + below(c, 100);
    bool is_granted = decision < kinds[kind].granted, is_partly = !is_granted && decision < kinds[kind].granted + 110;
    long granted = is_granted ? claimed * 80 / 100 : is_partly ? claimed * share / 1000 : 0;
    int reason = 1 + below(c, COUNT(reasons) - 1), told = known(a.decided == NONE ? NONE : add_workdays(a.decided, 1 + below(c, 4)));
    int challenged = happens(c, 40) && a.decided != NONE ? known(a.decided + 5 + below(c, 24)) : NONE;
    bool is_upheld = happens(c, 120);
    put(f, "KHT-%d-%05d;%s;%s;", date_of(a.received).year, number, case_number(list, index).text, day_text(a.received).text);
    put(f, "%s;%s;%s;%s;", day_text(a.asked).text, day_text(a.completed).text, day_text(a.decided).text, day_text(told).text);
    if (a.decided == NONE)
        put(f, ";;%s;%s;;;", kinds[kind].name, money_text(claimed, " ").text);
    else
        put(f, "%s;%s;%s;%s;%s;%s;%s", is_granted ? "rahuldatud" : is_partly ? "osaliselt rahuldatud" : "rahuldamata",
            is_granted ? "" : reasons[reason], kinds[kind].name, number % 701 == 700 ? "#VALUE!" : money_text(claimed, " ").text,
            money_text(granted, " ").text, day_text(challenged).text, challenged == NONE ? "" : is_upheld ? "rahuldatud" : "rahuldamata");
    put_end(f);
    if (number % 997 == 0) {        // a hand has typed the year of the decision wrong, and another the kind
        put(f, "KHT-%d-9%04d;;%s;;;12.13.2026;;rahuldatud;;ravikulu;500,00;400,00;;", date_of(a.received).year, number, day_text(a.received).text);
        put_end(f);
        put(f, "KHT-%d-8%04d;;%s;;;;;;;ravkulu;500,00;;;", date_of(a.received).year, number, day_text(a.received).text);
        put_end(f);
    }
}

void write_applications(const char *directory, const case_list *list)
{
    chance c = {2023};
    int number = 0;
    export_file f = export_open(directory, "hyvitiste_otsused.csv", "\r\n", false);
    put(&f, "\xEF\xBB\xBF" "taotluse_nr;juhtumi_nr;saabus_kp;puudus_teavitatud_kp;puudus_kõrvaldatud_kp;otsus_kp;teatavaks_kp;tulemus;põhjus;liik;"
            "kahju_eur;määratud_eur;vaie_kp;vaide_tulemus");
    put_end(&f);
    for (int i = 0; i < list->count; i++)
        if (list->rows[i].service == KH && list->rows[i].opened >= FIRST_DAY - 150)
            put_application(&f, &c, list, i, ++number);
    export_close(&f);
}
