import { expect, it } from '@jest/globals';
import { reconstruct } from '@cvg/apps';
import { seededUniform } from '@cvg/test-utils';
import { useToyNetworks } from '../__fixtures__/toy-networks.js';
import { sliceImages } from './image-arrays.js';
import { measureReconstructions } from './measure-reconstructions.js';
import { Sharpness } from './sharpness.js';

const networks = useToyNetworks();

it('compares all images with what comes back, whatever the batches', async () => {
  const labels = Int32Array.from([0, 1, 2, 1, 0]);
  const all = { images: seededUniform(5 * 1024, 1, -1, 1), shape: [5, 32, 32, 1] as const };
  async function* batches() {
    for (const [start, end] of [
      [0, 2],
      [2, 5],
    ] as const) {
      // prettier-ignore
      yield await Promise.resolve({ ...sliceImages(all, start, end), labels: labels.slice(start, end) });
    }
  }
  const seeds = { training: [7] };
  const found = await measureReconstructions(networks(), { batches: batches(), count: 5 }, { seeds });
  const again = await reconstruct(networks(), all, { labels });
  const squares = again.images.map((value, index) => (value - all.images[index]!) ** 2);
  const sharpnessOf = (images: typeof all): number => {
    const meter = new Sharpness();
    meter.add(images);
    return meter.result();
  };
  const error = Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length);
  expect(found.values.pixelError).toBeCloseTo(error, 5);
  const whole = { images: again.images, shape: all.shape };
  expect(found.values.sharpness).toBeCloseTo(sharpnessOf(whole) / sharpnessOf(all), 6);
  expect(found).toMatchObject({ n: { real: 5, generated: 5 }, seeds, network: null });
});
