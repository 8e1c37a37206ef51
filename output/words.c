#include "output/words.h"

#include <string.h>

typedef struct sr_word_row {
    const char *texts[SR_LANGUAGE_COUNT];   // et, en
} sr_word_row;

#define ROW(name, et, en) [SR_WORD_##name] = {{[SR_ET] = et, [SR_EN] = en}}

static const sr_word_row WORDS[SR_WORD_COUNT] = {
    /* verdicts and targets */
    ROW(TARGET_MET, "siht täidetud", "target met"),
    ROW(TARGET_NOT_MET, "siht täitmata", "target not met"),
    ROW(TARGET_WARNING, "hoiatusalas", "in the warning zone"),
    ROW(CANNOT_TELL, "ei saa veel öelda", "cannot tell yet"),
    ROW(NO_TARGET, "siht puudub", "no target"),
    ROW(STATE_HIDDEN, "peidetud", "hidden"),
    ROW(STATE_NO_DATA, "andmed puuduvad", "no data"),
    ROW(STATE_ZERO_DENOMINATOR, "nimetaja on null", "zero denominator"),
    ROW(STATE_TOO_FEW, "liiga vähe, et näidata", "too few to show"),
    ROW(STATE_NOT_APPLICABLE, "ei kohaldu", "not applicable"),
    ROW(TARGET, "siht", "target"),
    ROW(TARGET_MIN, "siht ≥\u00A0{0}", "target ≥\u00A0{0}"),
    ROW(TARGET_MAX, "siht ≤\u00A0{0}", "target ≤\u00A0{0}"),
    ROW(TARGET_NEAR, "siht {0}\u00A0± {1}", "target {0}\u00A0± {1}"),
    ROW(TARGET_BETWEEN, "siht {0}–{1}", "target {0}–{1}"),
    ROW(TARGET_WEIGHTED, "{0} aasta lõpuks, kuude kaalude järgi", "{0} at the end of the year, by the weights of the months"),
    ROW(TARGET_LINEAR, "{0} aasta lõpuks, iga kuu võrdne osa", "{0} at the end of the year, an equal part each month"),

    /* periods and units */
    ROW(PERIOD_QUARTER, "{0}. aasta {1} kvartal", "Q{2} {0}"),
    ROW(PERIOD_WEEK, "{0}. aasta {1}. nädal", "week {1} of {0}"),
    ROW(PERIOD_HALF, "{0}. aasta {1} poolaasta", "H{2} {0}"),
    ROW(PERIOD_YEAR, "{0}. aasta", "{0}"),
    ROW(PERIOD_YTD, "{0}, aasta algusest", "{0}, year to date"),
    ROW(QUARTER_SHORT, "{1} kv {0}", "Q{2} {0}"),
    ROW(WEEK_SHORT, "{1}. näd {0}", "W{1} {0}"),
    ROW(HALF_SHORT, "{1} pa {0}", "H{2} {0}"),
    ROW(GRAIN_DAY, "päev", "day"),
    ROW(GRAIN_WEEK, "nädal", "week"),
    ROW(GRAIN_MONTH, "kuu", "month"),
    ROW(GRAIN_QUARTER, "kvartal", "quarter"),
    ROW(GRAIN_HALF, "poolaasta", "half-year"),
    ROW(GRAIN_YEAR, "aasta", "year"),
    ROW(GRAIN_YTD, "aasta algusest", "year to date"),
    ROW(PERIOD_SO_FAR, "{0} (pooleli)", "{0} (so far)"),
    ROW(BY_DAY, "päevade kaupa", "by day"),
    ROW(BY_WEEK, "nädalate kaupa", "by week"),
    ROW(BY_MONTH, "kuude kaupa", "by month"),
    ROW(BY_QUARTER, "kvartalite kaupa", "by quarter"),
    ROW(BY_HALF, "poolaastate kaupa", "by half-year"),
    ROW(BY_YEAR, "aastate kaupa", "by year"),
    ROW(EURO, "{0}\xC2\xA0€", "€{0}"),     // no line ends between number and unit
    ROW(ONE_DAY, "{0} päev", "{0} day"),
    ROW(DAYS, "{0} päeva", "{0} days"),
    ROW(ONE_WORKDAY, "{0} tööpäev", "{0} working day"),
    ROW(WORKDAYS, "{0} tööpäeva", "{0} working days"),
    ROW(PERCENT_POINTS, "{0} protsendipunkti", "{0} percentage points"),
    ROW(UNIT_SHARE, "%", "%"),
    ROW(UNIT_EURO, "€", "€"),
    ROW(UNIT_DAYS, "päev", "days"),
    ROW(UNIT_WORKDAYS, "tööpäev", "working days"),
    ROW(UNIT_POINTS, "punkt", "points"),

    /* members */
    ROW(UNKNOWN, "teadmata", "unknown"),
    ROW(AND, "{0} ja {1}", "{0} and {1}"),
    ROW(TOTAL, "Kokku", "Total"),
    ROW(ALL_ROWS, "kõik read", "all rows"),
    ROW(YES, "jah", "yes"),
    ROW(NO, "ei", "no"),

    /* the head of a report */
    ROW(TITLE, "{0}, {1}", "{0}, {1}"),
    ROW(EDITION, "{0}. väljaanne, {1}", "Edition {0}, {1}"),
    ROW(AUDIENCE, "Sihtrühm: {0} (alla {1} isiku või juhtumi korral arvu ei näidata)",
        "Audience: {0} (figures on fewer than {1} persons or cases are not shown)"),
    ROW(PROVENANCE, "Reeglid {0}, andmed {1}, seisuga {2}", "Rules {0}, data {1}, as of {2}"),
    ROW(CONTACT_LINE, "Kontakt: {0}", "Contact: {0}"),
    ROW(ATTENTION_NONE, "Seekord ei vaja miski erilist tähelepanu", "Nothing needs special attention this time"),
    ROW(ATTENTION_ONE, "Üks asi, mis vajab tähelepanu", "One thing that needs attention"),
    ROW(ATTENTION_TWO, "Kaks asja, mis vajavad tähelepanu", "Two things that need attention"),
    ROW(ATTENTION_THREE, "Kolm asja, mis vajavad tähelepanu", "Three things that need attention"),
    ROW(POINT_LEAD, "{0}: {1}", "{0}: {1}"),
    ROW(POINT_TARGET, " ({0}), {1}.", " ({0}), {1}."),
    ROW(STREAK_DAYS, "{0} {1}. päeva järjest", "{0} for {1} days in a row"),
    ROW(STREAK_WEEKS, "{0} {1}. nädalat järjest", "{0} for {1} weeks in a row"),
    ROW(STREAK_MONTHS, "{0} {1}. kuud järjest", "{0} for {1} months in a row"),
    ROW(STREAK_QUARTERS, "{0} {1}. kvartalit järjest", "{0} for {1} quarters in a row"),
    ROW(STREAK_HALVES, "{0} {1}. poolaastat järjest", "{0} for {1} half-years in a row"),
    ROW(STREAK_YEARS, "{0} {1}. aastat järjest", "{0} for {1} years in a row"),
    ROW(POINT_FURTHEST, "Sihist kõige kaugemal: {0}, {1}.", "Furthest from the target: {0}, {1}."),
    ROW(POINT_FURTHEST_IN, "Sihist kõige kaugem tulemus on {0}: {1}.", "Furthest from the target {0}: {1}."),
    ROW(ATTENTION_ALSO, "Tähelepanu vajavad ka:", "Also in need of attention:"),
    ROW(POINT_INTERVAL, "Siht jääb 95% usaldusvahemikku ({0}).", "The target lies inside the 95% confidence interval ({0})."),
    ROW(POINT_NEEDED, "Sama tulemuse juures oleks kindlaks hinnanguks vaja umbes {0}, praegu on {1}.",
        "With the same result about {0} would be needed to tell; now there are {1}."),
    ROW(POINT_TOO_CLOSE, "Erinevus sihist on nii väike, et ühe perioodi andmetest ei piisa.",
        "The difference from the target is too small for the data of one period to tell."),
    ROW(POINT_WARNING, "Hoiatuspiir on {0}.", "The warning limit is {0}."),

    /* an indicator */
    ROW(RESTS_ON, "{0} {1}", "{0} {1}"),
    ROW(RESTS_ON_N, "aluseks n = {0}", "based on n = {0}"),
    ROW(COUNTED_N, "n = {0}", "n = {0}"),
    ROW(PREVIOUS_WEEK, "eelmisel nädalal {0}", "previous week {0}"),
    ROW(PREVIOUS_MONTH, "eelmisel kuul {0}", "previous month {0}"),
    ROW(PREVIOUS_QUARTER, "eelmises kvartalis {0}", "previous quarter {0}"),
    ROW(PREVIOUS_HALF, "eelmisel poolaastal {0}", "previous half-year {0}"),
    ROW(PREVIOUS_YEAR, "eelmisel aastal {0}", "previous year {0}"),
    ROW(PREVIOUS_DAY, "eelmisel päeval {0}", "previous day {0}"),
    ROW(SAME_WEEK, "mullu samal nädalal {0}", "same week last year {0}"),
    ROW(SAME_MONTH, "mullu samal kuul {0}", "same month last year {0}"),
    ROW(SAME_QUARTER, "mullu samas kvartalis {0}", "same quarter last year {0}"),
    ROW(SAME_HALF, "mullu samal poolaastal {0}", "same half-year last year {0}"),
    ROW(YEAR_TO_DATE, "aasta algusest {0}", "year to date {0}"),
    ROW(WITH_CHANGE, "{0} ({1})", "{0} ({1})"),
    ROW(CHANGE, "muutus {0}", "change {0}"),
    ROW(NO_CHANGE, "muutuseta", "no change"),
    ROW(DEFINITION_COUNTED, "n näitab, mitu {0} on aluseks.", "What is counted: {0}."),
    ROW(DEFINITION_VALUE, "Arvutus: {0}.", "Computed as: {0}."),
    ROW(DEFINITION_WHERE, "Arvesse lähevad read, mille puhul {0}.", "Rows that count: {0}."),
    ROW(DEFINITION_STOCK, "Arvestatakse perioodi lõpu seisuga; eri perioode kokku ei liideta.", "Counted at the end of the period; periods are never added up."),
    ROW(DEFINITION_PERIOD, "Periood määratakse kuupäeva järgi: {0}.", "Placed in a period by: {0}."),
    ROW(DEFINITION_OWNER, "Vastutaja: {0}.", "Owner: {0}."),
    ROW(DEFINITION_PARAMETERS, "Seadusest tulenevad määrad ja tähtajad: {0}.", "Legal amounts and deadlines used: {0}."),
    ROW(PARAMETER_NAME, "{0} ({1})", "{0} ({1})"),
    ROW(PARAMETER_BASIS, "{0}, alus: {1}", "{0}, basis: {1}"),
    ROW(PARAMETER_UNCONFIRMED, "{0}, kinnitamata", "{0}, unconfirmed"),
    ROW(REMARK_UNCONFIRMED, "Arv tugineb kinnitamata väärtusele: {0}.", "The figure rests on an unconfirmed value: {0}."),
    ROW(DEFINITION_AGREED, "Määratluses on kokku leppinud {0} {1}.", "Definition agreed by {0} on {1}."),
    ROW(DEFINITION_MINIMUM, "Väärtust näidatakse, kui aluseks on vähemalt {0}.", "The value is shown when it rests on at least {0}."),
    ROW(REMARK_BREAK, "Määratlus muutus {0}: {1}. Varasemad perioodid on vana määratluse järgi [b].",
        "The definition changed on {0}: {1}. Earlier periods follow the old definition [b]."),
    ROW(REMARK_RESTATED, "Määratlus muutus {0}: {1}. Varasemad perioodid on uue määratluse järgi ümber arvutatud.",
        "The definition changed on {0}: {1}. Earlier periods have been restated by the new definition."),
    ROW(PERIOD_BREAK, "{0} [b]", "{0} [b]"),
    ROW(DEFINITION_UNTIL, "Enne {0} kehtis: {1}.", "Before {0} it was: {1}."),
    ROW(DEFINITION_TARGET, "Alates {1}: {0}", "From {1}: {0}"),
    ROW(DEFINITION_TARGET_TO, "{1} kuni {2}: {0}", "{1} to {2}: {0}"),
    ROW(DEFINITION_APPROVED, ", kinnitas {0} {1}.", ", approved by {0} on {1}."),
    ROW(SERIES_SUBTITLE, "{0} – {1}, {2}.", "{0} – {1}, {2}."),
    ROW(SERIES_UNIT, " Ühik: {0}.", " Unit: {0}."),
    ROW(SERIES_BAND, " Hele ala: 95% usaldusvahemik.", " Light band: 95% confidence interval."),
    ROW(SERIES_FIRST_LAST, "Esimene väärtus {1} ({0}), viimane {3} ({2}).", "First value {1} ({0}), last {3} ({2})."),
    ROW(SERIES_RANGE, " Madalaim {1} ({0}), kõrgeim {3} ({2}).", " Lowest {1} ({0}), highest {3} ({2})."),
    ROW(SERIES_TARGET, " Viimase perioodi {0}.", " In the last period: {0}."),
    ROW(SERIES_GAPS, " Ilma väärtuseta perioode: {0}.", " Periods without a value: {0}."),
    ROW(SERIES_EMPTY, "Ühegi perioodi kohta ei ole näidatavat väärtust.", "No period has a value that can be shown."),
    ROW(METHOD_WILSON, "Osakaalu 95% usaldusvahemik Wilsoni skoorimeetodil (Wilson 1927).",
        "95% confidence interval of a share by Wilson's score method (Wilson 1927)."),
    ROW(METHOD_EXACT, "Sündmuste arvu täpne 95% usaldusvahemik Poissoni jaotusest, kui sündmusi on alla 10 (Garwood 1936).",
        "Exact 95% confidence interval of a count from the Poisson distribution, below 10 events (Garwood 1936)."),
    ROW(METHOD_BYAR, "Sündmuste arvu 95% usaldusvahemik Byari lähendiga, kui sündmusi on vähemalt 10 (Breslow ja Day 1987).",
        "95% confidence interval of a count by Byar's approximation, from 10 events on (Breslow and Day 1987)."),
    ROW(METHOD_T, "Keskmise 95% usaldusvahemik Studenti t-jaotusest (Student 1908).",
        "95% confidence interval of a mean from Student's t distribution (Student 1908)."),

    /* tables */
    ROW(COLUMN_PERIOD, "Periood", "Period"),
    ROW(COLUMN_GRAIN, "Perioodi liik", "Kind of period"),
    ROW(COLUMN_N, "n", "n"),
    ROW(COLUMN_N_OF, "n ({0})", "n ({0})"),
    ROW(COLUMN_VALUE, "Väärtus", "Value"),
    ROW(COLUMN_NUMERATOR, "Lugeja", "Numerator"),
    ROW(COLUMN_DENOMINATOR, "Nimetaja", "Denominator"),
    ROW(COLUMN_LOWER, "Alumine piir", "Lower limit"),
    ROW(COLUMN_UPPER, "Ülemine piir", "Upper limit"),
    ROW(COLUMN_TARGET, "Siht", "Target"),
    ROW(COLUMN_VERDICT, "Hinnang", "Verdict"),
    ROW(COLUMN_WITH_UNIT, "{0}, {1}", "{0}, {1}"),
    ROW(TABLE_BY, "{0}, jaotus: {1}, {2}", "{0} by {1}, {2}"),
    ROW(TABLE_PERIODS, "{0} perioodide kaupa, viimane {1}", "{0} by period up to {1}"),
    ROW(TABLE_INTAKE, "Sisendfailid ja nende kirjed", "Input files and their records"),
    ROW(TABLE_NAME_PERIODS, "perioodid", "periods"),    // ASCII letters: part of a table's name
    ROW(TABLE_NAME_INTAKE, "sisendfailid", "input_files"),
    ROW(TABLE_TOTAL_NOTE, "Rida „Kokku“ on arvutatud kõigist ridadest, mitte osade summana.",
        "The row “Total” is computed from all rows, not as the sum of the parts."),
    ROW(TABLE_INTERVAL_NOTE, "Piirid: 95% usaldusvahemik.", "Limits: 95% confidence interval."),
    ROW(TABLE_POOL_NOTE, "Väikesed rühmad on isikuandmete kaitseks koondatud ühte ritta, mis nimetab need kõik.",
        "Small groups are put together in one row that names them all, to protect persons."),
    ROW(HIDDEN_SMALL_TOTAL, "[c] peidetud: mõnes perioodis on kokku vähem kui {0}.", "[c] hidden: in some period the total is below {0}."),
    ROW(HIDDEN_SMALL_CELLS, "[c] peidetud: mõnes rühmas on vähem kui {0} ja rühmi ei saa ohutult koondada.",
        "[c] hidden: some group is below {0} and groups cannot be put together safely."),
    ROW(HIDDEN_CROSSED, "[c] peidetud: ristjaotuse mõnes lahtris on vähem kui {0}.", "[c] hidden: some cell of this crossed breakdown is below {0}."),
    ROW(HIDDEN_LINKED, "[c] peidetud: koos sama tunnuse teise jaotusega saaks välja arvutada rühma, milles on vähem kui {0}.",
        "[c] hidden: together with another breakdown by the same attribute, a group below {0} could be worked out."),
    ROW(HIDDEN_WEEKS, "[c] peidetud: nädalatest ja kuudest koos saaks välja arvutada varasemad päevad, mille kohta on vähem kui {0}.",
        "[c] hidden: from weeks and months together one could work out earlier days with fewer than {0}."),
    ROW(HIDDEN_PERSONAL, "[c] peidetud: mõne rühma nimetus on isikukood, meiliaadress või telefoninumber.",
        "[c] hidden: the name of some group is a personal code, a mail address or a phone number."),
    ROW(HIDDEN_SENSITIVE, "[c] peidetud: tundliku näitaja lugeja või selle täiend on väiksem kui {0}.",
        "[c] hidden: the numerator of a sensitive indicator, or the rest, is below {0}."),

    /* quality of the data */
    ROW(COLUMN_FILE, "Fail", "File"),
    ROW(COLUMN_DATASET, "Andmestik", "Data set"),
    ROW(COLUMN_RECORDS, "Kirjeid", "Records"),
    ROW(COLUMN_KEPT, "Arvesse võetud", "Kept"),
    ROW(COLUMN_SUPERSEDED, "Asendatud uuemaga", "Superseded"),
    ROW(COLUMN_SET_ASIDE, "Kõrvale pandud", "Set aside"),
    ROW(COLUMN_REASONS, "Põhjus", "Reason"),
    ROW(INTAKE_NOTE, "Iga faili kohta: kirjeid = arvesse võetud + asendatud uuemaga + kõrvale pandud.",
        "For every file: records = kept + superseded by a later row + set aside."),
    ROW(REASON_COUNT, "{0}: {1}", "{0}: {1}"),
    ROW(FINDING_SUBJECT, "{0}, {1}: {2}", "{0}, {1}: {2}"),
    ROW(FINDING_FILE, "{0}: {1}", "{0}: {1}"),
    ROW(FINDING_COUNT, "{0} ({1})", "{0} ({1})"),
    ROW(NO_FINDINGS, "Andmetes ei leitud midagi, millele peaks tähelepanu pöörama.", "Nothing was found in the data that needs a person's eye."),
    ROW(NOTE_HIDDEN, "Peidetud isikuandmete kaitseks: arvu taga on liiga vähe isikuid või juhtumeid või saaks selle abil välja arvutada mõne niisuguse arvu.",
        "Hidden to protect persons: the figure stands for too few persons or cases, or such a figure could be computed from it."),
    ROW(NOTE_NO_DATA, "Andmed puuduvad: selles perioodis või rühmas ei ole ühtegi kirjet.", "No data: there is no record in this period or group."),
    ROW(NOTE_BREAK, "Aegrea katkestus: sellest perioodist alates kehtib uus määratlus, võrdlus varasemaga ei ole täpne.",
        "Break in the series: from this period on a new definition holds; comparison with earlier periods is not exact."),
    ROW(NOTE_TOO_FEW, "Liiga vähe: aluseks olevaid on vähem kui määratluses nõutud, väärtus oleks juhuslik.",
        "Too few: fewer were counted than the definition asks for; the value would be chance."),
    ROW(NOTE_NOT_APPLICABLE, "Väärtust ei ole: nimetaja on null, näitaja siin ei kehti või sihti ei ole.",
        "There is no value: the denominator is zero, the indicator does not apply here, or there is no target."),
    ROW(NOTE_CANNOT_TELL, "Siht jääb usaldusvahemikku: andmeid on liiga vähe, et öelda, kas siht on täidetud. Vahe sihiga võib olla juhuslik.",
        "The target lies inside the confidence interval: the data are too few to say whether it is met. The difference may be chance."),
    ROW(NOTE_WARNING, "Siht on täitmata, kuid tulemus ei ole hoiatuspiirist halvem.",
        "The target is not met, but the result is not worse than the warning limit."),

    /* headings and links */
    ROW(SKIP, "Liigu sisu juurde", "Skip to the content"),
    ROW(OVERVIEW, "Ülevaade", "Overview"),
    ROW(INDICATORS, "Näitajad", "Indicators"),
    ROW(SEE_DEFINITION, "määratlus", "definition"),
    ROW(SEE_SOURCE, "kust see arv tuleb", "where this figure comes from"),
    ROW(SOURCE_HOW, "Iga arvu tee väljavõtete ridadeni näitab see käsk; arvu tunnus seisab arvu juures.",
        "This command shows the way from a figure back to the lines of the exports; the id stands beside each figure."),
    ROW(QUALITY, "Andmete kvaliteet", "Quality of the data"),
    ROW(FINDINGS, "Tähelepanekud andmete kohta", "What was noticed in the data"),
    ROW(NOTES, "Märkused ja lühendid", "Notes and shorthand"),
    ROW(METHODOLOGY, "Metoodika", "Methodology"),
    ROW(DEFINITIONS, "Näitajate määratlused", "Definitions of the indicators"),
    ROW(ABOUT, "Aruande päritolu", "Where this report comes from"),
    ROW(ALL_PERIODS, "Kõik perioodid", "All periods"),
    ROW(CHART_REGION, "Joonis: {0}", "Chart: {0}"),
    ROW(INTERVAL, "95% usaldusvahemik", "95% confidence interval"),
    ROW(COVER, "Tiitelleht", "Cover"),
    ROW(CONTENTS, "Sisukord", "Contents"),
    ROW(SHEET, "Leht", "Sheet"),
    ROW(COLUMN_TERM, "Lühend või mõiste", "Shorthand or term"),
    ROW(COLUMN_EXPLANATION, "Selgitus", "Explanation"),
    ROW(COLUMN_TITLE, "Pealkiri", "Title"),
    ROW(TABLE_COUNT_NOTE, "Sellel lehel on üks tabel.", "This sheet contains one table."),

    /* the workbook's own */
    ROW(CHART_SHEET, "{0} joonis", "{0} chart"),
    ROW(CHART_COUNT_NOTE, "Sellel lehel on üks tabel ja üks joonis. Tühi lahter: selle perioodi kohta väärtust või sihti ei ole.",
        "This sheet contains one table and one chart. An empty cell: there is no value or target for that period."),

    /* the message's own */
    ROW(MAIL_SUBJECT, "{0} ({1})", "{0} ({1})"),
    ROW(MAIL_HELLO, "Tere, {0}!", "Hello, {0}!"),
    ROW(MAIL_HELLO_ALL, "Tere!", "Hello!"),
    ROW(MAIL_ATTACHED, "Manuses: {0}", "Attached: {0}"),
    ROW(MAIL_AUTOMATIC, "See kiri on koostatud automaatselt. Vastus jõuab aadressile {0}.",
        "This message was made automatically. An answer reaches {0}."),
    ROW(MAIL_MORE, "Ülejäänud näitajad ({0}) on manuses olevas aruandes.", "The other indicators ({0}) are in the attached report."),
    ROW(COLUMN_INDICATOR, "Näitaja", "Indicator"),
};

