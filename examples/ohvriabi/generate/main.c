/*
 * generate OUTDIR - writes the exports of an invented victim-support unit: the CSV files of OUTDIR/inbox, and OUTDIR/keys/person.key.
 *
 * Nobody in these files exists: the personal codes are of the nineteenth century, the amounts and dates come from a
 * pseudo-random generator with fixed seeds. The files are as untidy as Estonian exports are, see README.md.
 */
#include "unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
    write_cases(argv[1], &list);
    write_contacts(argv[1], &list);
    write_applications(argv[1], &list);
    write_cooperation(argv[1], &list);
    write_feedback(argv[1], &list);
    write_money(argv[1]);
    write_work(argv[1]);
    write_key(argv[1]);
    free(list.rows);
    return 0;
}
