/*
 * The program: finds the command, runs it, ends with its status. The only place that ends the process.
 */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/console.h"
#include "app/process.h"
#include "engine/stats/interval.h"

#define VERSION "0.1.0"

static void print_help(FILE *out)
{
    fputs("seire turns CSV exports into reports that people sign.\n\n"
          "  seire init mine                                    make a small workspace to begin with\n"
          "  seire run examples/ohvriabi --as-of 2026-11-02    publish and send what is due\n"
          "  seire query \"count(*) as n\" --from calls.csv      ask a file a question\n\n"
          "Commands (seire COMMAND --help says more):\n", out);
    for (size_t i = 0; i < sr_command_count(); i++) {
        const sr_command *command = sr_command_get(i);
        fprintf(out, "  %-8s %-10s %s\n", command->name, command->arguments, command->summary);
    }
    fputs("\nExit: 0 done; 1 done, but a person should look; 3 partly; 10 a check stopped a report; 11 no fresh data;\n"
          "64 usage; 65 bad data; 66 no such file; 70 internal; 73, 74 cannot write; 75 try again; 77 no key or permission; 78 rules\n",
          out);
}

static void print_command_help(const sr_command *command)
{
    fprintf(stdout, "seire %s %s [OPTIONS]\n  %s\n\n  %s\n", command->name, command->arguments, command->summary,
            command->example);
    if (command->option_count > 0)
        fputs("\nOptions:\n", stdout);
    for (size_t i = 0; i < command->option_count; i++) {
        const sr_option *option = &command->options[i];
        char head[64];
        snprintf(head, sizeof(head), "--%s%s%s", option->name, option->value != NULL ? " " : "",
                 option->value != NULL ? option->value : "");
        if (option->letter != 0)
            fprintf(stdout, "  -%c, %-20s %s\n", option->letter, head, option->summary);
        else
            fprintf(stdout, "      %-20s %s\n", head, option->summary);
    }
}

static bool asks_for_help(int count, char *const *words)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(words[i], "--") == 0)
            return false;
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0)
            return true;
    }
    return false;
}

static void fail_unknown_command(const char *word, sr_error *err)
{
    sr_text names[32];
    for (size_t i = 0; i < sr_command_count(); i++)
        names[i] = sr_text_from(sr_command_get(i)->name);
    sr_text nearest = sr_text_find_nearest(sr_text_from(word), names, sr_command_count());
    if (nearest.size > 0)
        sr_fail(err, SR_USAGE, "there is no command \"%s\"; did you mean %.*s?", word, SR_TEXT_ARG(nearest));
    else
        sr_fail(err, SR_USAGE, "there is no command \"%s\"; seire --help lists them", word);
}

/* Only a command whose arguments end with "..." takes more than one word. */
static bool check_words(const sr_command *command, const sr_arguments *arguments, sr_error *err)
{
    const char *second = sr_arguments_get_positional(arguments, 1);
    if (second == NULL || strstr(command->arguments, "...") != NULL)
        return true;
    return sr_fail(err, SR_USAGE, "\"%s\" is one word too many: seire %s takes %s; what has blanks in it stands in quotes", second,
                   command->name, command->arguments);
}

static sr_code run_command(const sr_command *command, int count, char *const *words, sr_error *err)
{
    sr_arguments arguments;
    sr_arena *arena = sr_arena_new();
    sr_code code = SR_INTERNAL;
    if (arena == NULL)
        sr_fail_memory(err);
    else if (sr_arguments_parse(count, words, command->options, command->option_count, arena, &arguments, err)
             && check_words(command, &arguments, err))
        code = command->run(&arguments, arena, err);
    sr_arena_free(arena);
    return err->code != SR_OK ? err->code : code;
}

static sr_code run_words(int count, char *const *words, sr_error *err)
{
    if (count == 0) {
        print_help(stderr);
        return SR_USAGE;
    }
    if (strcmp(words[0], "--version") == 0) {
        fputs("seire " VERSION "\n", stdout);
        return SR_OK;
    }
    bool is_help = strcmp(words[0], "help") == 0;       // `seire help run` is `seire run --help`
    const sr_command *command = sr_command_find(words[is_help && count > 1 ? 1 : 0]);
    if (command != NULL && is_help) {
        print_command_help(command);
        return SR_OK;
    }
    if (command == NULL && (asks_for_help(1, words) || (is_help && count == 1))) {
        print_help(stdout);
        return SR_OK;
    }
    if (command == NULL) {
        fail_unknown_command(words[is_help ? 1 : 0], err);
        return err->code;
    }
    if (asks_for_help(count - 1, words + 1)) {
        print_command_help(command);
        return SR_OK;
    }
    return run_command(command, count - 1, words + 1, err);
}

int main(int argc, char **argv)
{
    char stack[SR_PROCESS_STACK_BYTES];
    sr_error err;
    sr_error_init(&err);
    sr_stats_init();
    sr_code code = sr_process_settle(stack, &err) ? run_words(argc - 1, argv + 1, &err) : err.code;
    if ((fflush(stdout) != 0 || ferror(stdout)) && err.code == SR_OK) {
        sr_fail(&err, SR_IO, "standard output could not be written to its end");
        code = err.code;
    }
    if (err.code != SR_OK)
        sr_console_error(&err);
    return (int)code;
}
