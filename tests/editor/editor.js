// SPDX-License-Identifier: Apache-2.0
// An editor without a screen: speaks the Language Server Protocol with a YAML language server.
'use strict';

const { spawn } = require('node:child_process');
const { pathToFileURL } = require('node:url');
const { strangerScript } = require('../node/stranger.js');

class Editor {
  // `schemas`: address of a JSON Schema to the file names that it is for.
  constructor(schemas) {
    this.settings = {
      yaml: { schemas, validate: true, hover: true, completion: true,
              schemaStore: { enable: false, url: '' } },
    };
    this.waiting = new Map();  // id of a request to who waits for its answer
    this.asking = new Map();  // address of a file to who waits for those
    this.asked = new Promise((resolve) => { this.haveAsked = resolve; });  // for the settings
    this.next = 1;
    this.bytes = Buffer.alloc(0);
    this.server = spawn(process.execPath,
                        [strangerScript('yaml-language-server'), '--stdio'],
                        { stdio: ['pipe', 'pipe', 'inherit'] });
    this.server.stdout.on('data', (bytes) => this.read(bytes));
  }

  async start() {
    await this.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
        textDocument: {
          completion: { completionItem: { snippetSupport: true } },
          hover: { contentFormat: ['markdown'] },
        },
      },
    });
    this.notify('initialized', {});
    this.notify('workspace/didChangeConfiguration', { settings: this.settings });
    await this.asked;
  }

  // Opens a text under a path and answers what the server flags, first lines first.
  open(path, text) {
    const uri = pathToFileURL(path).href;
    const flagged = new Promise((resolve) => this.asking.set(uri, resolve));
    this.notify('textDocument/didOpen',
                { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return flagged;
  }

  complete(path, at) {
    return this.request('textDocument/completion', this.place(path, at));
  }

  hover(path, at) {
    return this.request('textDocument/hover', this.place(path, at));
  }

  async stop() {
    await this.request('shutdown', null);
    const ended = new Promise((resolve) => this.server.on('exit', resolve));
    this.notify('exit', null);
    await ended;
  }

  place(path, at) {
    return { textDocument: { uri: pathToFileURL(path).href }, position: at };
  }

  request(method, params) {
    const id = this.next++;
    const answered = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.write({ jsonrpc: '2.0', id, method, params });
    return answered;
  }

  notify(method, params) {
    this.write({ jsonrpc: '2.0', method, params });
  }

  write(message) {
    const body = Buffer.from(JSON.stringify(message));
    this.server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.server.stdin.write(body);
  }

  read(bytes) {
    this.bytes = Buffer.concat([this.bytes, bytes]);
    for (;;) {
      const end = this.bytes.indexOf('\r\n\r\n');
      if (end < 0) {
        return;
      }
      const length = Number(/Content-Length: (\d+)/i.exec(this.bytes.subarray(0, end))[1]);
      if (this.bytes.length < end + 4 + length) {
        return;
      }
      const message = JSON.parse(this.bytes.subarray(end + 4, end + 4 + length));
      this.bytes = this.bytes.subarray(end + 4 + length);
      this.take(message);
    }
  }

  take(message) {
    if (message.method === 'textDocument/publishDiagnostics') {
      const resolve = this.asking.get(message.params.uri);
      this.asking.delete(message.params.uri);
      resolve?.(message.params.diagnostics);
    } else if (message.method === 'workspace/configuration') {
      const result = message.params.items.map((item) => this.settings[item.section] ?? {});
      this.write({ jsonrpc: '2.0', id: message.id, result });
      this.haveAsked();
    } else if (message.method && message.id !== undefined) {
      this.write({ jsonrpc: '2.0', id: message.id, result: null });
    } else if (message.id !== undefined) {
      const { resolve, reject } = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      message.error ? reject(new Error(message.error.message)) : resolve(message.result);
    }
  }
}

module.exports = { Editor };