const char *sr_word_get(sr_word word, sr_language language)
{
    return WORDS[word].texts[language];
}

void sr_words_add(sr_builder *builder, sr_word word, sr_language language, const sr_text *values, size_t value_count)
{
    const char *pattern = sr_word_get(word, language);
    size_t start = 0;
    size_t size = strlen(pattern);
    for (size_t i = 0; i + 2 < size; i++) {
        bool is_place = pattern[i] == '{' && pattern[i + 1] >= '0' && pattern[i + 1] <= '9' && pattern[i + 2] == '}';
        size_t value = is_place ? (size_t)(pattern[i + 1] - '0') : 0;
        if (!is_place || value >= value_count)
            continue;
        sr_builder_add(builder, (sr_text){pattern + start, i - start});
        sr_builder_add(builder, values[value]);
        start = i + 3;
        i += 2;
    }
    sr_builder_add(builder, (sr_text){pattern + start, size - start});
}

typedef struct sr_finding_row {
    const char *code;
    const char *texts[SR_LANGUAGE_COUNT];
} sr_finding_row;

/* A plain noun phrase a code, so that a count can stand behind it: "vigane kuupäev (4)". */
static const sr_finding_row FINDINGS[] = {
    {"row.ragged", {"vale arv välju", "wrong number of fields"}},
    {"row.too_many_fields", {"liiga palju välju", "too many fields"}},
    {"row.too_long", {"liiga pikk rida", "record too long"}},
    {"row.empty", {"ilma väärtusteta rida", "row without any value"}},
    {"row.extra_empty", {"tühje välju rea lõpus", "empty fields at the end of a row"}},
    {"row.outside", {"rida väljaspool tabelit", "line outside of the table"}},
    {"row.header_again", {"korduv päiserida", "header once more"}},
    {"row.mended", {"teisiti loetud rida", "row read another way"}},
    {"row.encoding", {"rida ei vasta kodeeringule", "row not in the declared encoding"}},
    {"row.nul", {"reas on nullbait", "row holds a NUL byte"}},
    {"row.quote", {"jutumärk vales kohas", "quote out of place"}},
    {"row.unterminated_quote", {"jutumärgid jäid sulgemata", "quote never closed"}},
    {"value.boolean", {"vigane jah/ei väärtus", "bad yes/no value"}},
    {"value.code", {"väärtus puudub loendist", "value not in the list"}},
    {"value.date", {"vigane kuupäev", "bad date"}},
    {"value.number", {"vigane arv", "bad number"}},
    {"value.two_numbers", {"arv, mida saab lugeda kahte moodi", "a number that reads in two ways"}},
    {"value.overflow", {"liiga suur arv", "number too large"}},
    {"value.too_fine", {"liiga palju kohti pärast koma", "too many digits after the mark"}},
    {"value.person", {"vigane isikutunnus", "bad personal identifier"}},
    {"value.registry_code", {"vigane registrikood", "bad registry code"}},
    {"value.spreadsheet", {"tabelarvutuses rikutud väärtus", "value damaged by a spreadsheet"}},
    {"value.missing_required", {"kohustuslik väärtus puudub", "required value missing"}},
    {"value.scale", {"väärtus väljaspool skaalat", "value outside the scale"}},
    {"check.failed", {"kontroll ei pea paika", "check does not hold"}},
    {"check.missing", {"väärtus puudub", "value missing"}},
    {"check.duplicate", {"väärtus kordub", "value repeated"}},
    {"check.member", {"väärtus ei ole lubatute seas", "value not among those allowed"}},
    {"check.range", {"väärtus on väljaspool lubatud piire", "value out of range"}},
    {"check.pattern", {"väärtus ei vasta mustrile", "value does not fit the pattern"}},
    {"check.reference", {"väärtust ei ole teises andmestikus", "value not in the other data set"}},
    {"check.lookup", {"otsitavat rida ei ole teises andmestikus", "the other data set has no such row"}},
    {"check.parameter", {"määral või tähtajal ei ole sel päeval väärtust", "a legal amount or deadline has no value on that day"}},
    {"check.tolerance", {"kontrollile mittevastavaid ridu on üle lubatud osa", "more rows fail a check than it tolerates"}},
    {"data.stale", {"andmed ei ole värsked", "data are not fresh"}},
    {"data.gap", {"perioodi andmed puuduvad", "no data for a period"}},
    {"data.files", {"failide arv ei ole oodatud", "not the expected number of files"}},
    {"data.total", {"kontrollsumma ei klapi", "control total does not agree"}},
    {"drift.added", {"failis on uus veerg", "a new column in the file"}},
    {"drift.removed", {"veerg on failist kadunud", "a column is gone from the file"}},
    {"drift.renamed", {"veeru nimi on muutunud", "a column has another name"}},
    {"drift.reordered", {"veergude järjekord on muutunud", "the columns stand in another order"}},
    {"drift.untimely", {"veerul on teise aja nimi", "a column has a name of another time"}},
    {"drift.retyped", {"veeru väärtused ei vasta enam tüübile", "the values of a column are of another type"}},
    {"key.duplicate", {"sama võti ühes failis mitu korda", "the same key twice in a file"}},
    {"period.redelivered", {"periood on uuesti esitatud", "period delivered again"}},
    {"period.shrunk", {"uuesti esitatud perioodis on ridu vähem kui pool endisest", "period delivered again with less than half of its rows"}},
    {"file.empty", {"tühi fail", "empty file"}},
    {"file.lone_cr", {"rida, mille lõpus on ainult CR", "line that ends with a CR alone"}},
    {"file.header_only", {"failis on ainult päis", "file has only a header"}},
};

const char *sr_words_get_finding(const char *code, sr_language language)
{
    for (size_t i = 0; i < sizeof(FINDINGS) / sizeof(FINDINGS[0]); i++)
        if (strcmp(FINDINGS[i].code, code) == 0)
            return FINDINGS[i].texts[language];
    return code;
}
