#include "input/aside.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/csv.h"
#include "engine/base/personal.h"

#define PATH_BYTES_MAX 4096

struct sr_aside {
    const sr_dataset *dataset;
    const char *path;
    const char *part;       // written here first
    FILE *file;
};

static bool fail_write(const sr_aside *aside, sr_code code, const char *what, sr_error *err)
{
    char reason[128] = "";
    int number = errno;
    if (strerror_r(number, reason, sizeof(reason)) != 0)
        snprintf(reason, sizeof(reason), "error %d", number);
    return sr_fail_at(err, code, (sr_where){aside->path, 0, 0}, "rows set aside cannot be %s: %s", what, reason);
}

static bool write_paths(sr_aside *aside, const char *directory, sr_arena *arena, sr_error *err)
{
    sr_builder path;
    sr_builder part;
    sr_builder_init(&path, arena, PATH_BYTES_MAX);
    sr_builder_init(&part, arena, PATH_BYTES_MAX);
    sr_builder_addf(&path, "%s/", directory);
    for (size_t i = 0; i < aside->dataset->name.size; i++)
        sr_builder_add_byte(&path, aside->dataset->name.data[i] == '/' ? '_' : aside->dataset->name.data[i]);
    sr_builder_add_c(&path, ".csv");
    sr_text whole;
    if (!sr_builder_finish(&path, &whole, err))
        return false;
    aside->path = whole.data;
    sr_builder_addf(&part, "%s.part", aside->path);
    if (!sr_builder_finish(&part, &whole, err))
        return false;
    aside->part = whole.data;
    return true;
}

bool sr_aside_open(const char *directory, const sr_dataset *dataset, sr_arena *arena, sr_aside **aside, sr_error *err)
{
    sr_aside *made = sr_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    made->dataset = dataset;
    if (!sr_file_make_private_directory(directory, err) || !write_paths(made, directory, arena, err))
        return false;
    unlink(made->part);     // what a dead run left
    int file = open(made->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return fail_write(made, SR_CANNOT_CREATE, "created", err);
    made->file = fdopen(file, "w");
    if (made->file == NULL) {
        fail_write(made, SR_CANNOT_CREATE, "created", err);
        close(file);
        unlink(made->part);
        return false;
    }
    fputs("file,line,column,rule,expected,row\n", made->file);
    *aside = made;
    return true;
}

static void put_piece(void *file, sr_text piece)
{
    fwrite(piece.data, 1, piece.size, file);
}

static void put_field(FILE *file, sr_text value)
{
    sr_csv_write_safe(value, put_piece, file);
}

static void put_value(FILE *file, sr_text value, bool is_hidden)
{
    char shape[SR_SHOWN_SIZE];
    if (is_hidden || sr_text_find_invalid(value) != SIZE_MAX || sr_personal_is_inside(value) || sr_personal_may_be_name(value)) {
        sr_text_write_shape(value, shape, sizeof(shape));
        value = sr_text_from(shape);
    }
    fputc(',', file);
    put_field(file, value);
}

static bool is_hidden(const sr_aside *aside, const sr_header *header, size_t field_index)
{
    if (header == NULL || field_index >= header->width || header->columns[field_index] == SR_NO_FIELD)
        return true;
    sr_column_type type = aside->dataset->columns[header->columns[field_index]].type;
    return type == SR_TYPE_PERSON || type == SR_TYPE_DROP;
}

bool sr_aside_add(sr_aside *aside, const sr_aside_reason *reason, const sr_record *record, const sr_header *header, sr_error *err)
{
    FILE *file = aside->file;
    char line[24];
    snprintf(line, sizeof(line), "%" PRIu64, reason->line);
    sr_text parts[] = {sr_text_from(line), sr_text_from(reason->column), sr_text_from(reason->rule), sr_text_from(reason->expected)};
    put_field(file, sr_text_from(reason->path));
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        fputc(',', file);
        put_field(file, parts[i]);
    }
    if (record->field_count == 0)
        put_value(file, record->raw, true);
    for (size_t i = 0; i < record->field_count; i++)
        put_value(file, record->fields[i].text, is_hidden(aside, header, i));
    fputc('\n', file);
    return ferror(file) == 0 || fail_write(aside, SR_IO, "written", err);
}

bool sr_aside_finish(sr_aside *aside, sr_error *err)
{
    FILE *file = aside->file;
    aside->file = NULL;
    bool done = fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (fclose(file) != 0 || !done) {
        fail_write(aside, SR_IO, "written", err);
        unlink(aside->part);
        return false;
    }
    return sr_file_rename(aside->part, aside->path, err);
}

void sr_aside_close(sr_aside *aside)
{
    if (aside == NULL || aside->file == NULL)
        return;
    fclose(aside->file);
    unlink(aside->part);
    aside->file = NULL;
}
