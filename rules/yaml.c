/*
 * The bytes are first looked over for what libfyaml would accept or report in words of its own: encoding, control bytes, tabs.
 * Then its events are stacked into a tree by hand, without recursion and without its document builder, so that depth, anchors
 * and duplicate keys are judged at the event where they occur.
 *
 * libfyaml gives byte offsets on tokens, but characters in the column of an error; both become a line and a byte column here.
 */
#include "rules/yaml.h"

#include <libfyaml.h>
#include <stdint.h>
#include <string.h>

#include "rules/yaml_fault.h"

typedef struct frame {      // a mapping or sequence that is still open
    sr_yaml *node;
    const sr_yaml **keys;
    const sr_yaml **items;
    size_t capacity;
    const sr_yaml *key;     // waits for its value
} frame;

typedef struct reader {
    sr_text bytes;
    sr_arena *arena;
    sr_findings *findings;
    sr_error *err;
    sr_yaml_lines lines;
    size_t end;             // byte behind the last token seen
    size_t text_end;        // byte behind the last text seen
    frame stack[SR_YAML_DEPTH_MAX];
    size_t depth;
    size_t document_count;
    sr_yaml *root;
    bool is_broken;         // a finding that ends the reading was added
    bool is_wordless;       // libfyaml gave up without saying why
    bool failed;            // no memory
} reader;

const char *sr_yaml_kind_get_name(sr_yaml_kind kind)
{
    switch (kind) {
    case SR_YAML_SCALAR:
        return "a text";
    case SR_YAML_SEQUENCE:
        return "a list";
    case SR_YAML_MAPPING:
        return "a mapping";
    case SR_YAML_NOTHING:
        break;
    }
    return "nothing";
}

const sr_yaml *sr_yaml_find(const sr_yaml *mapping, const char *key)
{
    if (mapping == NULL || mapping->kind != SR_YAML_MAPPING)
        return NULL;
    for (size_t i = 0; i < mapping->count; i++) {
        if (sr_text_is(mapping->keys[i]->text, sr_text_from(key)))
            return mapping->items[i];
    }
    return NULL;
}

static size_t byte_min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void report_at(reader *self, const char *code, sr_where where, const char *found, const char *expected,
                      const char *hint)
{
    sr_finding finding = {code, SR_ERROR, where, NULL, found, expected, hint};
    if (!sr_findings_add(self->findings, &finding, self->err))
        self->failed = true;
}

/* Reports at a byte and ends the reading. */
static void refuse(reader *self, const char *code, size_t offset, const char *found, const char *expected,
                   const char *hint)
{
    report_at(self, code, sr_yaml_lines_place(&self->lines, offset), found, expected, hint);
    self->is_broken = true;
}

/* --- before libfyaml --- */

/* Every other byte of plain letters is 0. */
static bool is_utf16(sr_text bytes)
{
    bool has_mark = sr_text_has_prefix(bytes, SR_TEXT("\xFF\xFE")) || sr_text_has_prefix(bytes, SR_TEXT("\xFE\xFF"));
    return has_mark || (bytes.size >= 4 && ((bytes.data[0] == '\0' && bytes.data[2] == '\0') || (bytes.data[1] == '\0' && bytes.data[3] == '\0')));
}

/* The first byte that may not stand in a file of rules; tabs only matter where a line is indented. */
static void look_over(reader *self)
{
    size_t invalid = sr_text_find_invalid(self->bytes);
    bool is_indentation = true;
    if (is_utf16(self->bytes)) {
        refuse(self, "rules.syntax", 0, "a file in UTF-16", "UTF-8", "save the file with the encoding UTF-8");
        return;
    }
    for (size_t i = 0; i < byte_min(invalid, self->bytes.size); i++) {
        unsigned char byte = (unsigned char)self->bytes.data[i];
        if (byte == '\t' && is_indentation) {
            refuse(self, "rules.syntax", i, "a tab in the indentation", "spaces", "indent with two spaces");
            return;
        }
        if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) {
            refuse(self, "rules.syntax", i, "a control character", "readable text",
                   "save the file as plain UTF-8 text");
            return;
        }
        is_indentation = byte == '\n' || byte == '\r' || (is_indentation && byte == ' ');
    }
    if (invalid != SIZE_MAX)
        refuse(self, "rules.syntax", invalid, "a byte that is not valid UTF-8", "UTF-8",
               "save the file with the encoding UTF-8");
}

/* --- the tree --- */

static sr_yaml *new_node(reader *self, sr_yaml_kind kind, size_t offset)
{
    sr_yaml *node = sr_arena_alloc(self->arena, 1, sizeof(*node));
    if (node == NULL) {
        self->failed = true;
        return NULL;
    }
    node->kind = kind;
    node->where = sr_yaml_lines_place(&self->lines, offset);
    return node;
}

