/** The data of both programs, eight Gaussians on a circle, and how well a generator has learned them. */
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';

const [numModes, radius, deviation] = [8, 2, 0.1];
const center = (mode: number): [number, number] => [
  radius * Math.cos((2 * Math.PI * mode) / numModes),
  radius * Math.sin((2 * Math.PI * mode) / numModes),
];

/** Draws points, shape `[count, 2]`; what comes depends on the seed only. */
export function drawReal(count: number, seed: number): tf.Tensor2D {
  return tf.tidy(() => {
    const modes = tf.randomUniform([count], 0, numModes, 'int32', seed);
    const centers = tf.tensor2d(Array.from({ length: numModes }, (_, mode) => center(mode)));
    const spread = tf.randomNormal([count, 2], 0, deviation, 'float32', seed + 0.5);
    return tf.add<tf.Tensor2D>(tf.gather(centers, modes), spread);
  });
}

/** What a reader wants to know of samples `[count, 2]`, in one line. */
export async function describe(samples: tf.Tensor2D): Promise<string> {
  const points = await samples.array();
  const counts = new Array<number>(numModes).fill(0);
  let sum = 0;
  for (const [x = NaN, y = NaN] of points) {
    const distances = counts.map((_, mode) => Math.hypot(x - center(mode)[0], y - center(mode)[1]));
    const nearest = Math.min(...distances);
    const mode = distances.indexOf(nearest);
    sum += nearest;
    if (nearest < 3 * deviation) counts[mode] = (counts[mode] ?? 0) + 1;
  }
  const inModes = counts.reduce((total, count) => total + count, 0);
  // A mode counts as found if it has a quarter of its fair share of the samples.
  const found = counts.filter((count) => count >= points.length / numModes / 4).length;
  const mean = (sum / points.length).toFixed(3);
  const share = ((100 * inModes) / points.length).toFixed(1);
  return `${found} of ${numModes} modes, ${share} % of the samples in one, mean distance ${mean}`;
}

/** The two options of both programs. */
export function readOptions(): { readonly steps: number; readonly seed: number } {
  const options = {
    steps: { type: 'string', default: '6000' },
    seed: { type: 'string', default: '0' },
  } as const;
  const { values } = parseArgs({ options });
  const [steps, seed] = [Number(values.steps), Number(values.seed)];
  if (!(Number.isInteger(steps) && steps >= 1) || !(Number.isInteger(seed) && seed >= 0)) {
    console.error('Expected --steps an integer >= 1, --seed an integer >= 0.');
    process.exit(2);
  }
  return { steps, seed };
}
