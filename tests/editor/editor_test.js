// SPDX-License-Identifier: Apache-2.0
// What an editor with a YAML language server does with our JSON Schemas: it completes, explains and
// flags. Usage: editor_test.js SOURCE_DIRECTORY
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { Editor } = require('./editor.js');

const root = process.argv[2];
const schemas = path.join(root, 'docs/reference/schema');
const modeline = (document) =>
  `# yaml-language-server: $schema=${path.join(schemas, document)}.schema.json\n`;
const form = fs.readFileSync(path.join(root, 'agreements/opinum.yaml'), 'utf8');
const agreement = fs.readFileSync(path.join(root, 'agreements/opinum-demo.yaml'), 'utf8');
const data = fs.readFileSync(path.join(root, 'agreements/opinum-data-hub.schema.yaml'), 'utf8');

// Only its address counts: the texts are never written.
const file = (name) => path.join(root, 'build', 'editor', name);

// The text with one place changed, which must be there.
function changed(text, from, to) {
  assert(text.includes(from), `the sample no longer says ${from}`);
  return text.replace(from, to);
}

// Line and column of what stands behind `before`, both from 0.
function behind(text, before) {
  const at = text.indexOf(before);
  assert(at >= 0, `the sample no longer says ${before}`);
  const lines = text.slice(0, at + before.length).split('\n');
  return { line: lines.length - 1, character: lines.at(-1).length };
}

const labels = (list) => list.items.map((item) => item.label);

const tests = {
  async 'a valid document has no diagnostics, by modeline or by mapping'(editor) {
    for (const [document, text] of [['form', form], ['agreement', agreement],
                                    ['service-schema', data]]) {
      assert.deepEqual(await editor.open(file(`${document}.yaml`), modeline(document) + text), []);
    }
    assert.deepEqual(await editor.open(file('mapped.form.yaml'), form), []);
    const wrong = changed(form, 'language: fr', 'language: french');
    assert.equal((await editor.open(file('wrong.form.yaml'), wrong)).length, 1);
  },

  async 'a breach section offers its terms, with what they say'(editor) {
    const text = `${modeline('form')}form: acme\nbreach:\n  \n  scope: not-stated\n`;
    await editor.open(file('breach.yaml'), text);
    const list = await editor.complete(file('breach.yaml'), behind(text, 'breach:\n  '));
    assert(labels(list).includes('notice'), labels(list).join(' '));
    assert(!labels(list).includes('scope'), 'what stands there already is not offered');
    const notice = list.items.find((item) => item.label === 'notice');
    assert.match(JSON.stringify(notice.documentation), /How soon the controller is told/);
  },

  async 'the authorisation of sub-processors offers its two words'(editor) {
    const text = `${modeline('form')}sub-processors:\n  authorisation:\n    is: \n`;
    await editor.open(file('words.yaml'), text);
    const list = await editor.complete(file('words.yaml'), behind(text, 'is: '));
    assert.deepEqual(labels(list).sort(), ['general', 'specific']);
  },

  async 'a term explains itself and names its law'(editor) {
    const text = modeline('form') + form;
    await editor.open(file('hover.yaml'), text);
    const term = await editor.hover(file('hover.yaml'), behind(text, '\n  authoris'));
    assert.match(term.contents.value, /General authorisation, or specific for each/);
    assert.match(term.contents.value, /GDPR Art\. 28\(2\)/);
    const key = await editor.hover(file('hover.yaml'), behind(text, 'objection: {wit'));
    assert.match(key.contents.value, /The longest time to act/);
  },

  async 'a misspelt key is flagged where it stands'(editor) {
    const text = changed(modeline('form') + form, '  objection: {', '  objektion: {');
    const flags = await editor.open(file('key.yaml'), text);
    assert.deepEqual(flags.map((flag) => flag.message), ['Property objektion is not allowed.']);
    assert.equal(flags[0].range.start.line, behind(text, '  objektion').line);
  },

  async 'a wrong word is flagged where it stands, with the words that may'(editor) {
    const text = changed(modeline('form') + form, '{is: general', '{is: generel');
    const flags = await editor.open(file('word.yaml'), text);
    assert.equal(flags.length, 1);
    assert.match(flags[0].message, /general.*specific/);
    assert.deepEqual(flags[0].range.start, behind(text, 'authorisation: {is: '));
  },

  async 'a missing key is flagged in an agreement'(editor) {
    const text = modeline('agreement') + changed(agreement, /^  on: .*\n/m.exec(agreement)[0], '');
    const flags = await editor.open(file('missing.yaml'), text);
    assert.deepEqual(flags.map((flag) => flag.message), ['Missing property "on".']);
  },

  async 'a wrong type is flagged in a service schema'(editor) {
    const text = modeline('service-schema') + data.replace(/type: text/, 'type: string');
    const flags = await editor.open(file('type.yaml'), text);
    assert.equal(flags.length, 1);
    assert.match(flags[0].message, /"text"/);
  },
};

async function main() {
  const mapping = pathToFileURL(path.join(schemas, 'form.schema.json')).href;
  const editor = new Editor({ [mapping]: '*.form.yaml' });
  await editor.start();
  let failed = 0;
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test(editor);
      console.log(`ok    ${name}`);
    } catch (trouble) {
      failed += 1;
      console.log(`FAIL  ${name}\n${trouble.message}`);
    }
  }
  await editor.stop();
  console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main();