/* Makes room for one more pair or item. */
static bool make_room(reader *self, frame *top)
{
    size_t count = top->node->count;
    if (count < top->capacity)
        return true;
    size_t capacity = top->capacity == 0 ? 8 : top->capacity * 2;
    const sr_yaml **items = sr_arena_grow(self->arena, top->items, count, capacity, sizeof(*items));
    const sr_yaml **keys = sr_arena_grow(self->arena, top->keys, count, capacity, sizeof(*keys));
    if (items == NULL || keys == NULL)
        return false;
    top->items = items;
    top->keys = keys;
    top->capacity = capacity;
    return true;
}

/* The finished or just opened node takes its place in the one around it. */
static void place_node(reader *self, sr_yaml *node)
{
    if (self->depth == 0) {
        self->root = node;
        return;
    }
    frame *top = &self->stack[self->depth - 1];
    if (top->node->kind == SR_YAML_MAPPING && top->key == NULL) {
        if (node->kind == SR_YAML_SCALAR && sr_text_is(node->text, SR_TEXT("<<")) && node->style == SR_YAML_PLAIN) {
            report_at(self, "rules.syntax", node->where, "a merge key '<<'", "the keys themselves",
                      "write out what you want to repeat");
            self->is_broken = true;
        } else if (node->kind != SR_YAML_SCALAR) {
            report_at(self, "rules.syntax", node->where, "a key that is not a word", "key: value",
                      "quote the key when it is meant as text");
            self->is_broken = true;
        }
        top->key = node;
        return;
    }
    if (!make_room(self, top)) {
        self->failed = true;
        return;
    }
    top->keys[top->node->count] = top->key;
    top->items[top->node->count++] = node;
    top->key = NULL;
}

static void open_node(reader *self, sr_yaml_kind kind, size_t offset)
{
    if (self->depth == SR_YAML_DEPTH_MAX) {
        refuse(self, "rules.too_deep", offset, "nesting deeper than 32 levels", "at most 32 levels",
               "close a bracket that was left open");
        return;
    }
    sr_yaml *node = new_node(self, kind, offset);
    if (node == NULL)
        return;
    place_node(self, node);
    self->stack[self->depth++] = (frame){.node = node};
}

/* Keeps the first of equal keys. Open addressing, so that a file of 4 MiB full of keys stays cheap. */
static void drop_duplicates(reader *self, frame *top)
{
    sr_yaml *node = top->node;
    size_t slots = 16;
    while (slots < node->count * 2)
        slots *= 2;
    uint32_t *table = sr_arena_alloc(self->arena, slots, sizeof(*table));   // index + 1; 0 is free
    if (table == NULL) {
        self->failed = true;
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < node->count; i++) {
        sr_text text = top->keys[i]->text;
        size_t slot = sr_text_hash(text) & (slots - 1);
        while (table[slot] != 0 && !sr_text_is(top->keys[table[slot] - 1]->text, text))
            slot = (slot + 1) & (slots - 1);
        if (table[slot] != 0) {
            sr_where first = top->keys[table[slot] - 1]->where;
            if (!sr_findings_addf(self->findings, SR_ERROR, "rules.duplicate_key", top->keys[i]->where, NULL,
                                  "each key once", "remove one of the two, or give it another name", self->err,
                                  "key '%.*s' again, first at line %llu", SR_TEXT_ARG(text),
                                  (unsigned long long)first.line))
                self->failed = true;
            continue;
        }
        top->keys[kept] = top->keys[i];
        top->items[kept] = top->items[i];
        table[slot] = (uint32_t)++kept;
    }
    node->count = kept;
}

static void close_node(reader *self)
{
    frame *top = &self->stack[--self->depth];
    if (top->node->kind == SR_YAML_MAPPING && top->node->count > 1)
        drop_duplicates(self, top);
    top->node->keys = top->node->kind == SR_YAML_MAPPING ? top->keys : NULL;
    top->node->items = top->items;
}

/* --- what got lost --- */

/*
 * Without memory libfyaml leaves out texts, or whole events, and goes on. So between two texts there may only be blanks, comments and the
 * signs of YAML: a letter there was lost.
 */
static bool is_gap_lost(const reader *self, size_t last)
{
    return !sr_yaml_is_without_text(self->bytes, self->text_end, last);
}

/* An empty text whose place in the file is not: only blanks and line ends can come to nothing. */
static bool is_text_lost(const reader *self, struct fy_token *token, size_t size)
{
    const struct fy_mark *first = fy_token_start_mark(token);
    const struct fy_mark *last = fy_token_end_mark(token);
    if (size > 0 || first == NULL || last == NULL)
        return false;
    for (size_t i = first->input_pos; i < byte_min(last->input_pos, self->bytes.size); i++)
        if (strchr(" \t\r\n\\", self->bytes.data[i]) == NULL)
            return true;
    return false;
}

