#include "tests/support/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "rules/load.h"

static const struct {
    const char *name;
    const char *text;
} good_files[] = {
    {"seire.yaml",
     "organisation: {et: Sotsiaalkindlustusamet, en: Social Insurance Board}\n"
     "unit: Ohvriabi\n"
     "contact: aruandlus@example.ee\n"
     "languages: [et, en]\n"
     "person_key: keys/person.key\n"
     "audiences:\n"
     "  sise:    {threshold: 3}\n"
     "  osakond: {name: {et: osakond, en: department}, threshold: 5}\n"
     "recipients:\n"
     "  head_of_unit:  {name: {et: Juhataja, en: Head}, address: juhataja@example.ee, language: en}\n"
     "  service_owner: {address: teenus@example.ee}\n"
     "mail:\n"
     "  transport: drop\n"
     "  directory: outgoing\n"
     "  from: seire@example.ee\n"
     "  from_name: Seire\n"
     "  allowed_domains: [example.ee]\n"},
    {"lists/services.csv",
     "code,valid_from,valid_to,et,en,parent,aliases,et_in\n"
     "OA,2020-01-01,2026-12-31,Ohvriabi,Victim support,,\"ohvriabi|põhiteenus, kaug\",Ohvriabis\n"
     "KT,,,Kriisitelefon,Helpline,OA,116006,\n"},
    {"lists/counties.csv",
     "code,et,en\n"
     "0037,Harju,Harju\n"
     "0045,Ida-Viru,Ida-Viru\n"},
    {"parameters/main.yaml",
     "parameters:\n"
     "  first_contact:\n"
     "    name: {et: Kontakti tähtaeg, en: Time limit of contact}\n"
     "    unit: workdays\n"
     "    values:\n"
     "      - {from: 2025-01-01, value: 2, basis: Order 7, confirmed: false}\n"
     "      - {from: 2020-01-01, to: 2024-12-31, value: 3.5, basis: Order 1}\n"},
    {"datasets/cases.yaml",
     "datasets:\n"
     "  cases:\n"
     "    title: {et: Juhtumid, en: Cases}\n"
     "    files: [inbox/a*.csv, {path: inbox/b*.csv, encoding: utf-8}]\n"
     "    encoding: windows-1257\n"
     "    delimiter: \";\"\n"
     "    quote: none\n"
     "    escape: '\\'\n"
     "    comment: \"#\"\n"
     "    skip: 3\n"
     "    header: 1\n"
     "    decimal: \",\"\n"
     "    group: \" \"\n"
     "    formats: [dd.mm.yyyy]\n"
     "    missing: [\"-\", teadmata]\n"
     "    key: case_id\n"
     "    columns:\n"
     "      case_id:  {from: juhtumi_nr, type: text, required: true}\n"
     "      opened:   {from: [\" avatud_kp \", avatud], type: date, formats: yyyy-mm-dd}\n"
     "      contact:  {type: date}\n"
     "      service:  {from: teenus, type: code, list: services}\n"
     "      harms:    {from: liigid, type: \"codes(',')\"}\n"
     "      client:   {from: isikukood, type: person}\n"
     "      cost:     {from: kulu, type: decimal(2), bad: missing, missing: puudub}\n"
     "      answered: {from: vastatud, type: boolean, true: [jah, \"1\"], false: [ei, \"0\"]}\n"
     "      county:   {from: maakond, type: code, list: counties, optional: true}\n"
     "      note:     drop\n"
     "    derive:\n"
     "      wait_days: workdays(opened, contact)\n"
     "    checks:\n"
     "      - {id: order, expect: contact >= opened, severity: warn, tolerance: 0.5%, message: Kontakt enne avamist}\n"
     "      - id: cost_is_there\n"
     "        expect: \"cost >= 0\"\n"},
    {"indicators/main.yaml",
     "indicators:\n"
     "  T01:\n"
     "    name: {et: Tähtajal, en: On time}\n"
     "    description: {et: Kirjeldus, en: Description}\n"
     "    counts: case\n"
     "    counted: {et: avatud juhtumit, en: cases opened}\n"
     "    sensitive: true\n"
     "    dataset: cases\n"
     "    value: share(coalesce(wait_days <= 2, false))\n"
     "    where: \"contact is not null\"\n"
     "    period: opened\n"
     "    by: [service, county, [service, county]]\n"
     "    better: higher\n"
     "    unit: share\n"
     "    digits: 1\n"
     "    interval: wilson\n"
     "    owner: service_owner\n"
     "  B04_cost:\n"
     "    name: Kulu\n"
     "    counts: euro\n"
     "    dataset: cases\n"
     "    value: sum(cost)\n"
     "    period: opened\n"
     "    by: service\n"
     "  B04:\n"
     "    name: Ühikukulu\n"
     "    value: ratio(B04_cost, T01)\n"},
    {"targets/2026.yaml",
     "targets:\n"
     "  T01:\n"
     "    - {from: 2026-01-01, to: 2026-12-31, min: 90%, warn: 85%, approved_by: head_of_unit, approved_on: 2025-12-15}\n"
     "  B04:\n"
     "    - {from: 2026-01-01, near: 100%, tolerance: 5pp, profile: linear, approved_by: head_of_unit, approved_on: "
     "2025-12-15}\n"},
    {"targets/2025.yaml",
     "targets:\n"
     "  T01: {from: 2025-01-01, to: 2025-12-31, min: 0.885, approved_by: head_of_unit, approved_on: 2024-12-15}\n"},
    {"reports/month.yaml",
     "reports:\n"
     "  kuuaruanne:\n"
     "    title: {et: Kuuaruanne, en: Monthly report}\n"
     "    period: month\n"
     "    grains: [month, year]\n"
     "    window: 12\n"
     "    due: workday 3\n"
     "    audience: osakond\n"
     "    formats: [html]\n"
     "    sections:\n"
     "      - title: {et: Teenused, en: Services}\n"
     "        indicators: [T01, B04]\n"
     "    recipients: [head_of_unit, service_owner]\n"},
};

