/* The case register: one file a year. */
#include "unit.h"

#include <stdlib.h>

#define CASES_MAX 60000

const service services[SERVICES] = {
    {"OA", "Ohvriabi põhiteenus", 560, 40, 640, 0, 0},
    {"KT", "Ohvriabi kriisitelefon 116 006", 0, 1, 0, 0, 0},
    {"TTT", "Traumast taastumist toetav vaimse tervise abi", 172, 90, 700, -5, 30},
    {"NTK", "Naiste tugikeskuse teenus", 164, 70, 1000, 35, 40},
    {"SAK", "Seksuaalvägivalla kriisiabi", 24, 20, 400, 45, 20},
    {"LM", "Lastemaja", 40, 80, 500, 5, 10},
    {"KH", "Kuriteoohvri hüvitis", 88, 45, 450, -55, -110},
    {"LEP", "Lepitusteenus", 62, 60, 350, -10, -20},
    {"MARAC", "MARAC võrgustikutöö", 72, 50, 1000, 30, 0},
    {"IK", "Teenused inimkaubanduse ohvritele", 3, 120, 0, 20, 0},
    {"VL", "Vägivallast loobumise tugiliin ja programm", 46, 75, 1000, -5, -60},
    {"HH", "Hingehoid", 17, 10, 500, 20, 50},
    {"PSK", "Psühhosotsiaalne kriisiabi", 12, 7, 0, 50, 40},
    {"PROST", "Teenused prostitutsiooni kaasatutele", 5, 60, 200, 0, 0},
    {"ENN", "Ennetus-, arendus- ja koolitustegevus", 0, 1, 0, 0, 0},
};

const county counties[COUNTIES] = {
    {"Harju", "0037", "0037", 4420}, {"Hiiu", "0039", "0039", 62}, {"Ida-Viru", "0045", "0044", 1240},
    {"Jõgeva", "0050", "0049", 210}, {"Järva", "0052", "0051", 220}, {"Lääne", "0056", "0057", 142},
    {"Lääne-Viru", "0060", "0059", 450}, {"Põlva", "0064", "0065", 176}, {"Pärnu", "0068", "0067", 640},
    {"Rapla", "0071", "0070", 250}, {"Saare", "0074", "0074", 240}, {"Tartu", "0079", "0078", 1180},
    {"Valga", "0081", "0082", 220}, {"Viljandi", "0084", "0084", 330}, {"Võru", "0087", "0086", 260},
    {"teadmata", "teadmata", "teadmata", 200},
};

static int cases_of_day(chance *c, int day)
{
    static const int season[12] = {1020, 965, 1000, 985, 1000, 995, 1030, 1020, 1000, 985, 975, 1060};
    static const int weekdays[7] = {1240, 1150, 1110, 1090, 1110, 640, 660};
    long expected = 38600L * season[date_of(day).month - 1] / 1000 * weekdays[weekday_of(day)] / 1000;
    expected = expected * (1000 + (day - FIRST_DAY) * 130L / 730) / 1000;
    int n = (int)(expected / 1000) + happens(c, (int)(expected % 1000));
    n += below(c, 7) + below(c, 7) - 6;
    return n < 0 ? 0 : n;
}

/* In Ida-Viru contacts have come late since August 2026: the finding that the report is to show. */
static int on_time_per_mille(const case_row *row)
{
    int per_mille = 921 + services[row->service].on_time;
    if (row->county == IDA_VIRU)
        per_mille -= row->opened < day_of(2026, 8, 1) ? 20 : 320 + 80 * (date_of(row->opened).month - 8);
    return per_mille;
}

static void settle_contact(chance *c, case_row *row)
{
    static const int early[] = {470, 330, 200};
    row->contact = NONE;
    if (row->is_cancelled && happens(c, 700))
        return;
    if (happens(c, on_time_per_mille(row)))
        row->contact = add_workdays(row->opened, pick(c, early, COUNT(early)));
    else if (!happens(c, 120))
        row->contact = add_workdays(row->opened, 3 + (int)(below(c, 12) * 7L / 12));
    if (row->contact != NONE && happens(c, 1) && happens(c, 400))
        row->contact = row->opened - 1;     // a slip of the hand: contact before the case
    if (row->contact != NONE && row->contact > KNOWN_UNTIL)
        row->contact = NONE;
}

static void settle_closing(chance *c, case_row *row)
{
    int days = services[row->service].days;
    int from = row->contact != NONE && row->contact > row->opened ? row->contact : row->opened;
    int first = below(c, days), second = below(c, days / 2 + 1);
    row->closed = row->is_cancelled ? row->opened + first % 10 : from + days / 2 + first + second;
    if (row->closed > KNOWN_UNTIL)
        row->closed = NONE;
}

