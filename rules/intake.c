#include "rules/intake.h"

#define COLUMN(word, kind, et, en) {.name = {word, sizeof(word) - 1}, .titles = {{et, sizeof(et) - 1}, {en, sizeof(en) - 1}}, .type = (kind)}
#define REASON(group, word) {.name = {#group "_" #word, sizeof(#group "_" #word) - 1}, .type = SR_TYPE_INTEGER},

static const sr_column_rule columns[SR_INTAKE_COLUMN_COUNT] = {
    [SR_INTAKE_DATASET] = COLUMN("dataset", SR_TYPE_TEXT, "andmestik", "data set"),
    [SR_INTAKE_FILE] = COLUMN("file", SR_TYPE_TEXT, "fail", "file"),
    [SR_INTAKE_DAY] = COLUMN("day", SR_TYPE_DATE, "saabumispäev", "day of arrival"),
    [SR_INTAKE_BYTES] = COLUMN("bytes", SR_TYPE_INTEGER, "baite", "bytes"),
    [SR_INTAKE_LINES] = COLUMN("lines", SR_TYPE_INTEGER, "ridu failis", "lines"),
    [SR_INTAKE_BLANK_LINES] = COLUMN("blank_lines", SR_TYPE_INTEGER, "tühje ridu", "blank lines"),
    [SR_INTAKE_RECORDS] = COLUMN("records", SR_TYPE_INTEGER, "kirjeid", "records"),
    [SR_INTAKE_KEPT] = COLUMN("kept", SR_TYPE_INTEGER, "arvesse võetud", "kept"),
    [SR_INTAKE_SUPERSEDED] = COLUMN("superseded", SR_TYPE_INTEGER, "asendatud uuemaga", "superseded"),
    [SR_INTAKE_SET_ASIDE] = COLUMN("set_aside", SR_TYPE_INTEGER, "kõrvale pandud", "set aside"),
    [SR_INTAKE_REQUIRED_CELLS] = COLUMN("required_cells", SR_TYPE_INTEGER, "kohustuslikke lahtreid", "required cells"),
    [SR_INTAKE_FILLED_CELLS] = COLUMN("filled_cells", SR_TYPE_INTEGER, "täidetud lahtreid", "filled cells"),
    [SR_INTAKE_CODED_CELLS] = COLUMN("coded_cells", SR_TYPE_INTEGER, "koodilahtreid", "coded cells"),
    [SR_INTAKE_UNKNOWN_CELLS] = COLUMN("unknown_cells", SR_TYPE_INTEGER, "teadmata lahtreid", "unknown cells"),
    [SR_INTAKE_REASONS] = SR_REASONS(REASON)
};

static const sr_dataset dataset = {
    .name = {"intake", 6},
    .title = {{"Sissevõtt", sizeof("Sissevõtt") - 1}, {"Intake", 6}},
    .is_intake = true,
    .columns = columns,
    .column_count = SR_INTAKE_COLUMN_COUNT,
};

const sr_dataset *sr_intake_get_dataset(void)
{
    return &dataset;
}
