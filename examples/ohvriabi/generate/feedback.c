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

void write_feedback(const char *directory, const case_list *list)
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
