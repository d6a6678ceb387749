#!/usr/bin/env node
/*
 * Starts penny. This file is CommonJS and old JavaScript on purpose: any Node from 12 on can read it, so that an old one
 * gets a sentence instead of a syntax error. It does nothing else but answer `--version`, which has to be quick.
 */
"use strict";

var needed = [24, 15];
var installed = process.versions.node.split(".").map(Number);
var words = process.argv.slice(2);

if (installed[0] < needed[0] || (installed[0] === needed[0] && installed[1] < needed[1])) {
  console.error(
    "penny: Node.js " +
      process.versions.node +
      " is installed, but penny needs " +
      needed.join(".") +
      " or newer: get it from https://nodejs.org/ or run `npm install --global node@24`.",
  );
  process.exitCode = 2;
} else if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  console.log(require("../package.json").version);
} else {
  require("node:module").enableCompileCache();
  // A clone that was not built has no dist: there Node runs the TypeScript as it is.
  import(require("node:fs").existsSync(`${__dirname}/../dist/main.js`) ? "../dist/main.js" : "../src/main.ts");
}
