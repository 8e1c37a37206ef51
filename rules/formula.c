#include "rules/formula.h"

#include "engine/indicator/shift.h"
#include "rules/draft.h"
#include "rules/typing.h"

sr_formula *sr_formula_make_node(const sr_compiler *compiler, sr_formula_op op, sr_where where, sr_formula *const *args,
                                 uint32_t arg_count)
{
    sr_formula *formula = sr_arena_alloc(compiler->arena, 1, sizeof(*formula));
    const sr_formula **copies = sr_arena_alloc(compiler->arena, arg_count, sizeof(*copies));
    if (formula == NULL || copies == NULL) {
        sr_fail_memory(compiler->err);
        return NULL;
    }
    for (uint32_t i = 0; i < arg_count; i++) {
        if (args[i] == NULL)
            return NULL;
        copies[i] = args[i];
    }
    *formula = (sr_formula){.op = op, .where = where, .args = copies, .arg_count = arg_count, .index = SR_NO_INDEX};
    return formula;
}

static const sr_shift_word shift_words[] = {
    {"full_year", "full_year(X)", "X over the whole year of the period", SR_FORMULA_FULL_YEAR, 1},
    {"last_year", "last_year(X)", "X in the same period a year before", SR_FORMULA_LAST_YEAR, 1},
    {"previous", "previous(X)", "X in the period before", SR_FORMULA_PREVIOUS, 1},
    {"rolling", "rolling(X, months)", "X over so many months up to the end of the period", SR_FORMULA_ROLLING, 2},
    {"ytd", "ytd(X)", "X from the first day of the year to the end of the period", SR_FORMULA_YTD, 1},
};

size_t sr_shift_word_count(void)
{
    return sizeof(shift_words) / sizeof(shift_words[0]);
}

const sr_shift_word *sr_shift_word_get(size_t index)
{
    return &shift_words[index];
}

static const sr_shift_word *find_shift(sr_text name)
{
    for (size_t i = 0; i < sr_shift_word_count(); i++)
        if (sr_text_is_same_letters(name, sr_text_from(shift_words[i].name)))
            return &shift_words[i];
    return NULL;
}

/* Not one over rows? */
static bool is_ratio_of_results(const sr_formula_maker *maker, const sr_syntax *call)
{
    if (!sr_text_is_same_letters(call->text, SR_TEXT("ratio")))
        return false;
    if (!maker->has_rows)
        return true;
    for (uint32_t i = 0; i < call->arg_count; i++)
        if (sr_syntax_has_aggregate(call->args[i]))
            return true;
    return false;
}

static sr_formula *make_constant(const sr_formula_maker *maker, const sr_syntax *syntax)
{
    sr_dataset none = {0};
    sr_scope scope = {.compiler = maker->compiler, .dataset = &none, .subject = maker->subject};
    const sr_expr *number = sr_expr_make_number(&scope, syntax);
    sr_formula *formula = number == NULL ? NULL : sr_formula_make_node(maker->compiler, SR_FORMULA_CONSTANT, syntax->where, NULL, 0);
    if (formula != NULL)
        formula->constant = number->kind == SR_KIND_REAL ? sr_number_from_real(number->constant.real)
                                                         : sr_number_from_decimal(number->constant.integer, number->scale);
    return formula;
}

/* Only states of rows add up over time: not results, and not what there is at the end of a period. */
static bool check_shift(const sr_formula_maker *maker, const sr_shift_word *word, const sr_syntax *call, const sr_formula *formula)
{
    const char *found, *expected, *hint = NULL;
    const char *rest = word->op == SR_FORMULA_ROLLING ? ", 12" : "";
    if (!maker->has_period) {
        found = "has no periods here";
        expected = "an aggregate";
    } else if (sr_shift_is_away(word->op)) {
        return true;
    } else if (maker->is_stock(maker, formula)) {
        found = "is counted at the end of a period";
        expected = "what happens on a day (`period:`)";
        hint = "what there is at the end of a period is not added up over time; the figure of a year is that of its last day";
    } else if (!maker->is_fold(maker, formula)) {
        found = "is a formula";
        expected = "one aggregate, or an indicator that is one";
        hint = sr_compiler_print(maker->compiler, "write ratio(%s(A%s), %s(B%s))", word->name, rest, word->name, rest);
    } else {
        return true;
    }
    sr_compiler_refuse(maker->compiler, maker->subject, "rules.arguments", call->args[0]->where, expected, hint, "'%.*s' %s",
                       SR_TEXT_ARG(sr_syntax_quote(call->args[0])), found);
    return false;
}

static bool check_call(const sr_formula_maker *maker, const sr_syntax *call, const char *usage, uint32_t arg_count)
{
    if (call->arg_count == arg_count && !call->is_distinct && !call->is_ordered && call->filter == NULL)
        return true;
    sr_compiler_refuse(maker->compiler, maker->subject, "rules.arguments", call->where, usage, NULL, "'%.*s'", SR_TEXT_ARG(sr_syntax_quote(call)));
    return false;
}

