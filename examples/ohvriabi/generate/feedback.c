/* What people say of the services. */
#include "unit.h"

static void put_answer(const export_file *f, int id, const case_row *row, int day, const char *channel, const char *question,
                       const char *scale, const char *value)
{
    const county *place = &counties[row->county];
    put(f, "V%06d;%s;%s%s;%s;%s;%s;%s;%s;", id, services[row->service].name, place->name, *place->code == '0' ? "maa" : "",
        day_text(day).text, channel, question, scale, value);
    put_end(f);
}

static void write_answers(const char *directory, const case_list *list)
{
    static const char *const channels[] = {"veebivorm", "telefon", "e-kiri", "paberankeet"};
    static const int channel_weights[] = {600, 220, 130, 50};
    static const int grades[] = {18, 36, 96, 330, 520};     // 1 to 5
    static const int scores[] = {12, 6, 10, 14, 20, 45, 53, 90, 140, 250, 360};     // 0 to 10
    static const int efforts[] = {10, 15, 30, 80, 190, 330, 345};       // 1 to 7
    chance c = {85};
    int id = 0, answers = 0;
    char value[16];
    export_file f = export_open(directory, "tagasiside.csv", "\n", false);
    put(&f, "vastuse_id;teenus;maakond;kp;kanal;küsimus;skaala;väärtus;vabatekst");
    put_end(&f);
    for (int i = 0; i < list->count; i++) {
        const case_row *row = &list->rows[i];
        if (row->closed == NONE || row->is_cancelled || !is_registered(row) || !happens(&c, 150))
            continue;
        int day = row->closed + 2 + below(&c, 16);
        const char *channel = channels[pick(&c, channel_weights, COUNT(channels))];
        bool is_pleased = happens(&c, 190 + services[row->service].satisfied);     // tilts all answers of one person
        int grade = is_pleased ? 4 + happens(&c, 660) : 1 + pick(&c, grades, COUNT(grades));
        int score = is_pleased ? 8 + below(&c, 3) : pick(&c, scores, COUNT(scores));
        if (day > KNOWN_UNTIL)
            continue;
        int effort = 1 + pick(&c, efforts, COUNT(efforts));
        bool recommends = happens(&c, 940), rates_effort = happens(&c, 800);
        id++;
        answers++;
        snprintf(value, sizeof value, "%d", grade);
        put_answer(&f, id, row, day, channel, "rahulolu", "1-5", answers % 1501 == 0 ? "viis" : answers % 97 == 0 ? "teadmata" : value);
        id += recommends;
        snprintf(value, sizeof value, "%d", score);
        if (recommends)
            put_answer(&f, id, row, day, channel, "soovitamine", "0-10", answers % 1601 == 1600 ? "11" : value);
        id += rates_effort;
        snprintf(value, sizeof value, "%d", effort);
        if (rates_effort)
            put_answer(&f, id, row, day, channel, "lihtsus", "1-7", value);
    }
    export_close(&f);
}

/* Who was asked: everybody whose case was closed, if the way to them is known. */
static void write_invitations(const char *directory, const case_list *list)
{
    static const char *const channels[] = {"veebivorm", "telefon", "e-kiri", "paberankeet"};
    static const int channel_weights[] = {560, 180, 200, 60};
    chance c = {15};
    int id = 0;
    export_file f = export_open(directory, "kutsed.csv", "\n", false);
    put(&f, "kutse_id;teenus;kanal;kp");
    put_end(&f);
    for (int i = 0; i < list->count; i++) {
        const case_row *row = &list->rows[i];
        if (row->closed == NONE || row->is_cancelled || !is_registered(row) || !happens(&c, 860))
            continue;
        int day = known(row->closed + 1 + below(&c, 3)), channel = pick(&c, channel_weights, COUNT(channel_weights));
        if (day == NONE)
            continue;
        id++;
        put(&f, "K%06d;%s;%s;%s", id, services[row->service].code, id % 9001 == 0 ? "tuvipost" : channels[channel], day_text(day).text);
        put_end(&f);
    }
    export_close(&f);
}

