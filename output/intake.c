#include "output/intake.h"

#include "engine/base/csv.h"

#define CSV_BYTES_MAX (1u << 26)

/* A name of a file may hold anything; the rest of the row is ours. */
static void add_row(sr_builder *builder, sr_text dataset, const sr_intake_file *file)
{
    char hex[SR_HASH_HEX_SIZE];
    sr_hash_write_hex(&file->hash, hex);
    sr_builder_add(builder, dataset);
    sr_builder_add_byte(builder, ',');
    sr_csv_add_safe(builder, sr_text_from(file->path));
    sr_builder_addf(builder, ",%s,%llu,%llu,%llu,%llu,%llu,%llu,%llu,", hex, (unsigned long long)file->size_bytes,
                    (unsigned long long)file->line_count, (unsigned long long)file->blank_lines,
                    (unsigned long long)file->records, (unsigned long long)file->kept,
                    (unsigned long long)file->superseded, (unsigned long long)sr_intake_count_set_aside(file));
    for (uint32_t i = 0; i < file->reason_count; i++)
        sr_builder_addf(builder, "%s%s=%llu", i > 0 ? " " : "", file->reasons[i].code,
                        (unsigned long long)file->reasons[i].count);
    sr_builder_add_byte(builder, '\n');
}

bool sr_intake_write_csv(const sr_intake *const *intakes, uint32_t count, sr_arena *arena, sr_text *csv, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, CSV_BYTES_MAX);
    sr_builder_add_c(&builder, "dataset,file,sha256,bytes,lines,blank,records,kept,superseded,set_aside,reasons\n");
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < intakes[i]->file_count; k++)
            add_row(&builder, intakes[i]->dataset, &intakes[i]->files[k]);
    return sr_builder_finish(&builder, csv, err);
}

bool sr_intake_write_hash(const sr_intake *const *intakes, uint32_t count, sr_arena *arena, sr_text *hex, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, CSV_BYTES_MAX);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < intakes[i]->file_count; k++) {
            char digits[SR_HASH_HEX_SIZE];
            sr_hash_write_hex(&intakes[i]->files[k].hash, digits);
            sr_builder_addf(&builder, "%.*s %s %s\n", SR_TEXT_ARG(intakes[i]->dataset), intakes[i]->files[k].path, digits);
        }
    sr_text all;
    sr_hash hash;
    char digits[SR_HASH_HEX_SIZE];
    if (!sr_builder_finish(&builder, &all, err))
        return false;
    if (!sr_hash_bytes(all, &hash))
        return sr_fail_memory(err);
    sr_hash_write_hex(&hash, digits);
    return sr_text_copy(sr_text_from(digits), arena, hex) ? true : sr_fail_memory(err);
}
