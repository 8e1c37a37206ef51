/*
 * Depth is that of the reader, at most SR_YAML_DEPTH_MAX, so recursion is bounded.
 */
#include "rules/yaml_print.h"

#include <string.h>

typedef struct printer {
    sr_yaml_rewrite rewrite;
    void *self;
    sr_builder *out;
} printer;

/* --- texts --- */

/* Something that only double quotes can say: a line end, a tab, a control character, a byte order mark. */
static bool needs_escapes(sr_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7F)
            return true;
    return sr_text_find(text, SR_TEXT("\xEF\xBB\xBF")) != SIZE_MAX;
}

/* Reads as itself without quotes, anywhere that we print a text. */
static bool is_plain(sr_text text)
{
    if (text.size == 0 || strchr("-?:,[]{}#&*!|>'\"%@`<=. ", text.data[0]) != NULL)
        return false;
    char last = text.data[text.size - 1];
    return last != ':' && last != ' ' && sr_text_find(text, SR_TEXT(": ")) == SIZE_MAX && sr_text_find(text, SR_TEXT(" #")) == SIZE_MAX;
}

static void print_escaped(sr_text text, sr_builder *out)
{
    sr_builder_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (sr_text_has_prefix(sr_text_slice(text, i, 3), SR_TEXT("\xEF\xBB\xBF"))) {
            sr_builder_add_c(out, "\\uFEFF");
            i += 2;
        } else if (byte == '\n') {
            sr_builder_add_c(out, "\\n");
        } else if (byte == '"' || byte == '\\') {
            sr_builder_addf(out, "\\%c", byte);
        } else if (byte < 0x20 || byte == 0x7F) {
            sr_builder_addf(out, "\\x%02X", byte);
        } else {
            sr_builder_add_byte(out, (char)byte);
        }
    }
    sr_builder_add_byte(out, '"');
}

static void print_single_quoted(sr_text text, sr_builder *out)
{
    sr_builder_add_byte(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\'')
            sr_builder_add_byte(out, '\'');
        sr_builder_add_byte(out, text.data[i]);
    }
    sr_builder_add_byte(out, '\'');
}

static void print_text(sr_text text, sr_builder *out)
{
    if (needs_escapes(text))
        print_escaped(text, out);
    else if (is_plain(text))
        sr_builder_add(out, text);
    else
        print_single_quoted(text, out);
}

/* --- nodes --- */

static void print_node(const printer *p, const sr_yaml *node, const sr_yaml_print_key *key, size_t indentation);

static void indent(const printer *p, size_t indentation)
{
    for (size_t i = 0; i < indentation; i++)
        sr_builder_add_byte(p->out, ' ');
}

static bool is_block(const sr_yaml *node)
{
    return (node->kind == SR_YAML_MAPPING || node->kind == SR_YAML_SEQUENCE) && node->count > 0;
}

/* Behind `key:` or `-`: a text on the same line. */
static void print_inline(const printer *p, const sr_yaml *node, const sr_yaml_print_key *key)
{
    if (node->kind == SR_YAML_SCALAR) {
        sr_builder_add_byte(p->out, ' ');
        print_text(p->rewrite != NULL ? p->rewrite(p->self, key, node->text) : node->text, p->out);
    } else if (node->kind != SR_YAML_NOTHING) {
        sr_builder_add_c(p->out, node->kind == SR_YAML_MAPPING ? " {}" : " []");
    }
    sr_builder_add_byte(p->out, '\n');
}

/* The first line stands behind what is printed already, the others are indented. */
static void print_node(const printer *p, const sr_yaml *node, const sr_yaml_print_key *key, size_t indentation)
{
    for (size_t i = 0; i < node->count; i++) {
        const sr_yaml *item = node->items[i];
        bool is_mapping = node->kind == SR_YAML_MAPPING;
        sr_yaml_print_key own = {is_mapping ? node->keys[i]->text : SR_TEXT_NONE, key};
        if (i > 0)
            indent(p, indentation);
        if (is_mapping) {
            print_text(own.text, p->out);
            sr_builder_add_byte(p->out, ':');
        } else {
            sr_builder_add_byte(p->out, '-');
        }
        if (!is_block(item)) {
            print_inline(p, item, &own);
            continue;
        }
        if (is_mapping) {
            sr_builder_add_byte(p->out, '\n');
            indent(p, indentation + 2);
        } else {
            sr_builder_add_byte(p->out, ' ');
        }
        print_node(p, item, &own, indentation + 2);
    }
}

void sr_yaml_print(const sr_yaml *root, sr_yaml_rewrite rewrite, void *self, sr_builder *out)
{
    const printer p = {rewrite, self, out};
    const sr_yaml_print_key top = {SR_TEXT_NONE, NULL};
    if (is_block(root)) {
        print_node(&p, root, NULL, 0);
    } else if (root->kind == SR_YAML_SCALAR) {
        print_text(rewrite != NULL ? rewrite(self, &top, root->text) : root->text, out);
        sr_builder_add_byte(out, '\n');
    } else if (root->kind != SR_YAML_NOTHING) {
        sr_builder_add_c(out, root->kind == SR_YAML_MAPPING ? "{}\n" : "[]\n");
    }
}

bool sr_yaml_is_same(const sr_yaml *a, const sr_yaml *b)
{
    bool is_same = a->kind == b->kind && a->count == b->count && sr_text_is(a->text, b->text);
    for (size_t i = 0; is_same && i < a->count; i++)
        is_same = (a->kind != SR_YAML_MAPPING || sr_text_is(a->keys[i]->text, b->keys[i]->text)) && sr_yaml_is_same(a->items[i], b->items[i]);
    return is_same;
}
