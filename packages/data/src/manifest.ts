import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CROPS } from './area-of-record.js';
import { DataError } from './errors.js';
import { messageOf, systemMessage } from './message-of.js';
import { landmarkRow, rejectedFile } from './outcome.js';

export const MANIFEST_FILE = 'manifest.json';
export const IMAGES_FILE = 'images.npy';
export const LABELS_FILE = 'labels.npy';

/** A manifest of 100,000 images takes about 10 MB. */
const MAX_MANIFEST_BYTES = 2 ** 29;

const count = z.int().nonnegative();
const size = z.int().positive();
/** SHA-256 of an array's bytes, without the header of its file: `hashlib.sha256(numpy.load(file))`. */
const checksum = z.string().regex(/^[0-9a-f]{64}$/);

const decodeOptions = z.object({
  size,
  channels: z.union([z.literal(1), z.literal(3)]),
  background: z.string(),
  maxPixels: size,
});

const classFolders = z.object({
  kind: z.literal('class-folders'),
  options: decodeOptions,
  /** The file of each row, relative to the source folder. */
  files: z.array(z.string()),
});

const records = z.object({
  kind: z.literal('records'),
  /** Of the data set, such as `cub-200-2011`. */
  layout: z.string(),
  options: decodeOptions.extend({
    crop: z.enum(CROPS),
    /** Of faces: how they were cropped, and which. */
    eyeDistance: z.number().optional(),
    faces: z.enum(['main', 'all']).optional(),
    minImages: size,
    maxPerClass: size.optional(),
    /** Drew the images of `maxPerClass`. */
    seed: z.int(),
    /** The classes that were asked for. */
    classes: z.array(z.string()).optional(),
  }),
  /** The file of each row, relative to the data set's folder; one with several objects has several rows. */
  files: z.array(z.string()),
  /** Files of the same bytes, a list for each content. */
  duplicates: z.array(z.array(z.string())),
  /**
   * Of faces: the landmarks of each row as x, y, x, y, ... in pixels of the photo, turned as its EXIF orientation says, from the centre
   * of the top-left pixel.
   */
  landmarks: z.array(landmarkRow).optional(),
});

const idx = z.object({
  kind: z.literal('idx'),
  options: z.object({ size: size.optional(), fit: z.enum(['pad', 'resize']) }),
  /** The idx files, in the order of the rows. */
  files: z.array(z.object({ images: z.string(), labels: z.string(), rows: count })),
});

const generated = z.object({
  kind: z.literal('generated'),
  options: z.object({
    /** SHA-256 of the generator's file. */
    generator: checksum,
    /** Of z. */
    seed: z.int(),
    /** z is cut off there. */
    truncation: z.number().positive().optional(),
    /** Images of each class. */
    perClass: size,
  }),
  /** What each class was drawn as: one of the generator's classes, or a mixture of them. */
  mixtures: z.array(z.array(z.object({ className: z.string(), weight: z.number() }))),
  /** None: the images were drawn, not read. */
  files: z.array(z.string()).max(0),
});

const split = z.object({
  /**
   * `stratified`: `heldOutFraction` of every class; `balanced`: `heldOutPerClass` images of every class; `class-disjoint`: every image of
   * `heldOutClasses` and no other; `official`: the data set's own test files.
   */
  method: z.enum(['stratified', 'balanced', 'class-disjoint', 'official']),
  heldOutFraction: z.number().min(0).max(1).optional(),
  heldOutPerClass: size.optional(),
  /** Those that have an image. */
  heldOutClasses: z.array(z.string()).optional(),
  /** Of the draw. */
  seed: z.int().optional(),
  /** Rows, ascending. */
  heldOut: z.array(count),
});

const manifestSchema = z.object({
  format: z.literal('cvg-prepared-data'),
  version: z.literal(1),
  images: z.object({ shape: z.tuple([size, size, size, size]), sha256: checksum }),
  labels: z.object({ sha256: checksum }),
  /** Class names by id; every class has an image. */
  classes: z.array(z.string()).min(1),
  /** Classes of the source without a usable image; they have no id. */
  emptyClasses: z.array(z.string()),
  split,
  source: z.discriminatedUnion('kind', [classFolders, records, idx, generated]),
  /** What was left out, and why. */
  rejected: z.array(rejectedFile),
});

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** `manifest.json` of a prepared folder: what its arrays hold, where it came from, and what was left out. */
export type Manifest = DeepReadonly<z.infer<typeof manifestSchema>>;
/** Where the images of a prepared folder came from, and with which options they were made. */
export type ManifestSource = Manifest['source'];
/** Which rows are kept for judging, and how they were chosen. */
export type ManifestSplit = Manifest['split'];

/** @throws DataError - There is no manifest, it is damaged, or it is of a later version. */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, MANIFEST_FILE);
  let text: string;
  try {
    const { size: bytes } = await stat(file);
    if (bytes > MAX_MANIFEST_BYTES) throw new Error(`${bytes} bytes, the limit is ${MAX_MANIFEST_BYTES}`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new DataError(
      file,
      `cannot be read (${systemMessage(error)}); prepareFolder, prepareIdx and prepareRecords make prepared folders`,
      { cause: error },
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DataError(file, `not JSON (${messageOf(error)})`, { cause: error });
  }
  const result = manifestSchema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new DataError(
      file,
      `not a manifest of version 1: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    );
  }
  return result.data;
}
