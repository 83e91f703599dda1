import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PreparedData } from '@cvg/data';
import { loadEvaluator, type Evaluator } from '@cvg/metrics';
import type { Run } from './open-run.js';

/**
 * The judge that an evaluation of a run has left, of several the one that learned longest; `undefined` if there is none. The caller
 * disposes it.
 */
export async function keptEvaluator(
  { folder, config }: Run,
  { fingerprint }: Pick<PreparedData, 'fingerprint'>,
): Promise<Evaluator | undefined> {
  const place = join(folder.folder, 'evaluators');
  const start = `${fingerprint.slice(0, 16)}-${config.engine}-`;
  const steps = (name: string): number => Number.parseInt(name.slice(start.length), 10);
  const names = await readdir(place).catch(() => []);
  const ofRun = names.filter((name) => name.startsWith(start) && name.endsWith('.safetensors'));
  for (const name of ofRun.sort((a, b) => steps(b) - steps(a))) {
    const evaluator = await readFile(join(place, name))
      .then(loadEvaluator, () => undefined)
      .catch(() => undefined);
    if (evaluator) return evaluator;
  }
  return undefined;
}
