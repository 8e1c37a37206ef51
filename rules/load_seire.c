/*
 * seire.yaml: the house, its languages, who may read what, who gets mail and how.
 *
 * An address is never repeated in a finding: it may be a person's name.
 */
#include <stdint.h>

#include "rules/loader.h"

#define ADDRESS_BYTES_MAX 254   // RFC 5321, 4.5.3.1.3, without the angle brackets
#define LOCAL_BYTES_MAX 64      // RFC 5321, 4.5.3.1.1
#define LABEL_BYTES_MAX 63      // RFC 1035, 2.3.4

static const sr_word security_words[] = {
    {"starttls", SR_MAIL_TLS_REQUIRED}, {"tls", SR_MAIL_TLS_IMPLICIT}, {"none", SR_MAIL_PLAIN}, {NULL, 0}};
static const sr_word unknown_words[] = {{"hold", SR_UNKNOWN_HOLD}, {"resend", SR_UNKNOWN_RESEND}, {NULL, 0}};
static const sr_word language_words[] = {{"et", SR_ET}, {"en", SR_EN}, {NULL, 0}};
static const sr_word transport_words[] = {{"smtp", 0}, {"drop", 1}, {NULL, 0}};

static const sr_schema security_schema = {.form = SR_SCHEMA_WORD, .words = security_words};
static const sr_schema unknown_schema = {.form = SR_SCHEMA_WORD, .words = unknown_words};
static const sr_schema language_schema = {.form = SR_SCHEMA_WORD, .words = language_words};
static const sr_schema languages_schema = {.form = SR_SCHEMA_MANY, .item = &language_schema, .min = 1};
static const sr_schema transport_schema = {.form = SR_SCHEMA_WORD, .words = transport_words};
static const sr_schema port_schema = {.form = SR_SCHEMA_COUNT, .min = 1, .max = 65535};
static const sr_schema domain_schema = {.form = SR_SCHEMA_TEXT, .pattern = "^[A-Za-z0-9\\-]+(\\.[A-Za-z0-9\\-]+)*$"};
static const sr_schema domains_schema = {.form = SR_SCHEMA_MANY, .item = &domain_schema, .min = 1};
static const sr_schema threshold_schema = {.form = SR_SCHEMA_COUNT, .min = 2, .max = 1000};   // 1 would hide nothing, and release wants at least 2

/* --- addresses --- */