/* A person who was here before, or a new one. `last` holds the last case of each person. */
static void settle_person(chance *c, case_list *list, case_row *row, int *last, int *person_count)
{
    row->previous_closed = row->previous_case = NONE;
    if ((row->service == OA || row->service == HH || row->service == PSK) && happens(c, 60)) {
        row->person = NONE;
        return;
    }
    bool may_be_open = happens(c, 200);
    if (*person_count > 200 && happens(c, 230))
        for (int attempt = 0; attempt < 4; attempt++) {
            int person = *person_count - 1 - below(c, *person_count < 11000 ? *person_count : 11000);
            const case_row *earlier = &list->rows[last[person]];
            bool is_over = earlier->closed != NONE && earlier->closed < row->opened;
            if (!is_over && !may_be_open)
                continue;
            row->person = person;
            row->county = earlier->county;
            row->previous_case = last[person];
            row->previous_closed = is_over ? earlier->closed : earlier->previous_closed;
            last[person] = list->count;
            return;
        }
    row->person = (*person_count)++;
    last[row->person] = list->count;
    if (happens(c, 60))
        row->previous_closed = row->opened - 30 - below(c, 700);    // from before this register
}

/* The register holds what was opened since its first day, or was still open then. */
bool is_registered(const case_row *row)
{
    return row->opened >= FIRST_DAY || row->closed == NONE || row->closed >= FIRST_DAY;
}

void make_cases(case_list *list)
{
    chance c = {20241101};
    int weights[SERVICES], county_weights[COUNTIES], person_count = 0;
    int *last = calloc(CASES_MAX, sizeof *last);
    list->rows = calloc(CASES_MAX, sizeof *list->rows);
    if (last == NULL || list->rows == NULL)
        exit(1);
    for (int i = 0; i < SERVICES; i++)
        weights[i] = services[i].weight;
    for (int i = 0; i < COUNTIES; i++)
        county_weights[i] = counties[i].weight;
    for (int day = FIRST_DAY - WARM_UP; day <= LAST_DAY; day++)
        for (int n = cases_of_day(&c, day); n > 0 && list->count < CASES_MAX; n--) {
            case_row *row = &list->rows[list->count];
            row->opened = day;
            row->service = pick(&c, weights, SERVICES);
            row->county = pick(&c, county_weights, COUNTIES);
            row->is_cancelled = happens(&c, 25);
            row->is_domestic = happens(&c, services[row->service].domestic);
            settle_person(&c, list, row, last, &person_count);
            settle_contact(&c, row);
            settle_closing(&c, row);
            row->details = chance_next(&c);
            list->count++;
        }
    free(last);
}

/* --- the case register --- */

/* Eleven digits: 1 or 2, a day of the nineteenth century (another for each person), a serial number, the check digit. */
word person_code(int person)
{
    static const int first[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1}, second[10] = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3};
    word w = {""};
    if (person == NONE)
        return w;
    chance c = {(uint64_t)person * 977 + 18};
    date birth = date_of(day_of(1800, 1, 1) + (int)((int64_t)person * 7919 % 36524));
    int sex = 1 + happens(&c, 770), serial = below(&c, 1000);
    snprintf(w.text, sizeof w.text, "%d%02d%02d%02d%03d", sex, birth.year % 100, birth.month, birth.day, serial);
    int sum_first = 0, sum_second = 0;
    for (int i = 0; i < 10; i++) {
        sum_first += (w.text[i] - '0') * first[i];
        sum_second += (w.text[i] - '0') * second[i];
    }
    int check = sum_first % 11 < 10 ? sum_first % 11 : sum_second % 11 < 10 ? sum_second % 11 : 0;
    w.text[10] = (char)('0' + check);
    w.text[11] = 0;
    return w;
}

word case_number(const case_list *list, int index)
{
    word w = {""};
    if (index != NONE)
        snprintf(w.text, sizeof w.text, "%s-%d-%06d", services[list->rows[index].service].code,
                 date_of(list->rows[index].opened).year, index + 1);
    return w;
}

static void put_harms(const export_file *f, chance *c, const case_row *row)
{
    static const char *const words[] = {"vaimne", "füüsiline", "majanduslik", "seksuaalne", "ahistav jälitamine", "hooletus"};
    static const int per_mille[] = {800, 560, 260, 90, 80, 40};
    const char *mark = "";
    for (int i = 0; i < COUNT(words); i++)
        if (happens(c, row->service == SAK && i == 3 ? 980 : per_mille[i])) {
            put(f, "%s%s", mark, words[i]);
            mark = ",";
        }
    if (row->service == IK)
        put(f, "%sinimkaubandus", mark);
    else if (*mark == 0)
        put(f, "teadmata");
}

