// SPDX-License-Identifier: Apache-2.0
// Every shipped agreement's export, by a JSON-LD processor that is not ours: nothing is lost, and
// every term exists in the Data Privacy Vocabulary 2.3 or in our own documented namespace.
// Usage: jsonld_test.js SOURCE_DIRECTORY MANDAT
'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { stranger } = require('../node/stranger.js');

const jsonld = stranger('jsonld');
const YAML = stranger('yaml');
const [root, mandat] = process.argv.slice(2);
const agreements = path.join(root, 'agreements');

const OWN = 'https://mandat.example/ns/agreement#';
const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const RDF_LIST = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

// Safe: whatever the processor would drop is an error. No document is ever fetched.
const options = {
  safe: true,
  documentLoader: (address) => { throw new Error(`the export needs ${address}`); },
};

// Terms that may be used, by address: "class", "property" or "value".
function readTerms() {
  const terms = new Map();
  const prefixes = new Map([['dpv', 'https://w3id.org/dpv#'], ['pd', 'https://w3id.org/dpv/pd#'],
                            ['loc', 'https://w3id.org/dpv/loc#'],
                            ['risk', 'https://w3id.org/dpv/risk#'],
                            ['legal-eu', 'https://w3id.org/dpv/legal/eu#'],
                            ['eu-gdpr', 'https://w3id.org/dpv/legal/eu/gdpr#']]);
  for (const line of fs.readFileSync(path.join(root, 'law/dpv-2.3.tsv'), 'utf8').split('\n')) {
    const [prefix, term, kind] = line.split('\t');
    if (kind && !line.startsWith('#')) {
      terms.set(prefixes.get(prefix) + term, kind);
    }
  }
  const page = fs.readFileSync(path.join(root, 'docs/reference/dpv.md'), 'utf8');
  for (const [, name, kind] of page.matchAll(/^\| `mandat:([A-Za-z]+)` \| (\w+) \|/gm)) {
    terms.set(OWN + name, kind);
  }
  return terms;
}
const terms = readTerms();

function shipped() {
  const forms = new Map();
  const found = [];
  for (const name of fs.readdirSync(agreements).filter((file) => /^[a-z-]+\.yaml$/.test(file))) {
    const value = YAML.parse(fs.readFileSync(path.join(agreements, name), 'utf8'));
    if (value.agreement) {
      found.push({ name, form: value.form.split('@')[0] });
    } else {
      forms.set(value.form, name);
    }
  }
  return found.map(({ name, form }) => ({ instance: name, form: forms.get(form) }));
}

