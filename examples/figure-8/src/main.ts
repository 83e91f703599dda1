/**
 * Figure 8: CVAE-GAN without the pixels, the features of D, or the features of C (Eq. 6, 2 and 4), and with all.
 * 'Blurry', 'loses details' and 'loses category' are measured: sharpness, pixel error and top-1.
 *
 * Run: npm run reproduce -- figure8 --data <folder of photos> [--size 64 --steps 3000 --seeds 0,1,2 --out runs/figure-8]
 * Expect: on digits (32 pixels, without --data) about 12 minutes for each method and seed on two cores; result.json,
 * report.html, samples.png, and reconstructions.png: held-out images, and what each method makes of them.
 */
import { ABLATIONS } from '@cvg/cli';
import { runComparison } from '@cvg/experiment';

await runComparison({
  name: 'figure8',
  description: 'Trains CVAE-GAN without each part of its reconstruction loss, and compares.',
  kind: 'ablate',
  methods: ABLATIONS,
  figure: 'samples.png',
  defaults: { out: 'runs/figure-8', steps: 3000, seeds: [0, 1, 2], evaluatorSteps: 1500 },
});
