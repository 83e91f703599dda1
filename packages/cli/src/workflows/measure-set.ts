import { measureGenerated, measurement, type Measurement } from '@cvg/metrics';
import { scoreSplits } from './judge-images.js';
import type { JudgedSet } from './judged-set.js';

/** k of precision, recall, density and coverage, where there are enough images. */
const NEIGHBOURS = 5;

/**
 * All measurements of a set of images beside the reference, real images: what the judge says (`measureGenerated`), `intraClassDiversity`, and
 * `sharpness` as a share of the reference's.
 */
export async function measureSet(
  reference: JudgedSet,
  { judged, diversity, sharpness }: JudgedSet,
  signal?: AbortSignal,
): Promise<readonly Measurement[]> {
  const n = { real: reference.judged.labels.length, generated: judged.labels.length };
  const neighbours = Math.min(NEIGHBOURS, n.real - 1, n.generated - 1);
  const { metric, values, seeds, splits, network, settings } = diversity;
  return [
    ...(await measureGenerated(reference.judged, judged, {
      ...{ splits: scoreSplits(n.generated), neighbours, signal },
    })),
    { metric, values, n: diversity.n, seeds, splits, network, settings },
    measurement(
      'sharpness',
      { ofReal: sharpness / reference.sharpness },
      { n, network: null, seeds: judged.seeds },
    ),
  ];
}
