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
        if (done > KNOWN_UNTIL || happens(&c, 15))
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

void write_work(const char *directory)
{
    write_work_plan(directory);
}
