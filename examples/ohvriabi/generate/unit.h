/*
 * What the unit does: its services, the counties, and the cases that most exports are about.
 */
#ifndef UNIT_H
#define UNIT_H

#include "export.h"

enum { OA, KT, TTT, NTK, SAK, LM, KH, LEP, MARAC, IK, VL, HH, PSK, PROST, ENN, SERVICES };

typedef struct {
    const char *code, *name;
    int weight;             // of cases, per 1250 a month
    int days;               // an ordinary case stays open
    int domestic;           // per mille of cases are domestic violence
    int on_time;            // per mille added to contact on time
    int satisfied;          // per mille added to satisfaction
} service;

extern const service services[SERVICES];

enum { IDA_VIRU = 2, COUNTIES = 16 };     // the last one is "not known"

typedef struct { const char *name, *code, *old_code; int weight; } county;

extern const county counties[COUNTIES];

typedef struct {
    int opened, contact, closed, previous_closed;
    int previous_case;      // index, or NONE
    int service, county, person;    // person NONE: anonymous
    bool is_cancelled, is_domestic;
    uint64_t details;       // chance for what no indicator looks at
} case_row;

typedef struct {
    case_row *rows;
    int count;
} case_list;

#define WARM_UP 365             // days before the first one: persons have a past, and cases from then are open

void make_cases(case_list *list);
bool is_registered(const case_row *row);        // stands in the exports
word person_code(int person);                   // a personal code of the nineteenth century
word case_number(const case_list *list, int index);

/* Each writes its exports into DIRECTORY/inbox. */
void write_cases(const char *directory, const case_list *list);
void write_contacts(const char *directory, const case_list *list);
void write_applications(const char *directory, const case_list *list);
void write_cooperation(const char *directory, const case_list *list);
void write_feedback(const char *directory, const case_list *list);
void write_money(const char *directory);
void write_work(const char *directory);

#endif
