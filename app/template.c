#include "app/template.h"

#include <string.h>

#include "engine/period.h"

#define TEXT_BYTES_MAX ((size_t)1 << 20)
#define MONTHS 24               // whole ones before the month of as_of: as many as a line of a report shows

/* --- the rules --- */

static const char seire_yaml[] =
    "# The house: its names, who may see what, who gets mail. Every key: docs/rules.md; every mistake: `seire check`.\n"
    "organisation: {et: Näidisamet, en: Example Board}     # a text in each language that reports are made in\n"
    "unit: {et: Nõustamistalitus, en: Counselling Unit}\n"
    "contact: aruandlus@example.ee\n"
    "languages: [et, en]\n"
    "\n"
    "audiences:\n"
    "  talitus: {name: {et: talitus, en: unit}, threshold: 3}     # a figure of 1 or 2 cases is not shown to this audience\n"
    "\n"
    "recipients:     # roles, not persons: people change, rules stay\n"
    "  head_of_unit: {name: {et: talituse juhataja, en: head of unit}, address: juhataja@example.ee, language: et}\n"
    "\n"
    "mail:\n"
    "  transport: drop         # lays messages in a folder; `smtp` with a `host` sends them\n"
    "  directory: outgoing\n"
    "  from: seire@example.ee\n"
    "  allowed_domains: [example.ee]     # no mail ever goes to any other domain\n";

static const char requests_yaml[] =
    "# What the export is: which files, how they are written, which columns. `seire profile FILE --format yaml` drafts this from a file of yours.\n"
    "datasets:\n"
    "  requests:\n"
    "    title: {et: Pöördumiste register, en: Register of requests}\n"
    "    files: inbox/poordumised*.csv     # all files that match, in the order of their names\n"
    "    delimiter: \";\"\n"
    "    formats: [dd.mm.yyyy]\n"
    "    key: request_id                   # a later row with the same number replaces the earlier one\n"
    "    columns:                          # left: the name in expressions; from: the name in the file\n"
    "      request_id: {from: number, type: text, required: true}\n"
    "      received:   {from: saabus, type: date, required: true}\n"
    "      answered:   {from: vastatud, type: date}\n"
    "      service:    {from: teenus, title: {et: teenus, en: service}, type: code, list: services}\n"
    "      channel:    {from: kanal, type: text}\n"
    "    derive:\n"
    "      answer_days: workdays(received, answered)     # working days; public holidays are none\n"
    "    checks:\n"
    "      - id: answered_after_received\n"
    "        expect: answered >= received\n"
    "        severity: error               # over the tolerance no report goes out\n"
    "        tolerance: 0.5%\n"
    "        message: {et: Vastatud enne saabumist, en: Answered before it was received}\n"
    "      - {id: service_known, column: service, not_missing: true, severity: warn, tolerance: 2%}\n";

static const char services_csv[] =
    "code,et,en,aliases,et_in,en_in\n"
    "NO,Nõustamine,Counselling,nõustamine,nõustamises,in counselling\n"
    "OA,Õigusabi,Legal advice,õigusabi|juristi nõuanne,õigusabis,in legal advice\n"
    "TU,Tugigrupid,Support groups,tugigrupp|tugigrupid,tugigruppides,in support groups\n";

