/* The work of the unit itself. */
#include "unit.h"

static void write_work_plan(const char *directory)
{
    static const char *const goals[] = {"E1", "E2", "E3", "E4", "E5"};
    static const char *const roles[] = {"teenuseomanik", "peaspetsialist", "ekspert", "portfellihaldur", "projektikoordinaator"};
    static const int late[] = {70, 40, 90, 110, 150};       // per mille, by role
    static const char *const deeds[] = {"juhendi ajakohastamine", "kvaliteedihindamine", "koolitus partneritele",
                                        "aruande koostamine", "hanke ettevalmistamine", "andmete kontroll"};
    static const char *const measures[] = {"T01", "Q01", "B01", "M05", "H01", ""};
    chance c = {2026};
    export_file f = export_open(directory, "tooplaan.csv", "\r\n", false);
    put(&f, "ülesande_id;eesmärk;tegevus;vastutaja_roll;tähtaeg;olek;täidetud_kp;tulemus;seos_mõõdikuga");
    put_end(&f);
    for (int i = 0; i < 400; i++) {
        int due = add_workdays(day_of(2024, 11, 1) + i * 790 / 400 + below(&c, 10), 1);
        int role = below(&c, COUNT(roles));
        int done = happens(&c, late[role]) ? due + 1 + below(&c, 40) : due - below(&c, 15);
        if (happens(&c, 15))
            done = due + 50 + i * 37 % 150;     // forgotten, and done in the end
        if (done > KNOWN_UNTIL)
            done = NONE;
        int goal = below(&c, COUNT(goals)), deed = below(&c, COUNT(deeds)), measure = below(&c, COUNT(measures));
        put(&f, "T%03d;%s;%s;%s;%s;%s;%s;;%s", i + 1, goals[goal], deeds[deed], roles[role], day_text(due).text,
            done == NONE ? "töös" : "tehtud", day_text(done).text, measures[measure]);
        put_end(&f);
    }
    for (int i = 0; i < 4; i++) {       // what Excel leaves below the last row
        put(&f, ";;;;;;;;");
        put_end(&f);
    }
    export_close(&f);
}

/* --- reports that others wait for --- */

static void write_reports(const char *directory)
{
    static const struct { const char *name, *reader; int every, workdays, late; } reports[] = {     // late: per mille
        {"Ohvriabi kuustatistika", "Sotsiaalministeerium", 1, 8, 60}, {"Eelarve täitmine", "finantsosakond", 1, 10, 90},
        {"Kriisitelefoni ülevaade", "ohvriabi osakond", 1, 5, 30}, {"Teenuste kvaliteediülevaade", "ohvriabi osakond", 3, 20, 150},
        {"Projektide vahearuanne", "rakendusüksus", 3, 15, 120}, {"Tööplaani täitmine", "osakonna juhataja", 3, 10, 60},
    };
    chance c = {26};
    int id = 0;
    export_file f = export_open(directory, "aruanded.csv", "\n", false);
    put(&f, "aruande_id;aruanne;saaja;tähtaeg;esitatud_kp");
    put_end(&f);
    for (int month = FIRST_MONTH; month <= LAST_MONTH + 1; month++)
        for (int r = 0; r < COUNT(reports); r++) {
            int due = add_workdays(month_begin(month) - 1, reports[r].workdays), early = below(&c, 4), late = 1 + below(&c, 6);
            bool is_late = happens(&c, reports[r].late);
            if (month % reports[r].every != 0)
                continue;
            put(&f, "R%03d;%s;%s;%s;%s", ++id, reports[r].name, reports[r].reader, day_text(due).text,
                day_text(known(is_late ? due + late : due - early)).text);
            put_end(&f);
        }
    export_close(&f);
}

/* --- letters, as the register of documents exports them --- */

static void write_documents(const char *directory)
{
    enum { REQUEST, EXPLANATION, MEMORANDUM, OPINION, KINDS };
    static const char *const kinds[KINDS] = {"teabenõue", "selgitustaotlus", "märgukiri", "arvamus"};
    static const int weights[KINDS] = {280, 330, 120, 270}, late[KINDS] = {45, 12, 18, 40};
    static const char *const roles[] = {"ekspert", "peaspetsialist", "koordinaator", "talituse juht"};
    chance c = {30};
    int number = 0;
    export_file f = export_open(directory, "dokumendid.csv", "\n", true);
    put(&f, "Viit;Liik;Registreeritud;Tähtaeg;Vastatud;Sari;Toimik;Juurdepääsupiirang;Vastutaja roll");
    put_end(&f);
    for (int day = FIRST_DAY; day <= LAST_DAY; day++) {
        for (int n = is_workday(day) ? below(&c, 7) : 0; n > 0; n--) {
            int kind = pick(&c, weights, KINDS), set = add_workdays(day, 8 + below(&c, 12));
            int limit = kind == REQUEST ? add_workdays(day, 5) : kind == OPINION ? set : day + 30;
            int early = below(&c, kind == REQUEST ? 5 : 9), behind = 1 + below(&c, 9), role = below(&c, COUNT(roles));
            bool is_late = happens(&c, late[kind]), is_restricted = happens(&c, 300);
            int answered = is_late ? limit + behind : limit - early;
            number++;
            put(&f, "5.2-1/%d/%d;%s;%s;%s;%s;", date_of(day).year, number, number % 907 == 0 ? "muu kiri" : kinds[kind], day_text(day).text,
                kind == OPINION ? day_text(set).text : "", day_text(known(answered < day ? day : answered)).text);
            put(&f, "5.2;5.2-1;%s;%s", is_restricted ? "AK" : "Avalik", roles[role]);
            put_end(&f);
        }
    }
    export_close(&f);
}

/* --- training of specialists: one row a person and a course --- */

static void write_trainings(const char *directory)
{
    static const char *const places[] = {"PPA", "KOV", "tervishoid", "kool", "tugikeskus", "muu"};
    static const int weights[] = {270, 300, 150, 140, 100, 40};
    static const char *const courses[] = {"Ohvriga kohtumine", "Lähisuhtevägivalla märkamine", "Traumateadlik abi", "Laps vägivalla tunnistajana"};
    chance c = {90};
    int row = 0;
    export_file f = export_open(directory, "koolitused.csv", "\r\n", true);
    put(&f, "osalemise_nr;koolitus;kp;tunnid;isikukood;asutus;test_enne;test_pärast");
    put_end(&f);
    for (int month = FIRST_MONTH; month <= LAST_MONTH; month++)
        for (int course = 0; course < COUNT(courses); course++) {
            int day = add_workdays(month_begin(month) + 2 + below(&c, 20), 1), hours = 4 + 2 * below(&c, 5), present = 14 + below(&c, 16);
            for (; present > 0 && month % 12 != 6; present--) {     // nobody in July
                int person = 50000 + below(&c, 1600), place = pick(&c, weights, COUNT(places)), before = 40 + below(&c, 35), gain = below(&c, 30) - 4;
                row++;
                put(&f, "O%05d;%s;%s;%d;%s;", row, courses[course], day_text(day).text, hours, row % 487 == 0 ? "18001010000" : person_code(person).text);
                put(&f, "%s;%d;%d", places[place], before, before + gain);
                put_end(&f);
            }
        }
    export_close(&f);
}

void write_work(const char *directory)
{
    write_work_plan(directory);
    write_reports(directory);
    write_documents(directory);
    write_trainings(directory);
}
