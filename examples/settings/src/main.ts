/**
 * The choices that the paper leaves open (normalisation, moving means, which images are fakes, sampling of z, learning rate, weights),
 * one at a time: each method differs from the defaults of @cvg/train by one of them.
 *
 * Run: npm run reproduce -- settings [--data <folder> --steps 1000 --seeds 0 --methods base joint-bn ... --out runs/settings]
 * Expect: on digits 4 minutes for each method and seed on two cores; result.json with the measurements of table1 for each choice,
 * report.html, and samples.png with two rows of each.
 */
import { runComparison } from '@cvg/experiment';
import { VARIANTS } from './variants.js';

await runComparison({
  name: 'settings',
  description:
    'Changes the choices that the paper leaves open one at a time, and measures what becomes of it.',
  kind: 'compare',
  methods: VARIANTS,
  figure: 'samples.png',
  defaults: { out: 'runs/settings', steps: 1000, seeds: [0], evaluatorSteps: 1500 },
});
