import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Measurement } from '@cvg/metrics';
import { z } from 'zod';

const counts = z.record(z.string(), z.number());

const fileSchema = z.object({
  key: z.string(),
  measurements: z.array(
    z.object({
      metric: z.string(),
      values: counts,
      n: z.object({ real: z.int(), generated: z.int() }),
      seeds: z.record(z.string(), z.array(z.number())),
      splits: z.int(),
      network: z.string().nullable(),
      settings: counts,
    }),
  ),
});

/**
 * Measurements that are kept in a file, or where there are none with this key, those that `measure` gives, which are then kept.
 * @param key - Of everything that they depend on.
 */
export async function keptMeasurements(
  file: string,
  key: string,
  measure: () => Promise<readonly Measurement[]>,
): Promise<readonly Measurement[]> {
  const kept = await read(file);
  if (kept?.key === key) return kept.measurements;
  const measurements = await measure();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, `${JSON.stringify({ key, measurements }, undefined, 2)}\n`);
  await rename(`${file}.tmp`, file);
  return measurements;
}

/** `undefined` if there is no such file, or one that says something else. */
async function read(file: string): Promise<z.output<typeof fileSchema> | undefined> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
