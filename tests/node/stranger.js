// SPDX-License-Identifier: Apache-2.0
// Loads a program of somebody else that tests compare ours with. They are named in package.json and
// installed by tools/install.sh.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

function missing(name) {
  console.error(`${name} is not installed under tests/node; run tools/install.sh, or npm ci there`);
  process.exit(1);
}

// Of the file or package: its exports.
function stranger(name) {
  try {
    return require(name);
  } catch (trouble) {
    if (trouble.code === 'MODULE_NOT_FOUND') {
      missing(name);
    }
    throw trouble;
  }
}

// Of a program: the path of its script.
function strangerScript(name) {
  const script = path.join(__dirname, 'node_modules', '.bin', name);
  return fs.existsSync(script) ? fs.realpathSync(script) : missing(name);
}

module.exports = { stranger, strangerScript };
