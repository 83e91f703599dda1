import { createHash } from 'node:crypto';
import { z } from 'zod';
import { messageOf } from './message-of.js';

export const MANIFEST_FILE = 'checkpoint.json';
/** A manifest of ten files takes 1 kB. */
export const MAX_MANIFEST_BYTES = 2 ** 20;

/** No separators, nothing hidden: a name stays inside the checkpoint's folder. */
const FILE_NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/i;

const manifestSchema = z.strictObject({
  format: z.literal('cvg-checkpoint'),
  version: z.literal(1),
  step: z.int().nonnegative(),
  /** Higher is better. */
  score: z.number().optional(),
  files: z.record(
    z.string().refine(isFileName),
    z.strictObject({ bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

/** `checkpoint.json`: what the files of a checkpoint must be. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Whether a checkpoint may hold a file of this name. */
export function isFileName(name: string): boolean {
  return FILE_NAME.test(name) && name.toLowerCase() !== MANIFEST_FILE;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function encodeManifest(
  step: number,
  score: number | undefined,
  files: ReadonlyMap<string, Uint8Array>,
): Uint8Array {
  const manifest: Manifest = {
    format: 'cvg-checkpoint',
    version: 1,
    step,
    score,
    files: Object.fromEntries(
      [...files].map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256(bytes) }]),
    ),
  };
  return Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** @throws Error - The bytes are not the manifest of this step; the message says why. */
export function decodeManifest(bytes: Uint8Array, step: number): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString());
  } catch (error) {
    throw new Error(`not JSON (${messageOf(error)})`, { cause: error });
  }
  const result = manifestSchema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`not a checkpoint of version 1: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  if (result.data.step !== step) throw new Error(`expected step ${step}, got ${result.data.step}`);
  return result.data;
}