/* --- events --- */

/* Where a token begins; libfyaml points behind the sign of an anchor or alias. */
static size_t find_start(const reader *self, struct fy_token *token, char sign)
{
    const struct fy_mark *mark = token != NULL ? fy_token_start_mark(token) : NULL;
    size_t offset = mark != NULL ? byte_min(mark->input_pos, self->bytes.size) : self->end;
    if (sign != '\0' && offset > 0 && self->bytes.data[offset - 1] == sign)
        offset--;
    return offset;
}

static void take_scalar(reader *self, struct fy_token *token)
{
    if (token == NULL) {
        sr_yaml *nothing = new_node(self, SR_YAML_NOTHING, self->end);
        if (nothing != NULL)
            place_node(self, nothing);
        return;
    }
    size_t size = 0;
    const char *text = fy_token_get_text(token, &size);
    if (text == NULL) {
        text = "";
        size = 0;
    }
    size_t offset = find_start(self, token, '\0');
    const struct fy_mark *last = fy_token_end_mark(token);
    if (is_text_lost(self, token, size) || is_gap_lost(self, offset)) {
        self->failed = true;
        return;
    }
    self->text_end = last != NULL ? byte_min(last->input_pos, self->bytes.size) : offset;
    enum fy_scalar_style style = fy_scalar_token_get_style(token);
    bool is_block = style == FYSS_LITERAL || style == FYSS_FOLDED;
    while (is_block && offset < self->bytes.size && self->bytes.data[offset] == ' ')
        offset++;
    if (size > SR_YAML_SCALAR_MAX) {
        refuse(self, "rules.too_large", offset, "a text of more than 1 MiB", "at most 1 MiB",
               "close a quote that was left open");
        return;
    }
    if (sr_text_find_invalid((sr_text){text, size}) != SIZE_MAX) {      // libfyaml cut it within a character
        refuse(self, "rules.syntax", offset, "a text with line ends of several kinds", "one kind of line end",
               "save the file anew in your editor");
        return;
    }
    bool is_nothing = style == FYSS_PLAIN && size == 0;
    sr_yaml *node = new_node(self, is_nothing ? SR_YAML_NOTHING : SR_YAML_SCALAR, offset);
    if (node == NULL || !sr_text_copy((sr_text){text, size}, self->arena, &node->text)) {
        self->failed = true;
        return;
    }
    node->style = is_block ? SR_YAML_BLOCK : style == FYSS_PLAIN ? SR_YAML_PLAIN : SR_YAML_QUOTED;
    node->source = sr_text_slice(self->bytes, offset, self->text_end > offset ? self->text_end - offset : 0);
    node->quote = style == FYSS_SINGLE_QUOTED ? '\'' : style == FYSS_DOUBLE_QUOTED ? '"' : '\0';
    place_node(self, node);
}

static bool has_extras(reader *self, struct fy_token *anchor, struct fy_token *tag)
{
    if (anchor != NULL)
        refuse(self, "rules.alias", find_start(self, anchor, '&'), "an anchor '&'", "the value itself",
               "write out what you want to repeat; quote a text that begins with &");
    else if (tag != NULL)
        refuse(self, "rules.syntax", find_start(self, tag, '\0'), "a tag '!'", "the value without a tag",
               "quote a text that begins with !");
    return anchor != NULL || tag != NULL;
}

static void take_event(reader *self, const struct fy_event *event)
{
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (self->document_count++ > 0)
            refuse(self, "rules.syntax", find_start(self, event->document_start.document_start, '\0'),
                   "a second document in the file", "one document", "remove the line '---' or split the file");
        break;
    case FYET_MAPPING_START:
        if (!has_extras(self, event->mapping_start.anchor, event->mapping_start.tag))
            open_node(self, SR_YAML_MAPPING, find_start(self, event->mapping_start.mapping_start, '\0'));
        break;
    case FYET_SEQUENCE_START:
        if (!has_extras(self, event->sequence_start.anchor, event->sequence_start.tag))
            open_node(self, SR_YAML_SEQUENCE, find_start(self, event->sequence_start.sequence_start, '\0'));
        break;
    case FYET_SCALAR:
        if (!has_extras(self, event->scalar.anchor, event->scalar.tag))
            take_scalar(self, event->scalar.value);
        break;
    case FYET_ALIAS:
        refuse(self, "rules.alias", find_start(self, event->alias.anchor, '*'), "an alias '*'", "the value itself",
               "write out what you want to repeat; quote a text that begins with *");
        break;
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        close_node(self);
        break;
    default:
        break;
    }
}

