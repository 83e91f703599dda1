/**
 * Super-resolution: held-out images are made 2, 4 and 8 times smaller by averaging, and enlarged again through E and G, the known low
 * frequencies kept. PSNR, SSIM and top-1 of the judge, against bicubic interpolation.
 *
 * Run: npm run reproduce -- super-resolution [--run <trained run> ... | --data <folder> --size 32 --steps 3000 --seeds 0]
 *        [--factors 2 4 8 --iterations 10 --descent 0 --per-class 100 --out runs/super-resolution]
 * Expect: a minute for each run that is trained already; result.json, and times-2.png ...: the small image, bicubic, the first and
 * the last iteration, the original.
 */
import {
  compareEnlarged,
  integer,
  oneOf,
  reducedImages,
  superResolutionFigure,
  superResolveImages,
  type LabelledGrid,
} from '@cvg/cli';
import { everyNthRow, runOnHeldOut, type NumberRow } from '@cvg/experiment';

const FACTORS = [2, 4, 8] as const;
type Factor = (typeof FACTORS)[number];

interface Flags {
  readonly factors?: readonly Factor[];
  readonly iterations: number;
  readonly descent: number;
}

/** Rows of a picture. */
const SHOWN = 10;

await runOnHeldOut<Flags>({
  name: 'super-resolution',
  description:
    'Enlarges held-out images that were made smaller, and compares with the truth and with bicubic.',
  out: 'runs/super-resolution',
  options: (command) =>
    command
      .option(
        '--factors <list...>',
        'how much smaller (default: 2 4 8)',
        (text: string, earlier: readonly Factor[] | undefined) => [
          ...new Set([...(earlier ?? []), oneOf(FACTORS)(text)]),
        ],
      )
      .option('--iterations <n>', 'how often an image goes through E and G', integer(1), 10)
      .option('--descent <n>', 'steps of gradient descent on z to compare with; 0: none', integer(0), 0),
  work: async ({ networks, images, perClass, judge, flags: { factors = FACTORS, iterations, descent } }) => {
    const rows: NumberRow[] = [];
    const pictures: Record<string, LabelledGrid> = {};
    for (const factor of factors) {
      const ways = await superResolveImages(networks, reducedImages(images, factor), { iterations, descent });
      const compared = await compareEnlarged(ways, images.images, { labels: images.labels, judge });
      rows.push(...compared.map((row) => ({ ...row, name: `${factor}x ${row.name}` })));
      const figure = superResolutionFigure(ways, { names: images.names, original: images.images });
      pictures[`times-${factor}.png`] = everyNthRow(figure, perClass, SHOWN);
    }
    return { rows, pictures };
  },
});