static const char quality_yaml[] =
    "# What is measured: of what, on which rows, placed in a month by which date.\n"
    "indicators:\n"
    "  P01:\n"
    "    name: {et: Pöördumised, en: Requests}\n"
    "    description:\n"
    "      et: Kuu jooksul saabunud pöördumiste arv.\n"
    "      en: Number of requests received in the month.\n"
    "    counts: case            # small numbers of persons and cases are protected\n"
    "    counted: {et: pöördumist, en: requests}\n"
    "    dataset: requests\n"
    "    value: count(*)\n"
    "    period: received\n"
    "    by: [service]           # also by service; [[service, channel]] crosses two columns\n"
    "    owner: head_of_unit\n"
    "  P02:\n"
    "    name: {et: Tähtajal vastatud pöördumised, en: Requests answered on time}\n"
    "    description:\n"
    "      et: Osa pöördumistest, millele vastati kahe tööpäeva jooksul.\n"
    "      en: Share of requests that were answered within two working days.\n"
    "    counts: case\n"
    "    counted: {et: pöördumist, en: requests}\n"
    "    dataset: requests\n"
    "    value: share(coalesce(answer_days <= 2, false))     # no answer yet is not \"on time\"\n"
    "    where: answered is not null or workdays(received, as_of) > 2     # but one of yesterday is not late yet\n"
    "    period: received\n"
    "    by: [service]\n"
    "    better: higher\n"
    "    owner: head_of_unit\n"
    "  P03:\n"
    "    name: {et: Keskmine vastamise aeg, en: Mean time to an answer}\n"
    "    counts: case\n"
    "    counted: {et: vastatud pöördumist, en: requests answered}\n"
    "    dataset: requests\n"
    "    value: avg(answer_days)\n"
    "    period: received\n"
    "    by: [service]\n"
    "    better: lower\n"
    "    unit: workdays\n"
    "    owner: head_of_unit\n";

static const char targets_yaml[] =
    "# What is good, from which day on, and who approved it. When a target changes, end the old one with `to:` and add a new one.\n"
    "targets:\n"
    "  P02:\n"
    "    - {from: @YEAR@-01-01, min: 75%, warn: 65%, approved_by: head_of_unit, approved_on: @BEFORE@-12-15}\n"
    "  P03:\n"
    "    - {from: @YEAR@-01-01, max: 2.5, warn: 3.5, approved_by: head_of_unit, approved_on: @BEFORE@-12-15}\n";

static const char report_yaml[] =
    "# Which indicators, in which order, for whom, when.\n"
    "reports:\n"
    "  kuuaruanne:               # the id names folders and files\n"
    "    title: {et: Pöördumiste kuuaruanne, en: Monthly report on requests}\n"
    "    period: month           # an edition for each month\n"
    "    due: workday 1          # from the first working day after the month on\n"
    "    audience: talitus\n"
    "    sections:\n"
    "      - title: {et: Maht ja tähtajad, en: Volume and time limits}\n"
    "        indicators: [P01, P02]      # a share beside the number that it is a share of\n"
    "      - title: {et: Vastamise aeg, en: Time to an answer}\n"
    "        indicators: [P03]\n"
    "    recipients: [head_of_unit]\n";

/* --- the export --- */

/* A number below `limit`, for rows that look like work and are the same every time: SplitMix (Steele, Lea, Flood 2014) in 32 bits. */
static uint32_t draw(uint32_t *state, uint32_t limit)
{
    uint32_t z = *state += 0x9E3779B9u;
    z = (z ^ z >> 16) * 0x21F0AAADu;
    z = (z ^ z >> 15) * 0x735A2D97u;
    z ^= z >> 15;
    return (uint32_t)(((uint64_t)z * limit) >> 32);
}

static void add_day(sr_builder *text, sr_day day)
{
    sr_civil civil = sr_day_to_civil(day);
    sr_builder_addf(text, "%02d.%02d.%04d", (int)civil.day, (int)civil.month, (int)civil.year);
}

static sr_period get_first_month(sr_day as_of)
{
    return sr_period_add(sr_period_of_day(SR_GRAIN_MONTH, as_of), -MONTHS);
}

