/* Contacts of the crisis line. */
#include "unit.h"

void write_contacts(const char *directory, const case_list *list)
{
    static const char *const channels[] = {"telefon", "vestlus", "e-kiri", "kohtumine", "video"};
    static const int channel_weights[] = {640, 170, 70, 85, 35};
    static const char *const languages[] = {"eesti", "vene", "inglise", "ukraina"};
    static const int language_weights[] = {620, 300, 50, 30};
    static const char *const kinds[] = {"kehtiv", "korduskõne", "naljakõne", "valekõne"};
    static const int kind_weights[] = {880, 60, 35, 25};
    static const char *const topics[] = {"lähisuhtevägivald", "ahistamine", "lapse väärkohtlemine", "kuriteo ohver", "kriis", "muu"};
    static const char *const onward[] = {"", "", "ohvriabi", "PPA", "KOV", "tervishoid"};
    static const int seasons[12] = {1040, 970, 1000, 980, 1000, 1010, 1040, 1030, 1000, 980, 980, 1070};
    chance c = {116006};
    export_file f = export_open(directory, "kontaktid.csv", "\n", false);
    put(&f, "kontakti_id;juhtumi_nr;kanal;kp;kell;valve;kestus_min;ooteaeg_s;vastatud;loobus;keel;teema;kehtiv;suunatud_kuhu");
    put_end(&f);
    int id = 0, next_case = 0;
    for (int day = FIRST_DAY; day <= LAST_DAY; day++) {
        while (next_case < list->count && list->rows[next_case].opened <= day)
            next_case++;
        int month = date_of(day).month;
        int n = 78 * seasons[month - 1] / 1000 * (1000 + (day - FIRST_DAY) * 110 / 730) / 1000 + below(&c, 13) - 5;
        for (; n > 0; n--) {
            int channel = pick(&c, channel_weights, COUNT(channels)), language = pick(&c, language_weights, COUNT(languages));
            int hour = happens(&c, 700) ? 8 + below(&c, 14) : below(&c, 24), minute = below(&c, 60);
            bool is_night = hour < 8 || hour >= 20;
            int missed = 38 + (is_night ? 22 : 0) + (language >= 2 ? 25 : 0);
            bool is_answered = channel != 0 || !happens(&c, missed), is_linked = happens(&c, 300);
            int back = below(&c, next_case < 2000 ? next_case : 2000), talk = 3 + below(&c, 40);
            int patience = below(&c, is_answered ? 30 : 180), kind = pick(&c, kind_weights, COUNT(kinds));
            int wait = 2 + (!is_answered ? patience : patience < 25 ? patience * 18 / 25 : (patience - 23) * 11);
            id++;
            put(&f, "K%06d;%s;%s;", id, case_number(list, is_linked ? next_case - 1 - back : NONE).text,
                id % 15013 == 0 ? "faks" : channels[channel]);
            put(&f, "%s;%02d:%02d;%s;", id % 20011 == 0 ? "32.01.2026" : day_text(day).text, hour, minute, is_night ? "öö" : "päev");
            put(&f, "%d;%d;%s;%s;", is_answered ? talk : 0, channel == 0 ? wait : 0, is_answered ? "jah" : "ei", is_answered ? "" : "x");
            put(&f, "%s;%s;%s;", languages[language], topics[below(&c, COUNT(topics))], kinds[kind]);
            put(&f, "%s", onward[below(&c, COUNT(onward))]);
            if (id % 25013 == 0)
                put(&f, ";liigne väli");
            put_end(&f);
        }
    }
    export_close(&f);
}
