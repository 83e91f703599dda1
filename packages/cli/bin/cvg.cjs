#!/usr/bin/env node
// Not in dist/, so that a package manager can link the command before it is built. CommonJS, because loading an ES module starts
// the threads of libuv, on which photos are decoded, and how many there are must be said before.
const { availableParallelism } = require('node:os');
const { env } = require('node:process');

env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()));
import('../dist/bin.js');