/* A row as the export of `exported` knew it: what happened after that day is not in it. */
static void put_case(const export_file *f, const case_list *list, int index, int exported)
{
    static const char *const languages[] = {"eesti", "vene", "inglise", "ukraina", "muu"};
    static const int language_weights[] = {640, 285, 30, 35, 10};
    static const char *const ages[] = {"0-17", "18-26", "27-39", "40-54", "55-64", "65+", "teadmata"};
    static const int age_weights[] = {110, 150, 290, 260, 90, 70, 30};
    static const char *const referrers[] = {"PPA", "ise", "KOV", "116006", "tervishoid", "NTK", "teadmata"};
    static const int referrer_weights[] = {450, 205, 120, 100, 60, 45, 20};
    static const char *const relations[] = {"elukaaslane", "endine elukaaslane", "vanem", "laps", "muu lähedane", "võõras"};
    static const char *const risks[] = {"madal", "keskmine", "kõrge"};
    static const char *const notes[] = {"", "", "", "", "esmane nõustamine telefonis", "\"vajab tõlget; aeg kokku lepitud\"",
                                        "\"suunatud \"\"kriisiabisse\"\"\"", "\"kaks tegevust:\nnõustamine ja saatmine\""};
    static const int note_weights[] = {300, 300, 200, 100, 80, 15, 4, 1};
    const case_row *row = &list->rows[index];
    chance c = {row->details};
    int contact = row->contact != NONE && row->contact <= exported ? row->contact : NONE;
    int closed = row->closed != NONE && row->closed <= exported ? row->closed : NONE;
    bool is_old = date_of(row->opened).year == 2024, is_new = date_of(row->opened).year == 2026;
    word person = person_code(row->person);

    put(f, "%s;%s;%s;%s;", case_number(list, index).text, services[row->service].code, day_text(row->opened).text,
        day_text(contact).text);
    put(f, "%s;%s;%s;", day_text(closed).text, closed == NONE ? "" : row->is_cancelled ? "ekslik" : "abi antud",
        closed == NONE ? "avatud" : row->is_cancelled ? "tühistatud" : "suletud");
    const county *place = &counties[row->county];
    put(f, "%s%s;%s;%s;", is_new ? place->name : is_old ? place->old_code : place->code,
        is_new && *place->code == '0' ? " maakond" : "", person.text,
        person.text[0] == '1' ? "M" : person.text[0] == '2' ? "N" : "teadmata");
    put(f, "%s;", ages[pick(&c, age_weights, COUNT(ages))]);
    put(f, "%s;", languages[pick(&c, language_weights, COUNT(languages))]);
    put(f, "%s;", referrers[pick(&c, referrer_weights, COUNT(referrers))]);
    put_harms(f, &c, row);
    put(f, ";%s;", relations[row->is_domestic ? below(&c, 5) : 5]);
    put(f, "%s;%s;", risks[below(&c, 3)], row->is_domestic ? "jah" : "ei");
    put(f, "%s;%s;%s;", happens(&c, 320) ? "jah" : "ei", case_number(list, row->previous_case).text,
        day_text(row->previous_closed).text);
    put(f, "%s", notes[pick(&c, note_weights, COUNT(notes))]);
    put_end(f);
}

static void put_case_header(const export_file *f, const char *opened)
{
    put(f, "juhtumi_nr;teenus;%s;esmane_kontakt_kp;suletud_kp;sulgemise_põhjus;olek;maakond;isikukood;sugu;vanuserühm;keel;"
           "suunaja;vägivalla_liigid;toimepanija_suhe;riskitase;dv_lipp;laps_kaasas;eelmine_juhtum;eelmine_suletud_kp;märkus", opened);
    put_end(f);
}

/* A year's export, written on a day of the following January; what was open then stands in the next year's file once more. */
static void write_cases_of_year(const char *directory, const case_list *list, int year)
{
    char name[32];
    snprintf(name, sizeof name, "juhtumid-%d.csv", year);
    export_file f = export_open(directory, name, year == 2024 ? "\r\n" : "\n", false);
    int before = day_of(year, 1, 6), exported = year == 2026 ? KNOWN_UNTIL : day_of(year + 1, 1, 6);
    if (year == 2026)
        put(&f, "\xEF\xBB\xBF");
    put_case_header(&f, year == 2024 ? "avatud" : "avatud_kp");
    for (int i = 0; i < list->count; i++) {
        const case_row *row = &list->rows[i];
        int opened_year = date_of(row->opened).year;
        bool was_open = opened_year == year - 1 && (row->closed == NONE || row->closed > before);
        if (is_registered(row) && (opened_year == year || was_open))
            put_case(&f, list, i, exported);
        if (opened_year == year && i % 7001 == 7000 && is_registered(row)) {      // what a hand does to a file
            put(&f, "OA-%d-9%05d;OA;31.02.%d;;;;avatud;Harju;;N;18-26;eesti;ise;vaimne;;madal;ei;ei;;;", year, i, year);
            put_end(&f);
            put(&f, "XX-%d-9%05d;XX;05.03.%d;;;;avatud;Tartu;;N;18-26;eesti;ise;vaimne;;madal;ei;ei;;;", year, i, year);
            put_end(&f);
            put(&f, "OA-%d-8%05d;OA;05.03.%d;06.03.%d;;;avatud", year, i, year, year);
            put_end(&f);
        }
    }
    export_close(&f);
}

void write_cases(const char *directory, const case_list *list)
{
    for (int year = 2024; year <= 2026; year++)
        write_cases_of_year(directory, list, year);
}
