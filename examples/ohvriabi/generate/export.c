#include "export.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- chance --- */
uint64_t chance_next(chance *c)      // splitmix64, Steele, Lea and Flood (2014)
{
    uint64_t z = (c->state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

int below(chance *c, int n) { return (int)((chance_next(c) >> 33) % (uint64_t)n); }      // 0 to n - 1
bool happens(chance *c, int per_mille) { return below(c, 1000) < per_mille; }

int pick(chance *c, const int *weights, int count)
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
int day_of(int year, int month, int day)     // Hinnant, days_from_civil
{
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

date date_of(int day)
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

int weekday_of(int day) { return (day + 3) % 7; }    // 0 is Monday; days here are after 1970

bool is_workday(int day)     // public holidays on working days of 2024 to 2026
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

int add_workdays(int day, int n)
{
    while (n > 0)
        n -= is_workday(++day);
    return day;
}

int known(int day) { return day == NONE || day > KNOWN_UNTIL ? NONE : day; }

int month_begin(int month) { return day_of(month / 12, month % 12 + 1, 1); }

int month_days(int month) { return month_begin(month + 1) - month_begin(month); }

/* --- files --- */
export_file export_open(const char *directory, const char *name, const char *line_end, bool is_1257)
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

void export_close(export_file *f)
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

void put(const export_file *f, const char *format, ...)
{
    char text[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    put_text(f, text);
}

void put_end(const export_file *f) { fputs(f->line_end, f->file); }

word day_text(int day)       // dd.mm.yyyy, or empty
{
    word w = {""};
    if (day != NONE) {
        date d = date_of(day);
        snprintf(w.text, sizeof w.text, "%02d.%02d.%d", d.day, d.month, d.year);
    }
    return w;
}

word money_text(long cents, const char *group)      // 1234,50, or with a group mark 1 234,50
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
