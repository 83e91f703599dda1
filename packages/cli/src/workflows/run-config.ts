import { engineNames, type EngineName } from '@cvg/backend';
import { resolveTrainingConfig, type TrainingConfig } from '@cvg/train';
import { z } from 'zod';
import { RunError } from '../errors.js';

const dataSchema = z.strictObject({
  /** The prepared folder: relative to the run's folder if it lies inside, absolute otherwise. */
  folder: z.string().min(1),
  /** `fingerprint` of the data set: another one is refused. */
  fingerprint: z.string(),
  order: z.enum(['shuffled', 'class-balanced']),
  flip: z.boolean(),
});

const runSchema = z.strictObject({
  version: z.literal(1),
  engine: z.enum(engineNames as readonly [EngineName, ...EngineName[]]),
  /** How many steps the run was planned for. */
  steps: z.int().positive(),
  data: dataSchema,
  training: z.record(z.string(), z.unknown()),
});

type Parsed = z.output<typeof runSchema>;

/** `config.json` of a run: everything that decides what its training computes, as plain JSON. */
export interface RunConfig extends Readonly<Omit<Parsed, 'training' | 'data'>> {
  readonly data: Readonly<Parsed['data']>;
  readonly training: TrainingConfig;
}

/**
 * Reads the configuration of a run that was read from a file.
 * @throws RunError - It is not one; the field is named.
 */
export function parseRunConfig(folder: string, json: unknown): RunConfig {
  const result = runSchema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new RunError(
      folder,
      `config.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
    );
  }
  const training = result.data.training as unknown as TrainingConfig; // validated by the next line
  return { ...result.data, training: resolveTrainingConfig(training) };
}