static sr_formula *make_ratio(const sr_formula_maker *maker, const sr_syntax *call)
{
    if (!check_call(maker, call, "ratio(numerator, denominator)", 2))
        return NULL;
    sr_formula *args[2];
    for (uint32_t i = 0; i < 2; i++)
        args[i] = sr_formula_make(maker, call->args[i]);
    return sr_formula_make_node(maker->compiler, SR_FORMULA_RATIO, call->where, args, 2);
}

/* The second argument of `rolling`; 0: told. */
static uint32_t read_months(const sr_formula_maker *maker, const sr_syntax *syntax)
{
    uint32_t months = 0;
    bool is_whole = syntax->kind == SR_SYNTAX_NUMBER && !syntax->is_percent && syntax->text.size <= 3;
    for (size_t i = 0; i < syntax->text.size && is_whole; i++) {
        is_whole = syntax->text.data[i] >= '0' && syntax->text.data[i] <= '9';
        months = months * 10 + (uint32_t)(syntax->text.data[i] - '0');
    }
    if (is_whole && months >= 1 && months <= SR_ROLLING_MONTHS_MAX)
        return months;
    sr_compiler_refuse(maker->compiler, maker->subject, "rules.arguments", syntax->where,
                       sr_compiler_print(maker->compiler, "how many months, 1 to %d", SR_ROLLING_MONTHS_MAX), NULL, "'%.*s'",
                       SR_TEXT_ARG(sr_syntax_quote(syntax)));
    return 0;
}

static sr_formula *make_shift(const sr_formula_maker *maker, const sr_shift_word *word, const sr_syntax *call)
{
    if (!check_call(maker, call, word->usage, word->arg_count))
        return NULL;
    sr_formula *part = sr_formula_make(maker, call->args[0]);
    uint32_t months = word->op == SR_FORMULA_ROLLING ? read_months(maker, call->args[1]) : 0;
    if (part == NULL || (word->op == SR_FORMULA_ROLLING && months == 0) || !check_shift(maker, word, call, part))
        return NULL;
    sr_formula *made = sr_formula_make_node(maker->compiler, word->op, call->where, &part, 1);
    if (made != NULL)
        made->months = months;
    if (made != NULL && (word->op == SR_FORMULA_YTD || word->op == SR_FORMULA_FULL_YEAR))
        made->year_month = maker->compiler->year_month;
    return made;
}

static sr_formula *make_operator(const sr_formula_maker *maker, const sr_syntax *syntax)
{
    static const struct {
        const char *word;
        sr_formula_op op;
    } operators[] = {{"+", SR_FORMULA_ADD}, {"-", SR_FORMULA_SUBTRACT}, {"*", SR_FORMULA_MULTIPLY}, {"/", SR_FORMULA_DIVIDE}};
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        if (!sr_text_is(syntax->text, sr_text_from(operators[i].word)))
            continue;
        if (syntax->arg_count == 1 && i != 1)
            break;
        sr_formula *args[2] = {NULL, NULL};
        for (uint32_t j = 0; j < syntax->arg_count; j++)
            args[j] = sr_formula_make(maker, syntax->args[j]);
        return sr_formula_make_node(maker->compiler, syntax->arg_count == 1 ? SR_FORMULA_NEGATE : operators[i].op, syntax->where, args,
                                    syntax->arg_count);
    }
    sr_compiler_refuse(maker->compiler, maker->subject, "rules.formula", syntax->where, "+ - * / ratio() ytd() full_year() rolling() previous() last_year()",
                       "conditions belong into an aggregate: share(...), count(*) filter (where ...)", "'%.*s' over results",
                       SR_TEXT_ARG(syntax->text));
    return NULL;
}

static sr_formula *make_call(const sr_formula_maker *maker, const sr_syntax *call)
{
    const sr_shift_word *word = find_shift(call->text);
    if (word != NULL)
        return make_shift(maker, word, call);
    return is_ratio_of_results(maker, call) ? make_ratio(maker, call) : maker->make_leaf(maker, call);
}

sr_formula *sr_formula_make(const sr_formula_maker *maker, const sr_syntax *syntax)
{
    switch (syntax->kind) {
    case SR_SYNTAX_NUMBER:
        return make_constant(maker, syntax);
    case SR_SYNTAX_NAME:
        return maker->make_leaf(maker, syntax);
    case SR_SYNTAX_CALL:
        return make_call(maker, syntax);
    case SR_SYNTAX_UNARY:
    case SR_SYNTAX_BINARY:
        return make_operator(maker, syntax);
    default:
        break;
    }
    sr_compiler_refuse(maker->compiler, maker->subject, "rules.formula", syntax->where, "an aggregate, an indicator or a number", NULL,
                       "'%.*s'", SR_TEXT_ARG(sr_syntax_quote(syntax)));
    return NULL;
}
