#!/usr/bin/env node
// Not in dist/, so that a package manager can link the command before it is built.
import '../dist/bin.js';
