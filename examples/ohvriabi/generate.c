/*
 * generate OUTDIR - writes the exports of an invented victim-support unit: the CSV files of OUTDIR/inbox, and OUTDIR/keys/person.key.
 *
 * Nobody in these files exists: the personal codes are of the nineteenth century, the amounts and dates come from a
 * pseudo-random generator with fixed seeds. The same program writes the same bytes everywhere: integers only, no clock, no
 * locale, and never two draws of chance in one list of arguments (C leaves their order to the compiler). The files are as untidy as Estonian exports are, see README.md.
 */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NONE INT_MIN            // no date, no case
#define CASES_MAX 60000
#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define NBSP "\xC2\xA0"

/* --- chance --- */

typedef struct { uint64_t state; } chance;

static uint64_t chance_next(chance *c)      // splitmix64, Steele, Lea and Flood (2014)
{
    uint64_t z = (c->state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int below(chance *c, int n) { return (int)((chance_next(c) >> 33) % (uint64_t)n); }      // 0 to n - 1
static bool happens(chance *c, int per_mille) { return below(c, 1000) < per_mille; }

static int pick(chance *c, const int *weights, int count)
{
    int total = 0;
    for (int i = 0; i < count; i++)
        total += weights[i];
    int left = below(c, total);
    for (int i = 0; i < count - 1; i++) {
        if (left < weights[i])
            return i;
        left -= weights[i];
    }
    return count - 1;
}

/* --- days since 1970-01-01 --- */

typedef struct { int year, month, day; } date;

static int day_of(int year, int month, int day)     // Hinnant, days_from_civil
{
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static date date_of(int day)
{
    int z = day + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int month = mp < 10 ? mp + 3 : mp - 9;
    return (date){yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

static int weekday_of(int day) { return (day + 3) % 7; }    // 0 is Monday; days here are after 1970

static bool is_workday(int day)     // public holidays on working days of 2024 to 2026
{
    static const int fixed[][2] = {{1, 1}, {2, 24}, {5, 1}, {6, 23}, {6, 24}, {8, 20}, {12, 24}, {12, 25}, {12, 26}};
    static const int good_fridays[][3] = {{2024, 3, 29}, {2025, 4, 18}, {2026, 4, 3}};
    date d = date_of(day);
    if (weekday_of(day) >= 5)
        return false;
    for (int i = 0; i < COUNT(fixed); i++)
        if (d.month == fixed[i][0] && d.day == fixed[i][1])
            return false;
    for (int i = 0; i < COUNT(good_fridays); i++)
        if (day == day_of(good_fridays[i][0], good_fridays[i][1], good_fridays[i][2]))
            return false;
    return true;
}

static int add_workdays(int day, int n)
{
    while (n > 0)
        n -= is_workday(++day);
    return day;
}

#define FIRST_DAY day_of(2024, 11, 1)
#define LAST_DAY day_of(2026, 10, 31)
#define WARM_UP 365             // days before the first one: persons have a past, and cases from then are open
#define KNOWN_UNTIL day_of(2026, 11, 1)     // what happened later is not in the exports

/* --- files --- */

typedef struct {
    FILE *file;
    const char *line_end;
    bool is_1257;           // Windows-1257, else UTF-8
} export_file;

static export_file export_open(const char *directory, const char *name, const char *line_end, bool is_1257)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/inbox/%s", directory, name);
    export_file f = {fopen(path, "wb"), line_end, is_1257};
    if (f.file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    return f;
}

static void export_close(export_file *f)
{
    if (fclose(f->file) != 0) {
        perror("generate");
        exit(1);
    }
}

/* Two bytes of UTF-8 to one of Windows-1257: Estonian letters and NBSP are as in Latin-1, but for these four. */
static int byte_1257(unsigned code)
{
    switch (code) {
    case 0x160: return 0xD0;
    case 0x161: return 0xF0;
    case 0x17D: return 0xDE;
    case 0x17E: return 0xFE;
    default: return (int)code;
    }
}

static void put_text(const export_file *f, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != 0; p++) {
        if (f->is_1257 && *p >= 0xC2) {
            fputc(byte_1257(((unsigned)(p[0] & 0x1F) << 6) | (p[1] & 0x3Fu)), f->file);
            p++;
        } else {
            fputc(*p, f->file);
        }
    }
}

__attribute__((format(printf, 2, 3))) static void put(const export_file *f, const char *format, ...)
{
    char text[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    put_text(f, text);
}

static void put_end(const export_file *f) { fputs(f->line_end, f->file); }

typedef struct { char text[48]; } word;

static word day_text(int day)       // dd.mm.yyyy, or empty
{
    word w = {""};
    if (day != NONE) {
        date d = date_of(day);
        snprintf(w.text, sizeof w.text, "%02d.%02d.%d", d.day, d.month, d.year);
    }
    return w;
}

static word money_text(long cents, const char *group)      // 1234,50, or with a group mark 1 234,50
{
    word w = {""}, digits;
    long whole = labs(cents) / 100;
    int length = snprintf(digits.text, sizeof digits.text, "%ld", whole), used = 0;
    used += snprintf(w.text, sizeof w.text, "%s", cents < 0 ? "-" : "");
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            used += snprintf(w.text + used, sizeof w.text - (size_t)used, "%s", group);
        w.text[used++] = digits.text[i];
        w.text[used] = 0;
    }
    snprintf(w.text + used, sizeof w.text - (size_t)used, ",%02ld", labs(cents) % 100);
    return w;
}

/* --- what the unit does --- */

enum { OA, KT, TTT, NTK, SAK, LM, KH, LEP, MARAC, IK, VL, HH, PSK, PROST, ENN, SERVICES };

typedef struct {
    const char *code, *name;
    int weight;             // of cases, per 1250 a month
    int days;               // an ordinary case stays open
    int domestic;           // per mille of cases are domestic violence
    int on_time;            // per mille added to contact on time
    int satisfied;          // per mille added to satisfaction
} service;

static const service services[SERVICES] = {
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

enum { IDA_VIRU = 2 };

typedef struct { const char *name, *code, *old_code; int weight; } county;

static const county counties[] = {
    {"Harju", "0037", "0037", 4420}, {"Hiiu", "0039", "0039", 62}, {"Ida-Viru", "0045", "0044", 1240},
    {"Jõgeva", "0050", "0049", 210}, {"Järva", "0052", "0051", 220}, {"Lääne", "0056", "0057", 142},
    {"Lääne-Viru", "0060", "0059", 450}, {"Põlva", "0064", "0065", 176}, {"Pärnu", "0068", "0067", 640},
    {"Rapla", "0071", "0070", 250}, {"Saare", "0074", "0074", 240}, {"Tartu", "0079", "0078", 1180},
    {"Valga", "0081", "0082", 220}, {"Viljandi", "0084", "0084", 330}, {"Võru", "0087", "0086", 260},
    {"teadmata", "teadmata", "teadmata", 200},
};

typedef struct {
    int opened, contact, closed, previous_closed;
    int previous_case;      // index, or NONE
    int service, county, person;    // person NONE: anonymous
    bool is_cancelled, is_domestic;
    uint64_t details;       // chance for what no indicator looks at
} case_row;

typedef struct {
    case_row *rows;
    int count;
} case_list;

/* How many cases a day brings: season, growth, weekday, and chance. */
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
static bool is_registered(const case_row *row)
{
    return row->opened >= FIRST_DAY || row->closed == NONE || row->closed >= FIRST_DAY;
}

static void make_cases(case_list *list)
{
    chance c = {20241101};
    int weights[SERVICES], county_weights[COUNT(counties)], person_count = 0;
    int *last = calloc(CASES_MAX, sizeof *last);
    list->rows = calloc(CASES_MAX, sizeof *list->rows);
    if (last == NULL || list->rows == NULL)
        exit(1);
    for (int i = 0; i < SERVICES; i++)
        weights[i] = services[i].weight;
    for (int i = 0; i < COUNT(counties); i++)
        county_weights[i] = counties[i].weight;
    for (int day = FIRST_DAY - WARM_UP; day <= LAST_DAY; day++)
        for (int n = cases_of_day(&c, day); n > 0 && list->count < CASES_MAX; n--) {
            case_row *row = &list->rows[list->count];
            row->opened = day;
            row->service = pick(&c, weights, SERVICES);
            row->county = pick(&c, county_weights, COUNT(counties));
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
static word person_code(int person)
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

static word case_number(const case_list *list, int index)
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

/* --- contacts of the crisis line --- */

static void write_contacts(const char *directory, const case_list *list)
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
            int wait = 2 + below(&c, is_answered ? 30 : 180), kind = pick(&c, kind_weights, COUNT(kinds));
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

/* --- feedback --- */

static void put_answer(const export_file *f, int id, const case_row *row, int day, const char *channel, const char *question,
                       const char *scale, const char *value)
{
    const county *place = &counties[row->county];
    put(f, "V%06d;%s;%s%s;%s;%s;%s;%s;%s;", id, services[row->service].name, place->name, *place->code == '0' ? "maa" : "",
        day_text(day).text, channel, question, scale, value);
    put_end(f);
}

static void write_feedback(const char *directory, const case_list *list)
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

/* --- money --- */

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

/* --- the work plan --- */

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

static void make_directory(const char *directory, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
}

/* The key of the keyed hash of persons. Of an invented register only: a real one is made with `openssl rand -hex 32`. */
static void write_key(const char *directory)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/keys/person.key", directory);
    umask(077);
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    chance c = {1918};
    for (int i = 0; i < 4; i++)
        fprintf(file, "%016llx", (unsigned long long)chance_next(&c));
    fputc('\n', file);
    if (fclose(file) != 0)
        exit(1);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: generate OUTDIR\n");
        return 64;
    }
    make_directory(argv[1], "inbox");
    make_directory(argv[1], "keys");
    case_list list = {NULL, 0};
    make_cases(&list);
    for (int year = 2024; year <= 2026; year++)
        write_cases_of_year(argv[1], &list, year);
    write_contacts(argv[1], &list);
    write_feedback(argv[1], &list);
    write_costs(argv[1]);
    write_budget(argv[1]);
    write_work_plan(argv[1]);
    write_key(argv[1]);
    free(list.rows);
    return 0;
}
