// SPDX-License-Identifier: Apache-2.0
// Our JSON Schemas, by a validator that is not ours: they take every agreement that is shipped, and
// refuse what `mandat agreement check` refuses.
// Usage: schema_test.js SOURCE_DIRECTORY MANDAT
'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { stranger } = require('../node/stranger.js');

const Ajv = stranger('ajv').default;
const YAML = stranger('yaml');
const [root, mandat] = process.argv.slice(2);
const agreements = path.join(root, 'agreements');
const read = (name) => fs.readFileSync(path.join(agreements, name), 'utf8');

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false,
                      strictTypes: false });
const schemas = {};
for (const document of ['form', 'agreement', 'service-schema']) {
  const text = fs.readFileSync(
    path.join(root, 'docs/reference/schema', `${document}.schema.json`), 'utf8');
  schemas[document] = ajv.compile(JSON.parse(text));
}

// What the schema of a document says against a text; empty when it takes it.
function flags(document, text) {
  const validate = schemas[document];
  return validate(YAML.parse(text)) ? [] :
    validate.errors.map((error) => `${error.instancePath} ${error.message}`);
}

const kindOf = (value) => (value.schema ? 'service-schema' : value.agreement ? 'agreement' : 'form');

// True if the reader takes the three texts; its findings else.
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'mandat-schema-'));
function check(texts) {
  const files = ['form', 'agreement', 'service-schema'].map((document) => {
    const file = path.join(scratch, `${document}.yaml`);
    fs.writeFileSync(file, texts[document]);
    return file;
  });
  const ran = spawnSync(mandat, ['agreement', 'check', ...files], { encoding: 'utf8' });
  assert.notEqual(ran.status, null, `${mandat} did not end by itself: ${ran.stderr}`);
  assert([0, 2].includes(ran.status), `${mandat}: ${ran.status}\n${ran.stderr}`);
  return ran.status === 0 ? '' : ran.stdout;
}

const sample = {
  form: read('mintt.yaml'),
  agreement: read('mintt-demo.yaml'),
  'service-schema': read('mintt-care.schema.yaml'),
};

// A term that only says, and one that gives a time.
const breach = ['breach', 'extra'];
const notice = ['breach', 'notice'];

// The sample with a text replaced, or with another value at a path.
function changed(text, where, to) {
  if (!Array.isArray(where)) {
    const other = text.replace(where, to);
    assert.notEqual(other, text, `the sample no longer says ${where}`);
    return other;
  }
  const document = YAML.parseDocument(text);
  assert(document.hasIn(where.slice(0, -1)), `the sample no longer has ${where.join('.')}`);
  document.setIn(where, document.createNode(to));
  return document.toString({ lineWidth: 0 });
}

