/**
 * Runs an experiment of the paper: installs and builds what it needs first.
 * Usage: npm run reproduce -- <what> [options]; `npm run reproduce -- --help` lists them, `npm run reproduce -- <what> --help` the options.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runExample } from './example.mjs';
import { root } from './pnpm.mjs';

/** By name: the folder in examples/, and what comes out. */
const EXPERIMENTS = new Map([
  ['figure4', ['ring', 'Figure 4: GAN, WGAN and mean feature matching learn a ring']],
  ['table1', ['table-1', 'Table 1 and Figure 5: CVAE, CGAN, FM-CGAN and CVAE-GAN side by side']],
  ['settings', ['settings', 'the choices that the paper leaves open, one at a time']],
  ['figure6', ['figure-6', 'Figure 6: morphs between held-out images']],
  ['figure7', ['figure-7', 'Figure 7: inpainting, iteration by iteration']],
  ['super-resolution', ['super-resolution', 'images made 2, 4 and 8 times smaller, against bicubic']],
  ['figure8', ['figure-8', 'Figure 8: without pixels, features of D, features of C']],
  ['table2', ['table-2', 'Table 2: face verification with generated images']],
  ['stability', ['stability', 'Section 3.1: gradients of G, and how often training collapses']],
]);

const HELP = `Usage: npm run reproduce -- <what> [options]

Runs an experiment of the paper from nothing to its numbers and figures. <what> is one of:

${[...EXPERIMENTS].map(([name, [, says]]) => `  ${name.padEnd(18)}${says}`).join('\n')}

  npm run reproduce -- table1 --help                  the options of one, with their defaults
  npm run reproduce -- table1                         on handwritten digits, which need no download
  npm run reproduce -- table1 --data <folder of photos> --size 64 --seeds 0,1 --out runs/table-1-photos

Each writes <out>/result.json (runs/<name> unless --out says otherwise) and figures beside it. Ctrl-C leaves checkpoints, and the
same command goes on from there.`;

const [what, ...options] = process.argv.slice(2);
const experiment = EXPERIMENTS.get(what);
if (experiment && existsSync(join(root, 'examples', experiment[0]))) {
  runExample(experiment[0], options);
} else if (what === undefined || what === '--help' || what === '-h' || what === 'help') {
  console.log(HELP);
} else {
  console.error(`There is no experiment named "${what}". Known: ${[...EXPERIMENTS.keys()].join(', ')}.`);
  process.exitCode = 2;
}
