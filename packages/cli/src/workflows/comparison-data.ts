import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EngineName } from '@cvg/backend';
import { openPreparedData, type PreparedData } from '@cvg/data';
import { ConfigMismatchError } from '@cvg/train';
import { z } from 'zod';
import { RunError } from '../errors.js';
import { silentProgress } from '../ui/progress.js';
import { dataFolder, type CreateRunOptions } from './create-run.js';
import { prepareForTraining } from './prepare-for-training.js';
import { startEngine } from './start-engine.js';

/** What all runs of a comparison share; `out` is the comparison's folder. */
export type ComparisonDataOptions = Omit<CreateRunOptions, 'recipe' | 'training' | 'seed'>;

const settingsSchema = z.strictObject({
  data: z.string(),
  size: z.union([z.literal(32), z.literal(64), z.literal(128)]),
  channels: z.union([z.literal(1), z.literal(3)]).optional(),
  crop: z.string().optional(),
  steps: z.int().positive(),
  batchSize: z.int().positive(),
  width: z.number().positive(),
  latentSize: z.int().positive(),
  engine: z.custom<EngineName>((value) => typeof value === 'string'),
  flip: z.boolean(),
});

const fileSchema = z.strictObject({
  version: z.literal(1),
  settings: settingsSchema,
  /** The prepared folder: relative to the comparison's if it lies inside, absolute otherwise. */
  prepared: z.string(),
  fingerprint: z.string(),
});

/** What every run of a comparison has in common; a comparison goes on with the same ones only. */
export type ComparisonSettings = Readonly<z.output<typeof settingsSchema>>;

/** A comparison's settings, and its data, to be closed by the receiver. */
export interface ComparisonData {
  readonly settings: ComparisonSettings;
  readonly data: PreparedData;
}

/**
 * Prepares the data of a comparison and writes down its settings (`settings.json`), or opens those of one that was begun. Starts the engine.
 * @throws ConfigMismatchError - It was begun with other settings; every one that differs is named.
 */
export async function openComparisonData(options: ComparisonDataOptions): Promise<ComparisonData> {
  const { out, crop, progress = silentProgress, signal } = options;
  const { size = 64, steps = 5000, batchSize = 64, width = 0.25, latentSize = 64 } = options;
  const file = join(out, 'settings.json');
  const shared = { data: resolve(options.data), size, crop, steps, batchSize, width, latentSize };
  const saved = await readSettings(file);
  if (saved) {
    const { settings, prepared, fingerprint } = saved;
    const { channels = settings.channels, flip = settings.flip, engine = 'auto' } = options;
    const given = { ...shared, channels, flip, engine: engine === 'auto' ? settings.engine : engine };
    refuseOthers(out, settings, given);
    await startEngine(settings.engine);
    const data = await openPreparedData(resolve(out, prepared));
    if (data.fingerprint === fingerprint) return { settings, data };
    await data.close();
    throw new RunError(out, `its data in ${data.folder} is not what the comparison began with`);
  }
  const { name: engine } = await startEngine(options.engine ?? 'auto');
  const { data, kind } = await prepareForTraining({
    ...{ from: shared.data, out: resolve(out, 'data'), size, crop, progress, signal },
    channels: options.channels,
  });
  const flip = options.flip ?? (kind === 'class-folders' || kind === 'records');
  const settings: ComparisonSettings = { ...shared, channels: options.channels, engine, flip };
  const { fingerprint, folder } = data;
  const content = { version: 1, settings, prepared: dataFolder(out, folder), fingerprint };
  await mkdir(out, { recursive: true });
  await writeFile(`${file}.tmp`, `${JSON.stringify(content, undefined, 2)}\n`);
  await rename(`${file}.tmp`, file);
  return { settings, data };
}

async function readSettings(file: string): Promise<z.output<typeof fileSchema> | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new RunError(file, 'is not what a comparison writes; choose another folder', { cause: error });
  }
}

function refuseOthers(out: string, saved: ComparisonSettings, given: ComparisonSettings): void {
  const names = Object.keys({ ...saved, ...given }) as (keyof ComparisonSettings)[];
  const differences = names
    .filter((name) => saved[name] !== given[name])
    .map((path) => ({ path, saved: saved[path], given: given[path] }));
  if (differences.length > 0) throw new ConfigMismatchError(out, differences);
}
