/*
 * What all exports are made of: chance, days, and files as untidy as they are in Estonian offices.
 *
 * The same program writes the same bytes everywhere: integers only, no clock, no locale, and never two draws of chance in one list of
 * arguments (C leaves their order to the compiler).
 */
#ifndef EXPORT_H
#define EXPORT_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define NONE INT_MIN            // no date, no case
#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define NBSP "\xC2\xA0"

/* --- chance --- */

typedef struct { uint64_t state; } chance;

uint64_t chance_next(chance *c);
int below(chance *c, int n);                    // 0 to n - 1
bool happens(chance *c, int per_mille);
int pick(chance *c, const int *weights, int count);

/* --- days since 1970-01-01 --- */

typedef struct { int year, month, day; } date;

int day_of(int year, int month, int day);
date date_of(int day);
int weekday_of(int day);                        // 0 is Monday
bool is_workday(int day);
int add_workdays(int day, int n);

#define FIRST_DAY day_of(2024, 11, 1)
#define LAST_DAY day_of(2026, 10, 31)
#define KNOWN_UNTIL day_of(2026, 11, 1)         // what happened later is not in the exports
int known(int day);                             // NONE when it happened later

/* Months are numbered: year * 12 + month - 1. */
#define FIRST_MONTH (2024 * 12 + 10)
#define LAST_MONTH (2026 * 12 + 9)
int month_begin(int month);                     // its first day
int month_days(int month);

/* --- files --- */

typedef struct {
    FILE *file;
    const char *line_end;
    bool is_1257;           // Windows-1257, else UTF-8
} export_file;

export_file export_open(const char *directory, const char *name, const char *line_end, bool is_1257);
void export_close(export_file *f);
__attribute__((format(printf, 2, 3))) void put(const export_file *f, const char *format, ...);
void put_end(const export_file *f);

typedef struct { char text[48]; } word;

word day_text(int day);                         // dd.mm.yyyy, or empty
word money_text(long cents, const char *group); // 1234,50, or with a group mark 1 234,50

#endif
