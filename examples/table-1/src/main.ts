/**
 * Table 1 and Figure 5: a CVAE, a CGAN, the CGAN with mean feature matching and CVAE-GAN, with the same networks, images, steps and
 * seeds, judged by an independent classifier that learned from real images only.
 *
 * Run: npm run reproduce -- table1 [--data <folder> --size 32 --steps 3000 --seeds 0,1,2 --methods cvae cgan ... --out runs/table-1]
 * Expect: on digits 3 minutes (cvae, cgan) to 9 (cvae-gan) for each 1,000 steps of a method and seed on one busy core; result.json with
 * top-1, score, Frechet distance, diversity and more of each method (mean and deviation over the seeds), report.html, and figure-5.png:
 * two rows of real images, then two of each method. The paper's order of top-1 is cvae-gan > fm-cgan > cgan > cvae; ours is in
 * docs/reproduction.md.
 */
import { recipesAsMethods } from '@cvg/cli';
import { runComparison } from '@cvg/experiment';

await runComparison({
  name: 'table1',
  description:
    'Trains CVAE, CGAN, CGAN with mean feature matching and CVAE-GAN alike, and compares what they draw.',
  kind: 'compare',
  methods: recipesAsMethods(),
  figure: 'figure-5.png',
  defaults: { out: 'runs/table-1', steps: 3000, seeds: [0, 1, 2], evaluatorSteps: 1500 },
});