#define GOOD_COUNT (sizeof(good_files) / sizeof(good_files[0]))
#define TEXT_MAX 16384

static void fail_test(const char *what, const char *name)
{
    fprintf(stderr, "# %s: %s\n", what, name);
    _fail(__FILE__, __LINE__);
}

static void write_file(const char *directory, const char *name, const char *text)
{
    char path[1024];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    sr_error err;
    sr_error_init(&err);
    char folder[1024];
    snprintf(folder, sizeof(folder), "%s", path);
    *strrchr(folder, '/') = '\0';
    if (!sr_file_make_directory(folder, &err) || !sr_file_write(path, sr_text_from(text), &err))
        fail_test("cannot write", path);
}

/* Applies one change to the text; the place of the sign is noted in it, and the sign is taken out. */
static void apply(const sr_change *change, char *text, const char *path, sr_where *place)
{
    char *found = change->find == NULL || change->find[0] == '\0' ? text : strstr(text, change->find);
    if (found == NULL)
        fail_test("the good file lacks", change->find);
    char result[TEXT_MAX];
    bool is_whole = found == text && (change->find == NULL || change->find[0] == '\0');
    const char *rest = is_whole ? "" : found + strlen(change->find);
    snprintf(result, sizeof(result), "%.*s%s%s", (int)(found - text), text, change->replace, rest);
    char *sign = strstr(result, "^^");
    if (sign != NULL) {
        place->path = path;
        place->line = 1;
        place->column = 1;
        for (const char *at = result; at < sign; at++) {
            place->line += *at == '\n';
            place->column = *at == '\n' ? 1 : place->column + 1;
        }
        memmove(sign, sign + 2, strlen(sign + 2) + 1);
    }
    snprintf(text, TEXT_MAX, "%s", result);
}

const char *sr_test_workspace_make(const sr_change *changes, size_t count, sr_where *places)
{
    static char paths[64][512];     // findings are compared with them after this call
    static size_t path_count;
    static char directory[256];
    snprintf(directory, sizeof(directory), "%s", sr_test_make_directory());
    for (size_t j = 0; j < count; j++)
        places[j] = SR_NOWHERE;
    for (size_t i = 0; i < GOOD_COUNT + count; i++) {
        bool is_new = i >= GOOD_COUNT;
        const char *name = is_new ? changes[i - GOOD_COUNT].file : good_files[i].name;
        if (is_new && changes[i - GOOD_COUNT].find != NULL)
            continue;
        char text[TEXT_MAX] = "";
        snprintf(text, sizeof(text), "%s", is_new ? "" : good_files[i].text);
        char *path = paths[path_count++ % 64];
        snprintf(path, sizeof(paths[0]), "%s/%s", directory, name);
        bool is_written = true;
        for (size_t j = 0; j < count; j++) {
            if (strcmp(changes[j].file, name) != 0)
                continue;
            is_written = changes[j].replace != NULL;
            if (is_written)
                apply(&changes[j], text, path, &places[j]);
        }
        if (is_written)
            write_file(directory, name, text);
    }
    return directory;
}

sr_loaded sr_test_workspace_load(const char *workspace)
{
    sr_loaded loaded = {.arena = sr_arena_new()};
    loaded.findings = sr_findings_new(loaded.arena);
    sr_error_init(&loaded.err);
    loaded.done = sr_ruleset_load(workspace, loaded.arena, &loaded.rules, loaded.findings, &loaded.err);
    return loaded;
}

const sr_finding *sr_test_loaded_find(const sr_loaded *loaded, const char *code, sr_where place)
{
    for (size_t i = 0; i < sr_findings_count_groups(loaded->findings); i++) {
        const sr_finding_group *group = sr_findings_get_group(loaded->findings, i);
        for (size_t j = 0; j < group->shown; j++) {
            const sr_finding *finding = group->first[j];
            if (strcmp(finding->code, code) == 0 && finding->where.path != NULL
                && strcmp(finding->where.path, place.path) == 0 && finding->where.line == place.line
                && finding->where.column == place.column)
                return finding;
        }
    }
    return NULL;
}

void sr_test_loaded_print(const sr_loaded *loaded)
{
    char text[2048];
    for (size_t i = 0; i < sr_findings_count_groups(loaded->findings); i++) {
        const sr_finding_group *group = sr_findings_get_group(loaded->findings, i);
        for (size_t j = 0; j < group->shown; j++) {
            sr_finding_print(group->first[j], text, sizeof(text));
            fprintf(stderr, "# %s\n", text);
        }
    }
    sr_error_print(&loaded->err, text, sizeof(text));
    fprintf(stderr, "# %s\n", text);
}
