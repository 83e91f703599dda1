/**
 * Figure 6: morphs between two held-out images of a class. z goes from that of the first to that of the second along a line. At every
 * place on the way: top-1 of the judge, and how far the pixels have moved from the place before.
 *
 * Run: npm run reproduce -- figure6 [--run <trained run> ... | --data <folder> --size 32 --steps 3000 --seeds 0]
 *        [--columns 8 --path linear --per-class 100 --out runs/figure-6]
 * Expect: seconds for each run that is trained already; result.json, and figure-6.png: the first image, the way from its
 * reconstruction to that of the second, the second image.
 */
import { integer, morphFigure, morphPairs, type LabelledImages } from '@cvg/cli';
import {
  columnOf,
  everyNthRow,
  pickImages,
  runOnHeldOut,
  topOne,
  type Images,
  type NumberRow,
} from '@cvg/experiment';
import { Option } from 'commander';

interface Flags {
  readonly columns: number;
  readonly path: 'linear' | 'spherical';
}

/** Rows of the picture. */
const SHOWN = 10;

/** As many images of each class, but an even number, so that no pair is of two classes. */
function inPairs({ images, labels, names }: LabelledImages, perClass: number): LabelledImages {
  const even = perClass - (perClass % 2);
  if (even === 0) throw new RangeError('figure6: needs two held-out images of each class.');
  const indices = [...names.keys()].filter((index) => index % perClass < even);
  return {
    images: pickImages(images, indices),
    labels: labels && indices.map((index) => labels[index] ?? -1),
    names: indices.map((index) => names[index] ?? ''),
  };
}

/** Root mean square of the difference of pixels. */
function distance({ images }: Images, { images: others }: Images): number {
  const squares = images.reduce((sum, value, index) => sum + (value - (others[index] ?? NaN)) ** 2, 0);
  return Math.sqrt(squares / images.length);
}

await runOnHeldOut<Flags>({
  name: 'figure6',
  description: 'Morphs between held-out images of a class, and judges what lies on the way.',
  out: 'runs/figure-6',
  options: (command) =>
    command
      .option('--columns <n>', 'images from one end to the other, both included', integer(2), 8)
      .addOption(new Option('--path <kind>', 'of z').choices(['linear', 'spherical']).default('linear')),
  work: async ({ networks, images, perClass, judge, flags: { columns, path } }) => {
    const pairs = inPairs(images, perClass);
    const morphs = await morphPairs(networks, pairs, { steps: columns, path });
    const labels = Array.from(pairs.labels ?? []).filter((_, index) => index % 2 === 0);
    const rows: NumberRow[] = [];
    let before: Images | undefined;
    for (const [column, alpha] of morphs.way.alphas.entries()) {
      const here = columnOf({ images: morphs.way, columns: morphs.way.columns }, column);
      const moved = before && distance(here, before);
      rows.push({
        ...{ name: `alpha ${alpha.toFixed(2)}`, top1: await topOne(judge, here, labels) },
        moved: moved ?? 0,
      });
      before = here;
    }
    const pairsOfClass = Math.floor(perClass / 2);
    return { rows, pictures: { 'figure-6.png': everyNthRow(morphFigure(morphs), pairsOfClass, SHOWN) } };
  },
});
