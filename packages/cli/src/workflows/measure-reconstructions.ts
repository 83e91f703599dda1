import { reconstruct, type EncoderAndGenerator } from '@cvg/apps';
import { measurement, type Measurement, type Seeds } from '@cvg/metrics';
import type { ImagesToJudge } from './images-to-judge.js';
import { Sharpness } from './sharpness.js';

/**
 * What reconstructions lose: `pixelError`, the root of the mean squared difference of a value in [-1, 1] from the original, and `sharpness`
 * ({@link Sharpness}) as a share of the originals'.
 * @param images - Real ones, that were not learned from.
 */
export async function measureReconstructions(
  networks: EncoderAndGenerator,
  { batches, count }: ImagesToJudge,
  { seeds, signal }: { readonly seeds?: Seeds; readonly signal?: AbortSignal } = {},
): Promise<Measurement<'pixelError' | 'sharpness'>> {
  const [original, again] = [new Sharpness(), new Sharpness()];
  let [squares, length] = [0, 0];
  for await (const batch of batches) {
    signal?.throwIfAborted();
    const drawn = await reconstruct(networks, batch, { labels: batch.labels });
    original.add(batch);
    again.add(drawn);
    for (const [index, value] of batch.images.entries()) {
      squares += ((drawn.images[index] ?? NaN) - value) ** 2;
    }
    length += batch.images.length;
  }
  return measurement(
    'reconstruction',
    { pixelError: Math.sqrt(squares / length), sharpness: again.result() / original.result() },
    { n: { real: count, generated: count }, network: null, seeds },
  );
}
