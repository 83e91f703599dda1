/**
 * Figure 7: inpainting of held-out images by Eq. 8. A square of 50/128 of the side is cut out somewhere of each, and the hole is filled
 * again and again by what E and G make of the whole image. PSNR and SSIM inside the hole and top-1 of the judge, by iteration.
 *
 * Run: npm run reproduce -- figure7 [--run <trained run> ... | --data <folder> --size 32 --steps 3000 --seeds 0] [--iterations 10
 *        --descent 0 --per-class 100 --out runs/figure-7]
 * Expect: a minute for each run that is trained already; result.json, psnr.svg, top-1.svg, and figure-7.png: the original, the hole,
 * and each iteration. With --descent 100 gradient descent on z is a column to compare with.
 */
import { inpaintImages, integer } from '@cvg/cli';
import { columnOf, everyNthRow, runOnHeldOut, topOne, type MeanRow, type NumberRow } from '@cvg/experiment';
import { lineChart } from '@cvg/report';

interface Flags {
  readonly iterations: number;
  readonly descent: number;
}

/** Rows of the picture. */
const SHOWN = 10;

/** A measure by iteration; 0 is the hole. */
function chart(rows: readonly MeanRow[], measure: string, title: string, yLabel: string): Promise<string> {
  const points = rows.flatMap(({ name, mean }) => {
    const iteration = name === 'hole' ? 0 : Number(name);
    return Number.isFinite(iteration) ? [[iteration, mean[measure] ?? NaN] as const] : [];
  });
  return lineChart({ title, series: [{ name: measure, points }], xLabel: 'iteration', yLabel });
}

await runOnHeldOut<Flags>({
  name: 'figure7',
  description: 'Fills holes in held-out images, iteration by iteration, and compares with the truth.',
  out: 'runs/figure-7',
  options: (command) =>
    command
      .option('--iterations <n>', 'how often a hole is filled', integer(1), 10)
      .option('--descent <n>', 'steps of gradient descent on z to compare with; 0: none', integer(0), 0),
  work: async ({ networks, images, perClass, seed, judge, flags: { iterations, descent } }) => {
    const painted = await inpaintImages(networks, images, { iterations, descent, seed });
    const rows: NumberRow[] = [];
    for (const [index, row] of [...painted.similarity, undefined].entries()) {
      // Column 0 is the original.
      const column = row === undefined ? 0 : index + 1;
      const top1 = await topOne(judge, columnOf(painted, column), images.labels ?? []);
      rows.push(row === undefined ? { name: 'original', psnr: Infinity, ssim: 1, top1 } : { ...row, top1 });
    }
    return { rows, pictures: { 'figure-7.png': everyNthRow(painted, perClass, SHOWN) } };
  },
  charts: async (rows) => ({
    'psnr.svg': await chart(rows, 'psnr', 'Inside the hole', 'PSNR in dB'),
    'top-1.svg': await chart(rows, 'top1', 'Taken for their class', 'top-1'),
  }),
});