/* One question to those who leave: how was it? "Don't know" is an answer, too. */
static void write_experience(const char *directory, const case_list *list)
{
    static const char *const words[] = {"väga hea", "hea", "rahuldav", "halb", "väga halb", "ei oska öelda"};
    static const int weights[] = {540, 320, 70, 25, 15, 30}, spoilt[] = {360, 370, 150, 60, 30, 30};
    static const char *const channels[] = {"veebivorm", "telefon", "paberankeet"};
    static const int channel_weights[] = {620, 230, 150};
    chance c = {64};
    int id = 0;
    export_file f = export_open(directory, "kogemus.csv", "\r\n", true);
    put(&f, "vastuse_id;teenus;kp;kanal;hinnang");
    put_end(&f);
    for (int i = 0; i < list->count; i++) {
        const case_row *row = &list->rows[i];
        if (row->closed == NONE || row->is_cancelled || !is_registered(row) || !happens(&c, 130))
            continue;
        int day = known(row->closed + below(&c, 5)), channel = pick(&c, channel_weights, COUNT(channel_weights));
        int word_index = pick(&c, row->service == KH ? spoilt : weights, COUNT(words));
        if (day == NONE)
            continue;
        id++;
        put(&f, "E%05d;%s;%s;%s;%s", id, services[row->service].code, day_text(day).text, channels[channel],
            id % 1301 == 0 ? "suurepärane" : words[word_index]);
        put_end(&f);
    }
    export_close(&f);
}

/* --- the assessment of providers: nine principles, three criteria each, a provider a month --- */

static void write_assessments(const char *directory)
{
    static const struct { const char *service, *provider; int met; } assessed[] = {
        {"NTK", "Naiste tugikeskus Kajakas", 930}, {"TTT", "Teraapiakeskus Lainela", 900}, {"NTK", "Naiste tugikeskus Sarapuu", 900},
        {"TTT", "Teraapiakeskus Hingetõmme", 880}, {"NTK", "Naiste tugikeskus Meelespea", 870}, {"TTT", "Kriisinõustamise Koda", 910},
        {"NTK", "Naiste tugikeskus Rannakivi", 800}, {"TTT", "Vaimse Tervise Kabinet Tuul", 860}, {"NTK", "Naiste tugikeskus Pihlakas", 890},
        {"TTT", "Teraapiakeskus Valguse", 920}, {"NTK", "Naiste tugikeskus Tedremets", 850}, {"TTT", "Nõustamiskeskus Sild", 840},
    };
    chance c = {69};
    int id = 0;
    export_file f = export_open(directory, "kvaliteedihindamine.csv", "\r\n", false);
    put(&f, "hindamise_id;kp;teenus;osutaja;põhimõte;kriteerium;hinne;puudus;tähtaeg;kõrvaldatud_kp");
    put_end(&f);
    for (int month = FIRST_MONTH; month <= LAST_MONTH; month++)
        for (int who = (month - FIRST_MONTH) * 2, end = who + 2; who < end; who++) {
            int day = add_workdays(month_begin(month) + below(&c, 20), 1), w = who % COUNT(assessed);
            for (int principle = 1; principle <= 9; principle++)
                for (int criterion = 1; criterion <= 3; criterion++) {
                    bool is_met = happens(&c, assessed[w].met - (principle == 3 ? 120 : principle == 8 ? 60 : 0)), is_none = happens(&c, 40);
                    int due = add_workdays(day, 20 + below(&c, 20)), fixed = known(happens(&c, 880) ? due - below(&c, 12) : due + 1 + below(&c, 40));
                    put(&f, "H%04d;%s;%s;%s;%d;%d.%d;%s;", ++id, day_text(day).text, assessed[w].service, assessed[w].provider, principle,
                        principle, criterion, is_none ? "ei kohaldu" : is_met ? "täidetud" : "täitmata");
                    put(&f, "%s;%s;%s", is_met || is_none ? "" : "vt akt", is_met || is_none ? "" : day_text(due).text,
                        is_met || is_none ? "" : day_text(fixed).text);
                    put_end(&f);
                }
        }
    export_close(&f);
}

void write_feedback(const char *directory, const case_list *list)
{
    write_answers(directory, list);
    write_invitations(directory, list);
    write_experience(directory, list);
    write_assessments(directory);
}