/* The requests of a month, as far as `as_of` knows them; answers come faster from month to month. */
static void add_month(sr_builder *text, sr_period month, uint32_t index, sr_day as_of)
{
    static const char *const services[] = {"nõustamine", "nõustamine", "nõustamine", "õigusabi", "õigusabi", "tugigrupp"};
    static const char *const channels[] = {"e-post", "telefon", "telefon", "veeb"};
    sr_day first = sr_period_get_first(month), last = sr_period_get_last(month);
    uint32_t seed = (uint32_t)month.number;
    uint32_t count = 50 + index / 2 + draw(&seed, 18);
    for (uint32_t i = 0; i < count; i++) {
        sr_day received = first + (sr_day)((uint32_t)(last - first) * i / count);
        bool is_late = draw(&seed, 100) < 34 - index;
        sr_day answered = received + (sr_day)(is_late ? 4 + draw(&seed, 6) : draw(&seed, 3));
        const char *service = services[draw(&seed, 6)], *channel = channels[draw(&seed, 4)];
        if (received >= as_of)
            continue;
        sr_civil civil = sr_day_to_civil(received);
        sr_builder_addf(text, "P-%04d-%02d%02u;", (int)civil.year, (int)civil.month, i + 1);
        add_day(text, received);
        sr_builder_add_byte(text, ';');
        if (answered < as_of)
            add_day(text, answered);
        sr_builder_addf(text, ";%s;%s\n", service, channel);
    }
}

static void add_requests(sr_builder *text, sr_day as_of)
{
    sr_builder_add_c(text, "number;saabus;vastatud;teenus;kanal\n");
    for (uint32_t i = 0; i <= MONTHS; i++)
        add_month(text, sr_period_add(get_first_month(as_of), (int32_t)i), i, as_of);
}

/* --- the files --- */

static const sr_template files[] = {
    {"inbox/poordumised.csv", NULL, NULL, add_requests},
    {"lists/services.csv", NULL, services_csv, NULL},
    {"datasets/requests.yaml", "datasets", requests_yaml, NULL},
    {"indicators/requests.yaml", "indicators", quality_yaml, NULL},
    {"targets/requests.yaml", "targets", targets_yaml, NULL},
    {"reports/kuuaruanne.yaml", "reports", report_yaml, NULL},
    {"seire.yaml", "seire", seire_yaml, NULL},
};

size_t sr_template_count(void)
{
    return sizeof(files) / sizeof(files[0]);
}

const sr_template *sr_template_get(size_t index)
{
    return &files[index];
}

/* The text with the years in place of their words. */
static void add_text(sr_builder *builder, const char *text, int32_t year)
{
    static const struct {
        sr_text word;
        int32_t years;
    } words[] = {{SR_TEXT_STATIC("@YEAR@"), 0}, {SR_TEXT_STATIC("@BEFORE@"), -1}};
    sr_text rest = sr_text_from(text);
    for (size_t at = sr_text_find(rest, SR_TEXT("@")); at != SIZE_MAX; at = sr_text_find(rest, SR_TEXT("@"))) {
        size_t i = 0;
        sr_text tail = sr_text_slice(rest, at, rest.size);
        sr_builder_add(builder, sr_text_slice(rest, 0, at));
        while (i < 2 && !sr_text_has_prefix(tail, words[i].word))
            i++;
        if (i < 2)
            sr_builder_addf(builder, "%04d", (int)(year + words[i].years));
        else
            sr_builder_add_byte(builder, '@');
        rest = sr_text_slice(tail, i < 2 ? words[i].word.size : 1, tail.size);
    }
    sr_builder_add(builder, rest);
}

bool sr_template_write(const sr_template *file, sr_day as_of, sr_arena *arena, sr_text *text, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, TEXT_BYTES_MAX);
    if (file->kind != NULL)     // an editor with a YAML language server knows the keys by this line
        sr_builder_addf(&builder, "# yaml-language-server: $schema=%sschemas/%s.json\n", strchr(file->path, '/') != NULL ? "../" : "", file->kind);
    if (file->write != NULL)
        file->write(&builder, as_of);
    else
        add_text(&builder, file->text, sr_day_to_civil(sr_period_get_first(get_first_month(as_of))).year);
    return sr_builder_finish(&builder, text, err);
}
