import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StepSpeed } from './measure-step.js';
import type { StepSize } from './step-size.js';

/** A step in PyTorch: the better of its two memory layouts. */
export interface PytorchStep extends StepSpeed {
  /** As in `'1.13.1'`. */
  readonly version: string;
  readonly threads: number;
  readonly layout: 'channelsFirst' | 'channelsLast';
  /** Of the other layout. */
  readonly otherLayoutImagesPerSecond: number;
}

const SCRIPT = fileURLToPath(new URL('../pytorch/step.py', import.meta.url));

/** A Python that was asked for cannot measure; the message says why. */
export class PytorchError extends Error {
  override readonly name = 'PytorchError';
}

/** @throws PytorchError - If a program is no Python with torch; nothing has been measured by then. */
export function assertTorch(python: string): void {
  const { error, status, stderr } = spawnSync(python, ['-c', 'import torch'], { encoding: 'utf8' });
  if (error === undefined && status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
  throw new PytorchError(`--python ${python}: expected a Python with torch (${reason}).`);
}

/**
 * Runs pytorch/step.py, a process for each layout.
 * @param python - A Python that has torch.
 * @throws PytorchError - With what Python said.
 */
export function measurePytorch(
  python: string,
  size: StepSize,
  seconds: number,
  threads: number,
): PytorchStep {
  const [first, last] = (['channelsFirst', 'channelsLast'] as const).map((layout) => {
    const { imageSize, batch, width, channels, numClasses, latentSize } = size;
    const options = {
      ...{ size: imageSize, batch, width, channels, classes: numClasses, latent: latentSize },
      ...{ seconds, threads, layout },
    };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const env = { ...process.env, OMP_NUM_THREADS: String(threads) };
    const { status, stdout, stderr, error } = spawnSync(python, [SCRIPT, ...args], { encoding: 'utf8', env });
    if (error !== undefined || status !== 0) {
      throw new PytorchError(`${python} ${SCRIPT} failed: ${error?.message ?? stderr.trim()}`);
    }
    return { layout, ...(JSON.parse(stdout) as StepSpeed & { version: string; threads: number }) };
  }) as [PytorchStep, PytorchStep];
  const [better, other] = first.imagesPerSecond >= last.imagesPerSecond ? [first, last] : [last, first];
  return { ...better, otherLayoutImagesPerSecond: other.imagesPerSecond };
}