static bool is_alphanumeric(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

/* A dot-atom of RFC 5322, 3.2.3: no dot at an end, no two dots. */
static bool is_local(sr_text text)
{
    sr_text others = SR_TEXT("!#$%&'*+-/=?^_`{|}~");
    for (size_t i = 0; i < text.size; i++) {
        bool is_end = i == 0 || i + 1 == text.size;
        bool is_dot = text.data[i] == '.';
        if (is_dot && (is_end || text.data[i - 1] == '.'))
            return false;
        if (!is_dot && !is_alphanumeric(text.data[i])
            && sr_text_find(others, sr_text_slice(text, i, 1)) == SIZE_MAX)
            return false;
    }
    return text.size > 0;
}

/* Labels of letters, digits and hyphens, joined by dots; no label is empty, too long or has a hyphen at an end. */
static bool is_domain(sr_text text)
{
    size_t first = 0;       // of the label
    for (size_t i = 0; i <= text.size; i++) {
        if (i < text.size && text.data[i] != '.') {
            if (!is_alphanumeric(text.data[i]) && text.data[i] != '-')
                return false;
            continue;
        }
        if (i == first || i - first > LABEL_BYTES_MAX || text.data[first] == '-' || text.data[i - 1] == '-')
            return false;
        first = i + 1;
    }
    return true;
}

/* What is wrong with an address, or NULL. */
static const char *find_address_fault(sr_text address)
{
    size_t at = sr_text_find(address, SR_TEXT("@"));
    if (at == SIZE_MAX)
        return "an address without @";
    sr_text local = sr_text_slice(address, 0, at);
    sr_text domain = sr_text_slice(address, at + 1, address.size);
    if (address.size > ADDRESS_BYTES_MAX || local.size > LOCAL_BYTES_MAX)
        return "an address that is too long";
    if (!is_local(local))
        return "an address with something before @ that cannot stand there";
    if (!is_domain(domain))
        return "an address with something behind @ that is not a domain";
    return NULL;
}

void sr_take_address(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    if (!sr_node_is_scalar(loader, field, node, "an address: name@example.ee"))
        return;
    const char *fault = find_address_fault(node->text);
    sr_text *slot = sr_field_slot(field, target);
    if (fault == NULL)
        *slot = node->text;
    else
        sr_loader_report(loader, "rules.bad_value", node->where, field->name,
                         "name@domain, in ASCII and without blanks", NULL, "%s for '%s'", fault, field->name);
}

static sr_text get_domain(sr_text address)
{
    return sr_text_slice(address, sr_text_find(address, SR_TEXT("@")) + 1, address.size);
}

/* --- languages, audiences, recipients --- */

/* The flags are already set to both; a list names those that are meant. */
static void take_languages(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    bool *flags = sr_field_slot(field, target);
    bool wanted[SR_LANGUAGE_COUNT] = {false};
    bool has_any = false;
    size_t count = node->kind == SR_YAML_SEQUENCE ? node->count : 1;
    const sr_field word = {.name = field->name, .schema = &language_schema};
    for (size_t i = 0; i < count; i++) {
        uint32_t language = SR_LANGUAGE_COUNT;
        sr_take_word(loader, &word, node->kind == SR_YAML_SEQUENCE ? node->items[i] : node, &language);
        if (language < SR_LANGUAGE_COUNT)
            has_any = wanted[language] = true;
    }
    for (int i = 0; i < SR_LANGUAGE_COUNT && has_any; i++)
        flags[i] = wanted[i];
    if (count == 0)
        sr_loader_report(loader, "rules.wrong_type", node->where, field->name, "et, en or both", NULL,
                         "an empty list for '%s'", field->name);
}

static const sr_field audience_fields[] = {
    {.name = "name", .schema = &sr_schema_names, .take = sr_take_names, .offset = offsetof(sr_audience, titles),
     .summary = "what reports call the audience, instead of its key"},
    {.name = "threshold", .schema = &threshold_schema, .take = sr_take_count, .offset = offsetof(sr_audience, threshold), .is_required = true,
     .summary = "a figure that stands for fewer persons or cases than this, but not none, is not shown"},
};
static const sr_schema audience_schema = {.form = SR_SCHEMA_GROUP, .fields = audience_fields, .field_count = SR_FIELD_COUNT(audience_fields)};
static const sr_schema audiences_schema = {.form = SR_SCHEMA_NAMED, .pattern = SR_PATTERN_NAME, .item = &audience_schema};

static void take_audiences(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_ruleset *rules = target;
    if (!sr_loader_is_kind(loader, node, SR_YAML_MAPPING, field->name))
        return;
    sr_audience *audiences = sr_loader_alloc(loader, node->count, sizeof(*audiences));
    size_t kept = 0;
    for (size_t i = 0; audiences != NULL && i < node->count; i++) {
        const sr_yaml *key = node->keys[i];
        if (!sr_loader_is_name(loader, key->text, key->where, SR_NAME_WORD))
            continue;
        audiences[kept] = (sr_audience){.name = key->text, .where = key->where, .threshold = 1};
        sr_fields_take(loader, node->items[i], audience_fields, SR_FIELD_COUNT(audience_fields), &audiences[kept++],
                       sr_loader_write(loader, "audience '%.*s'", SR_TEXT_ARG(key->text)));
    }
    rules->audiences = audiences;
    rules->audience_count = kept;
}

static const sr_field recipient_fields[] = {
    {.name = "name", .schema = &sr_schema_names, .take = sr_take_names, .offset = offsetof(sr_recipient, titles),
     .summary = "what people call the role: in the greeting, as the owner of an indicator, as who approved a target"},
    {.name = "address", .schema = &sr_schema_address, .take = sr_take_address, .offset = offsetof(sr_recipient, address), .is_required = true,
     .summary = "where the mail goes: name@domain, in ASCII"},
    {.name = "language", .schema = &language_schema, .take = sr_take_word, .offset = offsetof(sr_recipient, language),
     .summary = "language of the mail and of the page in it"},
};
static const sr_schema recipient_schema = {.form = SR_SCHEMA_GROUP, .fields = recipient_fields, .field_count = SR_FIELD_COUNT(recipient_fields)};
static const sr_schema recipients_schema = {.form = SR_SCHEMA_NAMED, .pattern = SR_PATTERN_NAME, .item = &recipient_schema};

static void take_recipients(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_ruleset *rules = target;
    if (!sr_loader_is_kind(loader, node, SR_YAML_MAPPING, field->name))
        return;
    sr_recipient *recipients = sr_loader_alloc(loader, node->count, sizeof(*recipients));
    size_t kept = 0;
    for (size_t i = 0; recipients != NULL && i < node->count; i++) {
        const sr_yaml *key = node->keys[i];
        if (!sr_loader_is_name(loader, key->text, key->where, SR_NAME_WORD))
            continue;
        recipients[kept] = (sr_recipient){.role = key->text, .where = key->where, .language = SR_LANGUAGE_COUNT};
        sr_fields_take(loader, node->items[i], recipient_fields, SR_FIELD_COUNT(recipient_fields), &recipients[kept++],
                       sr_loader_write(loader, "recipient '%.*s'", SR_TEXT_ARG(key->text)));
    }
    rules->recipients = recipients;
    rules->recipient_count = kept;
}

/* --- mail --- */

static void take_domains(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_mail_rules *mail = target;
    sr_take_texts(loader, field, node, target);
    for (size_t i = 0; i < mail->allowed_domain_count; i++) {
        sr_text domain = sr_loader_clip(mail->allowed_domains[i]);
        if (!is_domain(mail->allowed_domains[i]))
            sr_loader_report(loader, "rules.bad_value",
                             node->kind == SR_YAML_SEQUENCE && i < node->count ? node->items[i]->where : node->where,
                             field->name, "a domain: example.ee", "without @ and without *", "'%.*s' for '%s'",
                             SR_TEXT_ARG(domain), field->name);
    }
}

static uint32_t get_usual_port(sr_mail_security security)
{
    return security == SR_MAIL_TLS_IMPLICIT ? 465 : security == SR_MAIL_TLS_REQUIRED ? 587 : 25;
}

#define MAIL(member) offsetof(sr_mail_rules, member)

static const sr_field mail_fields[] = {
    {.name = "transport", .schema = &transport_schema, .take = sr_take_word_name, .offset = MAIL(transport), .is_required = true,
     .summary = "smtp hands messages to a mail server; drop lays them in a folder, for trying out"},
    {.name = "directory", .schema = &sr_schema_text, .take = sr_take_text, .offset = MAIL(drop_directory),
     .summary = "with drop: the folder for the messages"},
    {.name = "from", .schema = &sr_schema_address, .take = sr_take_address, .offset = MAIL(from_address), .is_required = true,
     .summary = "address of the sender"},
    {.name = "from_name", .schema = &sr_schema_text, .take = sr_take_text, .offset = MAIL(from_name), .summary = "the sender's name"},
    {.name = "reply_to", .schema = &sr_schema_address, .take = sr_take_address, .offset = MAIL(reply_to),
     .summary = "where answers go; to the sender when it is not said"},
    {.name = "host", .schema = &sr_schema_text, .take = sr_take_text, .offset = MAIL(host), .summary = "with smtp: the mail server"},
    {.name = "port", .schema = &port_schema, .take = sr_take_count, .offset = MAIL(port),
     .summary = "port of the mail server: 587 with starttls, 465 with tls, 25 with none when it is not said"},
    {.name = "security", .schema = &security_schema, .take = sr_take_word, .offset = MAIL(security),
     .summary = "how the line is encrypted: starttls before anything is said, tls from the first byte, none for a server on the same machine"},
    {.name = "user", .schema = &sr_schema_text, .take = sr_take_text, .offset = MAIL(user),
     .summary = "name of the login; without it there is none"},
    {.name = "password_file", .schema = &sr_schema_text, .take = sr_take_text, .offset = MAIL(password_file),
     .summary = "file with the password of the login; $CREDENTIALS_DIRECTORY/smtp when it is not said"},
    {.name = "ca_file", .schema = &sr_schema_text, .take = sr_take_text, .offset = MAIL(ca_file),
     .summary = "certificates that the server is checked against; those of the system when it is not said"},
    {.name = "unknown", .schema = &unknown_schema, .take = sr_take_word, .offset = MAIL(unknown),
     .summary = "what happens to a mail of which nobody knows whether it arrived: hold, or resend"},
    {.name = "allowed_domains", .schema = &domains_schema, .take = take_domains, .offset = MAIL(allowed_domains),
     .other_offset = MAIL(allowed_domain_count), .summary = "no mail ever goes to any other domain"},
};
static const sr_schema mail_schema = {.form = SR_SCHEMA_GROUP, .fields = mail_fields, .field_count = SR_FIELD_COUNT(mail_fields)};

static void take_mail(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_mail_rules *mail = sr_field_slot(field, target);
    mail->is_there = true;
    mail->where = node->where;
    sr_fields_take(loader, node, mail_fields, SR_FIELD_COUNT(mail_fields), mail, "mail");
    bool is_smtp = sr_text_is(mail->transport, SR_TEXT("smtp"));
    const char *missing = NULL;
    if (is_smtp && sr_yaml_find(node, "host") == NULL)
        missing = "host";
    else if (!is_smtp && mail->transport.size > 0 && sr_yaml_find(node, "directory") == NULL)
        missing = "directory";
    if (missing != NULL)
        sr_loader_report(loader, "rules.missing_key", node->where, "mail", sr_loader_write(loader, "`%s:`", missing),
                         sr_loader_write(loader, "add a line `%s: ...`", missing),
                         "mail by '%.*s' without '%s'", SR_TEXT_ARG(mail->transport), missing);
    if (mail->port == 0)
        mail->port = get_usual_port(mail->security);
}

/* --- the whole file --- */

static bool is_allowed(const sr_mail_rules *mail, sr_text address)
{
    for (size_t i = 0; i < mail->allowed_domain_count; i++) {
        if (sr_text_is_same_letters(mail->allowed_domains[i], get_domain(address)))
            return true;
    }
    return mail->allowed_domain_count == 0;
}

/* What can be said only when the whole file is known. */
static void finish(sr_loader *loader, const sr_yaml *root)
{
    sr_ruleset *rules = loader->rules;
    const sr_yaml *recipients = sr_yaml_find(root, "recipients");
    sr_recipient *list = sr_loader_alloc(loader, rules->recipient_count, sizeof(*list));
    for (size_t i = 0; list != NULL && i < rules->recipient_count; i++) {
        list[i] = rules->recipients[i];
        const char *role = sr_loader_get_c(loader, list[i].role);
        const sr_yaml *language = sr_yaml_find(sr_yaml_find(recipients, role), "language");
        if (list[i].language == SR_LANGUAGE_COUNT)
            list[i].language = rules->languages[SR_ET] ? SR_ET : SR_EN;
        else if (!rules->languages[list[i].language] && language != NULL)
            sr_loader_report(loader, "rules.bad_value", language->where, role, "a language of `languages`", NULL,
                             "'%s', in which no report is made", sr_language_get_tag(list[i].language));
        const sr_yaml *address = sr_yaml_find(sr_yaml_find(recipients, role), "address");
        if (address != NULL && list[i].address.size > 0 && !is_allowed(&rules->mail, list[i].address))
            sr_loader_report(loader, "rules.bad_value", address->where, role,
                             sr_loader_join(loader, rules->mail.allowed_domains, rules->mail.allowed_domain_count),
                             "correct the address, or add its domain to `allowed_domains`",
                             "an address outside the allowed domains");
    }
    rules->recipients = list;
}

static const sr_schema month_schema = {.form = SR_SCHEMA_COUNT, .min = 1, .max = 12};

#define RULES(member) offsetof(sr_ruleset, member)

static const sr_field fields[] = {
    {.name = "organisation", .schema = &sr_schema_names, .take = sr_take_names, .offset = RULES(organisation), .is_required = true,
     .summary = "name of the organisation, on the cover of every report"},
    {.name = "unit", .schema = &sr_schema_names, .take = sr_take_names, .offset = RULES(unit), .summary = "the unit below it, on the cover"},
    {.name = "contact", .schema = &sr_schema_text, .take = sr_take_text, .offset = RULES(contact),
     .summary = "whom a reader may ask, on the cover"},
    {.name = "languages", .schema = &languages_schema, .offset = RULES(languages),      // read first: the texts are checked against them
     .summary = "in which languages reports are made: et, en or both; both when it is not said"},
    {.name = "financial_year", .schema = &month_schema, .take = sr_take_count, .offset = RULES(financial_year),
     .summary = "the month with which the years of ytd and full_year begin; 1 when it is not said"},
    {.name = "calendar", .schema = &sr_schema_texts, .take = sr_take_rule_texts, .offset = RULES(calendar_names), .other_offset = RULES(calendar_name_count),
     .summary = "which days are no working days: estonia, or files of calendars/; estonia when it is not said"},
    {.name = "person_key", .schema = &sr_schema_text, .take = sr_take_text, .offset = RULES(person_key_file),
     .summary = "file with the secret for columns of type person; $CREDENTIALS_DIRECTORY/person-key when it is not said"},
    {.name = "audiences", .schema = &audiences_schema, .take = take_audiences, .summary = "who may see what, by name"},
    {.name = "recipients", .schema = &recipients_schema, .take = take_recipients, .summary = "who gets mail, by role"},
    {.name = "mail", .schema = &mail_schema, .take = take_mail, .offset = RULES(mail),
     .summary = "how mail leaves the house; nothing is sent when it is not said"},
};
const sr_schema sr_schema_of_seire = {.form = SR_SCHEMA_GROUP, .fields = fields, .field_count = SR_FIELD_COUNT(fields)};

void sr_load_seire(sr_loader *loader, const sr_rule_file *file)
{
    sr_ruleset *rules = loader->rules;
    for (int i = 0; i < SR_LANGUAGE_COUNT; i++)
        rules->languages[i] = true;
    rules->financial_year = 1;
    loader->lacks_seire = file->root == NULL;
    if (file->root == NULL)
        return;
    const sr_field languages = {.name = "languages", .offset = RULES(languages)};
    const sr_yaml *node = sr_yaml_find(file->root, languages.name);
    if (node != NULL)
        take_languages(loader, &languages, node, rules);
    sr_fields_take(loader, file->root, fields, SR_FIELD_COUNT(fields), rules, "seire.yaml");
    finish(loader, file->root);
}