function exported({ form, instance }) {
  const ran = spawnSync(mandat, ['agreement', 'export', path.join(agreements, form),
                                 path.join(agreements, instance)],
                        { encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(ran.status, 0, `${instance}: ${ran.stderr}${ran.stdout?.slice(0, 400)}`);
  return ran.stdout;
}

// What a document says, counted without a JSON-LD processor: identifiers in full, and literals.
function countedByHand(document) {
  const context = document['@context'];
  const full = (name) => {
    const colon = name.indexOf(':');
    const prefix = context[name.slice(0, colon)];
    return typeof prefix === 'string' ? prefix + name.slice(colon + 1) : name;
  };
  const counted = { ids: [], literals: [] };
  const count = (value, key) => {
    if (Array.isArray(value)) {
      value.forEach((item) => count(item, key));
    } else if (typeof value === 'object') {
      for (const [below, item] of Object.entries(value)) {
        count(item, below);
      }
    } else if (key === '@id' || key === '@type' || context[key]?.['@type'] === '@id') {
      counted.ids.push(full(value));
    } else {
      counted.literals.push(JSON.stringify(value));
    }
  };
  count(document['@graph'], '@graph');
  return counted;
}

function countedInExpansion(expanded) {
  const counted = { ids: [], literals: [] };
  const count = (value, key) => {
    if (Array.isArray(value)) {
      value.forEach((item) => count(item, key));
    } else if (typeof value !== 'object') {
      counted.ids.push(value);  // of @id and @type; every other value is an object
    } else if ('@value' in value) {
      counted.literals.push(JSON.stringify(value['@value']));
    } else {
      for (const [below, item] of Object.entries(value)) {
        count(item, below);
      }
    }
  };
  count(expanded, '@graph');
  return counted;
}

// Lists of one item and bare items are the same to JSON-LD, unless order is part of the value.
function normal(value, context, key) {
  if (Array.isArray(value)) {
    const items = value.map((item) => normal(item, context));
    return items.length === 1 && context[key]?.['@container'] !== '@list' ? items[0] : items;
  }
  if (typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(Object.keys(value).sort()
    .map((below) => [below, normal(value[below], context, below)]));
}

// What is wrong with the addresses that a data set uses.
function strangeTerms(quads) {
  const strange = new Set();
  const look = (address, kinds) => {
    const known = terms.get(address);
    if (!known || !kinds.includes(known)) {
      strange.add(`${address} is no ${kinds.join(' or ')} of ours or of the vocabulary`);
    }
  };
  for (const { predicate, object } of quads) {
    if (predicate.value === RDF_TYPE) {
      look(object.value, ['class']);
    } else if (!predicate.value.startsWith(RDF_LIST)) {
      look(predicate.value, ['property']);
      if (object.termType === 'NamedNode' &&
          (object.value.startsWith('https://w3id.org/dpv') || object.value.startsWith(OWN))) {
        look(object.value, ['class', 'value']);
      }
    }
  }
  return [...strange];
}

const tests = {};
for (const files of shipped()) {
  tests[`${files.instance} is exported without loss, in known terms`] = async () => {
    const text = exported(files);
    assert.equal(exported(files), text, 'two exports differ');
    const document = JSON.parse(text);
    const context = document['@context'];

    const expanded = await jsonld.expand(document, options);
    const before = countedByHand(document);
    const after = countedInExpansion(expanded);
    assert(before.ids.length > 200 && before.literals.length > 200, 'the export is too small');
    assert.deepEqual(after.ids.sort(), before.ids.sort());
    assert.deepEqual(after.literals.sort(), before.literals.sort());

    const compacted = await jsonld.compact(expanded, context, options);
    assert.deepEqual(normal(compacted['@graph'], context), normal(document['@graph'], context));
    const canonical = { ...options, algorithm: 'URDNA2015', format: 'application/n-quads' };
    const nquads = await jsonld.canonize(document, canonical);
    assert.equal(await jsonld.canonize(compacted, canonical), nquads);

    const quads = await jsonld.toRDF(document, options);
    assert.equal(quads.length, nquads.trim().split('\n').length, 'a statement was lost or doubled');
    assert.deepEqual(strangeTerms(quads), []);

    const described = new Set(quads.map(({ subject }) => subject.value));
    const dangling = quads.map(({ object }) => object)
      .filter(({ termType, value }) => termType === 'NamedNode' &&
              value.startsWith(context.this) && !described.has(value));
    assert.deepEqual(dangling, [], 'something is named and not described');
  };
}

// The checks above find what they are for.
tests['a term that the vocabulary does not have is found'] = async () => {
  const document = JSON.parse(exported(shipped()[0]));
  document['@graph'][0]['dpv:hasSubProcessor'] = 'Example';
  const quads = await jsonld.toRDF(document, options);
  assert.equal(strangeTerms(quads).length, 1);
};
tests['a class in the place of a property is found'] = async () => {
  const document = JSON.parse(exported(shipped()[0]));
  document['@graph'][0]['dpv:Purpose'] = 'Example';
  assert.equal(strangeTerms(await jsonld.toRDF(document, options)).length, 1);
};
tests['a key without a namespace is not dropped in silence'] = async () => {
  const document = JSON.parse(exported(shipped()[0]));
  document['@graph'][0].clause = '1';
  await assert.rejects(jsonld.expand(document, options), /safe mode/i);
};

async function main() {
  assert(shipped().length >= 5, `only ${shipped().length} agreements in ${agreements}`);
  let failed = 0;
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      console.log(`ok    ${name}`);
    } catch (trouble) {
      failed += 1;
      console.log(`FAIL  ${name}\n${trouble.message}`);
    }
  }
  console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main();
