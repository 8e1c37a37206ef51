/* The commands of the program, a row each. */
#include <string.h>

#include "app/check.h"
#include "app/command.h"
#include "app/explain.h"
#include "app/history.h"
#include "app/init.h"
#include "app/list.h"
#include "app/profile.h"
#include "app/query.h"
#include "app/read.h"
#include "app/run.h"
#include "app/schema.h"

#define OPTIONS(list) (list), sizeof(list) / sizeof((list)[0])

#define AS_OF {"as-of", 0, "DATE", "the day on which we look, 2026-11-02; today when not given"}
#define DIALECT \
    {"delimiter", 0, "C", "between fields: one character, or tab; detected when not given"}, \
    {"quote", 0, "C", "around fields: one character, or none; \" when not given"}, \
    {"escape", 0, "C", "in front of a quote inside a field; a doubled quote when not given"}, \
    {"encoding", 0, "NAME", "UTF-8, Windows-1257, ...; detected when not given"}, \
    {"header", 0, "N", "the line of the column names, or none; 1 when not given"}, \
    {"skip", 0, "N", "lines above the header that are not part of the table"}, \
    {"comment", 0, "C", "lines that begin with it are no records"}, \
    {"max-bytes", 0, "SIZE", "how much a packed file may unpack to; 4 GiB when not given"}, \
    {"max-ratio", 0, "N", "how many bytes it may give for each packed one; 200 when not given"}, \
    {"mend", 0, "WHAT", "all or none: rows that do not fit the table are read another way; all when nothing of the above is said"}, \
    {"trim", 0, NULL, "blanks around values are not part of them"}, \
    {"decimal", 0, "C", "decimal mark: , or ."}, \
    {"date", 0, "FORMAT", "how dates are written: dd.mm.yyyy"}

static const sr_option run_options[] = {
    AS_OF,
    {"report", 0, "ID", "only this report, due or not; may be repeated"},
    {"no-send", 0, NULL, "publish, but leave the mails waiting"},
    {"verbose", 'v', NULL, "notes too: what was detected in the files"},
};
static const sr_option check_options[] = {AS_OF, {"format", 0, "FORMAT", "text or json (a line a finding)"}};
static const sr_option query_options[] = {
    {"from", 0, "FILE", "a CSV file, - for standard input, or a data set of the workspace"},
    {"workspace", 0, "DIR", "where the data set is declared; here when not given"},
    {"by", 0, "LIST", "columns or expressions to group by; may be repeated, each is one grouping"},
    {"where", 0, "COND", "only rows for which this is true"},
    {"format", 0, "FORMAT", "table, csv or json"},
    {"output", 'o', "FILE", "write the answer there instead of to standard output"},
    {"file", 0, "FILE", "read the measures from a file, or - for standard input"},
    AS_OF,
    DIALECT,
};
static const sr_option read_options[] = {{"format", 0, "FORMAT", "jsonl or csv"}, DIALECT};
static const sr_option profile_options[] = {{"format", 0, "FORMAT", "table, json, or yaml: a starter data set"}, DIALECT};
static const sr_option explain_options[] = {
    {"workspace", 0, "DIR", "here when not given"},
    AS_OF,
    {"verbose", 'v', NULL, "every stretch of lines, however many there are"},
};
static const sr_option list_options[] = {
    {"workspace", 0, "DIR", "here when not given"},
    {"format", 0, "FORMAT", "table or json; yaml: the rules themselves in one form"},
    AS_OF,
};
static const sr_option deliver_options[] = {
    {"resend-unknown", 0, NULL, "also those that the server may have taken: the same bytes, the same Message-ID"},
};

static const sr_option init_options[] = {{"as-of", 0, "DATE", "the day before which the export ends; today when not given"}};

static const sr_command commands[] = {
    {"init", "DIR", "a small workspace that checks, runs and reports, to learn from and to change", "seire init mine", OPTIONS(init_options),
     sr_command_init},
    {"run", "[DIR]", "everything that is due: read, compute, publish, deliver",
     "seire run examples/ohvriabi --as-of 2026-11-02", OPTIONS(run_options), sr_command_run},
    {"check", "[DIR]", "rules and data: every problem at file:line:column, all in one pass", "seire check examples/ohvriabi",
     OPTIONS(check_options), sr_command_check},
    {"query", "MEASURES", "an ad hoc question, on a data set or straight on a CSV file",
     "seire query \"count(*) as n\" --from calls.csv --by channel", OPTIONS(query_options), sr_command_query},
    {"read", "FILE...", "how seire reads a file: dialect, header, records, findings", "seire read calls.csv --format csv",
     OPTIONS(read_options), sr_command_read},
    {"profile", "FILE", "what stands in the columns of a file, and a starter data set", "seire profile calls.csv --format yaml",
     OPTIONS(profile_options), sr_command_profile},
    {"explain", "FIGURE", "where a figure comes from: formula, filter, rows, files and lines; of an indicator what it is and who uses it",
     "seire explain T01:2026-10:county=0045 --workspace examples/ohvriabi", OPTIONS(explain_options), sr_command_explain},
    {"list", "[WHAT]", "what can be named: indicators, datasets, reports, parameters, functions, periods", "seire list indicators --workspace examples/ohvriabi",
     OPTIONS(list_options), sr_command_list},
    {"schema", "[KIND]", "what may stand in the rules, as JSON Schema for an editor: seire, datasets, parameters, indicators, targets, reports",
     "seire schema datasets > schemas/datasets.json", NULL, 0, sr_command_schema},
    {"history", "[DIR]", "runs, editions and mails", "seire history examples/ohvriabi", NULL, 0, sr_command_history},
    {"deliver", "[DIR]", "send the mails that wait", "seire deliver examples/ohvriabi", OPTIONS(deliver_options),
     sr_command_deliver},
};

size_t sr_command_count(void)
{
    return sizeof(commands) / sizeof(commands[0]);
}

const sr_command *sr_command_get(size_t index)
{
    return &commands[index];
}

const sr_command *sr_command_find(const char *name)
{
    for (size_t i = 0; i < sr_command_count(); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}
