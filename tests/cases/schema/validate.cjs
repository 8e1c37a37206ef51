// validate.cjs MODULES - an independent judge of the schemas: YAML by the package `yaml` (1.2, core schema), JSON Schema 2020-12 by ajv.
//
// The first line of standard input has the schemas, {NAME: SCHEMA, ...}; each further one is a question, {"schema": NAME, "yaml": TEXT} or
// {"schema": NAME, "value": VALUE}, and gets a line {"refused": WHY, "value": VALUE}; WHY is null when it is accepted.
const path = require('path');
const modules = process.argv[2];
const Ajv = require(path.join(modules, 'ajv/dist/2020')).default;
const YAML = require(path.join(modules, 'yaml'));

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
let validators = null;

function compile(schemas) {
    const compiled = {};
    for (const [name, schema] of Object.entries(schemas)) {
        if (!ajv.validateSchema(schema)) throw new Error(name + ': ' + ajv.errorsText(ajv.errors));
        compiled[name] = ajv.compile(schema);
    }
    return compiled;
}

function judge(question) {
    let value = question.value;
    if ('yaml' in question) {
        const read = YAML.parseDocument(question.yaml, { version: '1.2', schema: 'core', uniqueKeys: true });
        if (read.errors.length > 0) return { refused: 'yaml: ' + read.errors[0].message };
        value = read.toJS();
    }
    const validate = validators[question.schema];
    return { refused: validate(value) ? null : ajv.errorsText(validate.errors.slice(0, 6)), value };
}

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
    if (validators === null) validators = compile(JSON.parse(line));
    else process.stdout.write(JSON.stringify(judge(JSON.parse(line))) + '\n');
});