/* --- libfyaml --- */

static void say_nothing(struct fy_diag *diag, void *user, const char *text, size_t size)
{
    (void)diag;
    (void)user;
    (void)text;
    (void)size;
}

/* The innermost bracket or brace that is open. */
static size_t find_opened(const reader *self)
{
    for (size_t i = self->depth; i > 0; i--) {
        sr_where where = self->stack[i - 1].node->where;
        size_t offset = self->lines.starts[where.line - 1] + (size_t)where.column - 1;
        if (offset < self->bytes.size && (self->bytes.data[offset] == '[' || self->bytes.data[offset] == '{'))
            return offset;
    }
    return SIZE_MAX;
}

static void report_syntax(reader *self, struct fy_diag *diag)
{
    void *position = NULL;
    struct fy_diag_error *error = fy_diag_errors_iterate(diag, &position);
    self->is_broken = true;
    if (error == NULL || error->msg == NULL) {      // so is `%YAML 5.3`, but a shortage of memory too
        self->is_wordless = true;
        report_at(self, "rules.syntax", sr_yaml_lines_place(&self->lines, self->end), "text that is not YAML 1.2", "YAML",
                  "look at the indentation, the colons and the quotes");
        return;
    }
    sr_yaml_fault fault;
    size_t offset = sr_yaml_lines_find_character(&self->lines, error->line, error->column);
    if (!sr_yaml_fault_find(&self->lines, error->msg, offset, find_opened(self), self->arena, &fault, self->err))
        self->failed = true;
    else
        refuse(self, "rules.syntax", fault.offset, fault.found, fault.expected, fault.hint);
}

static void read_events(reader *self, struct fy_parser *parser, struct fy_diag *diag)
{
    while (!self->failed && !self->is_broken) {
        struct fy_event *event = fy_parser_parse(parser);
        if (event == NULL) {
            if (fy_parser_get_stream_error(parser))
                report_syntax(self, diag);
            else
                self->failed = self->failed || is_gap_lost(self, self->bytes.size);
            return;
        }
        take_event(self, event);
        const struct fy_mark *mark = fy_event_end_mark(event);
        if (mark != NULL)
            self->end = byte_min(mark->input_pos, self->bytes.size);
        fy_parser_event_free(parser, event);
    }
}

/* Called with a parser of its own over the whole text; what libfyaml says is kept for who asks. */
static bool with_parser(reader *self, void (*work)(reader *self, struct fy_parser *parser, struct fy_diag *diag))
{
    struct fy_diag_cfg diag_config;
    fy_diag_cfg_default(&diag_config);
    diag_config.fp = NULL;
    diag_config.output_fn = say_nothing;
    diag_config.colorize = false;
    diag_config.level = FYET_ERROR;
    struct fy_diag *diag = fy_diag_create(&diag_config);
    if (diag == NULL)
        return false;
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2, .diag = diag};
    struct fy_parser *parser = fy_parser_create(&config);
    bool done = parser != NULL && fy_parser_set_string(parser, self->bytes.data, self->bytes.size) == 0;
    if (done)
        work(self, parser, diag);
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return done;
}

/* The text is at fault when it is refused a second time; a shortage of memory has passed, or shows clearer now. */
static void ask_again(reader *self, struct fy_parser *parser, struct fy_diag *diag)
{
    (void)diag;
    for (struct fy_event *event; (event = fy_parser_parse(parser)) != NULL;)
        fy_parser_event_free(parser, event);
    if (!fy_parser_get_stream_error(parser))
        self->failed = true;
}

static bool run_parser(reader *self)
{
    bool done = with_parser(self, read_events) && (!self->is_wordless || with_parser(self, ask_again));
    return (done && !self->failed) || sr_fail_memory(self->err);
}

bool sr_yaml_parse(sr_text bytes, const char *path, sr_arena *arena, const sr_yaml **root, sr_findings *findings,
                   sr_error *err)
{
    while (sr_text_has_prefix(bytes, SR_TEXT("\xEF\xBB\xBF")))
        bytes = sr_text_slice(bytes, 3, bytes.size);
    reader self = {.bytes = bytes, .arena = arena, .findings = findings, .err = err};
    if (!sr_yaml_lines_find(bytes, path, arena, &self.lines, err))
        return false;
    look_over(&self);
    if (!self.is_broken && !self.failed && bytes.size > 0 && !run_parser(&self))
        return false;
    if (!self.is_broken && self.root == NULL)
        self.root = new_node(&self, SR_YAML_NOTHING, 0);
    if (self.failed)
        return sr_fail_memory(err);
    *root = self.is_broken ? NULL : self.root;
    return true;
}
