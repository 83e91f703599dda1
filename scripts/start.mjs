/**
 * The main job: installs, builds and runs the digits example.
 * Usage: npm start [-- options]; `npm start -- --help` lists the options.
 */
import { runExample } from './example.mjs';

runExample('digits', process.argv.slice(2));