// One fact changed, so that neither the schema nor the reader may take the text.
const twins = [
  ['form', 'a key that is misspelt', 'data-categories:', 'data-categorys:'],
  ['form', 'a key that is missing', /^language: .*\n/m, ''],
  ['form', 'a word of no list', /^language: .*$/m, 'language: french'],
  ['form', 'a version below one', /^version: 1$/m, 'version: 0'],
  ['form', 'a version that is no number', /^version: 1$/m, 'version: first'],
  ['form', 'a name with a capital', /^form: mintt$/m, 'form: MintT'],
  ['form', 'a text that is a list', /^title: .*$/m, 'title: [a, b]'],
  ['form', 'an empty text', /^title: .*$/m, 'title: ""'],
  ['form', 'a section that is a text', /^breach:\n(?: .*\n)+/m, 'breach: soon\n'],
  ['form', 'an operation that the law does not know', 'verb: collect', 'verb: gather'],
  ['form', 'a term of no vocabulary', 'dpv: dpv:', 'dpv: schema:'],
  ['form', 'a period without `from`', 'keep: {months: 1}, from: capture', 'keep: {months: 1}'],
  ['form', 'a period of no days', 'keep: {months: 1}', 'keep: {months: 0}'],
  ['form', 'a period in weeks', 'keep: {months: 1}', 'keep: {weeks: 1}'],
  ['form', '`from` without a period', 'keep: choice', 'keep: choice, from: capture'],
  ['form', 'a statement without its clause', breach, { text: 'More' }],
  ['form', 'a statement that says nothing', breach, { clause: '9' }],
  ['form', 'a silence with a value', breach, { status: 'not-stated', text: 'More' }],
  ['form', 'a silence with a misspelt word', breach, 'not-statet'],
  ['form', 'a key that the term cannot have', breach, { within: '1 day', clause: '9' }],
  ['form', 'a word where the term has none', breach, { is: 'shared', clause: '9' }],
  ['form', 'a word that the term does not have', ['breach', 'cost'],
   { is: 'nobody', clause: '9' }],
  ['form', 'a period that is none', notice, { within: '1 days', clause: '9' }],
  ['form', 'an event that is none', notice, { within: '1 day', from: 'dawn', clause: '9' }],
  ['form', 'a repetition of a repetition', breach,
   { text: 'A', clause: '9', also: [{ text: 'B', clause: '8', also: [{ text: 'C', clause: '7' }] }] }],
  ['form', 'an empty repetition', breach, { text: 'A', clause: '9', also: [] }],
  ['form', 'a clause that is too long', breach, { text: 'A', clause: 'x'.repeat(65) }],
  ['form', 'hours that are none', ['commercial', 'hours'], { hours: 'mon-fri 9-17', clause: '9' }],
  ['form', 'a statement of a list without an id', ['controller-duties', 0],
   { text: 'More', clause: '9' }],
  ['form', 'a country that is none', ['sub-processors', 'list', 0, 'country'], 'UK'],
  ['form', 'names that are a text', ['permissions', 0, 'purposes'], 'every'],
  ['agreement', 'a form without a version', /^form: mintt@1$/m, 'form: mintt'],
  ['agreement', 'an instant without an offset', 'start: 2026-01-01T00:00:00Z',
   'start: 2026-01-01T00:00:00'],
  ['agreement', 'a month that there is not', /on: 2025-12-18/, 'on: 2025-13-18'],
  ['agreement', 'nobody who accepted', /^  by: .*\n/m, ''],
  ['agreement', 'a role that there is not', 'role: controller', 'role: owner'],
  ['agreement', 'evidence that is no hash', /evidence: 5d2f/, 'evidence: 5D2F'],
  ['agreement', 'a house rule for no term', '{term: breach.notice,', '{term: breach.notices,'],
  ['agreement', 'a house rule without a reason', /,\n     why: leaves the controller two[^}]*/, ''],
  ['agreement', 'an attestation of nothing', /of: confidentiality\.personnel/,
   'of: confidentiality.staff'],
  ['service-schema', 'a type that there is not', 'type: text', 'type: string'],
  ['service-schema', 'a key that is misspelt', 'length-max:', 'max-length:'],
  ['service-schema', 'a kind that there is not', 'kind: series', 'kind: stream'],
  ['service-schema', 'a blob of no bytes', 'bytes-max: 8000000', 'bytes-max: 0'],
  ['service-schema', 'media types that are no list', /media-types: \[(.*)\]/, 'media-types: $1'],
  ['service-schema', 'a collection without fields', /^( +)fields:\n(?:\1 .*\n)+/m, ''],
];

const tests = {
  'takes every agreement that is shipped'() {
    const names = fs.readdirSync(agreements)
      .filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'));
    assert(names.length >= 15, `only ${names.length} files in ${agreements}`);
    const seen = new Set();
    for (const name of names) {
      const kind = kindOf(YAML.parse(read(name)));
      seen.add(kind);
      assert.deepEqual(flags(kind, read(name)), [], name);
    }
    assert.equal(seen.size, 3);
  },

  'takes other words in the places of the twins, as the reader does'() {
    for (const [where, to] of [[breach, { text: 'More', clause: '9' }],
                               [breach, { status: 'not-stated', note: 'Silent' }],
                               [breach, { status: 'ambiguous', text: 'More', clause: '9' }],
                               [['breach', 'cost'], { is: 'shared', clause: '9' }],
                               [notice, { within: '1 day', from: 'awareness', clause: '9' }],
                               [breach, { text: 'A', clause: '9',
                                          also: [{ text: 'B', clause: '8' }] }]]) {
      const form = changed(sample.form, where, to);
      assert.deepEqual(flags('form', form), []);
      assert.doesNotMatch(check({ ...sample, form }), /error\[A1/);
    }
  },

  'takes the sample that the twins differ from, as the reader does'() {
    for (const [document, text] of Object.entries(sample)) {
      assert.deepEqual(flags(document, text), []);
    }
    assert.equal(check(sample), '');
  },

  'takes a clause and a figure that YAML reads as numbers, as the reader does'() {
    const form = changed(sample.form, breach, { text: 2026, clause: 4.1, line: '7' });
    assert.deepEqual(flags('form', form), []);
    assert.equal(check({ ...sample, form }), '');
  },
};

for (const [document, name, from, to] of twins) {
  tests[`refuses ${name}, as the reader does`] = () => {
    const text = changed(sample[document], from, to);
    assert.notDeepEqual(flags(document, text), [], 'the schema takes it');
    assert.notEqual(check({ ...sample, [document]: text }), '', 'the reader takes it');
  };
}

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    test();
    console.log(`ok    ${name}`);
  } catch (trouble) {
    failed += 1;
    console.log(`FAIL  ${name}\n${trouble.message}`);
  }
}
fs.rmSync(scratch, { recursive: true });
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
