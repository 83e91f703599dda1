import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DataError } from './errors.js';
import { ImageDataset, type ImageDatasetParts } from './image-dataset.js';
import { NpyStore } from './image-store.js';
import { IMAGES_FILE, LABELS_FILE, readManifest, type Manifest } from './manifest.js';

/** Rows read at once when checksums are compared. */
const VERIFIED_ROWS = 100;

export interface OpenPreparedOptions {
  /** Reads all pixels once and compares their checksum with the manifest's. @default false */
  readonly verify?: boolean;
}

/** A prepared folder that is open: pixels stay in the file, labels and the manifest are in memory. */
export class PreparedData extends ImageDataset {
  readonly folder: string;
  readonly manifest: Manifest;

  constructor(folder: string, manifest: Manifest, parts: ImageDatasetParts) {
    super(parts);
    this.folder = folder;
    this.manifest = manifest;
  }
}

/**
 * Opens a prepared folder. The manifest, the headers and sizes of the arrays and the checksum of the labels are checked.
 * @param folder - Written by `prepareFolder`, `prepareIdx`, `prepareRecords` or `writeGenerated`.
 * @param options - Whether the checksum of the pixels is checked, too.
 * @returns The data set; call its `close` at the end.
 * @throws DataError - A file is missing or damaged, or the files do not fit together; it names the file.
 */
export async function openPreparedData(
  folder: string,
  { verify = false }: OpenPreparedOptions = {},
): Promise<PreparedData> {
  const manifest = await readManifest(folder);
  const [n, ...imageShape] = manifest.images.shape;
  const labels = await readLabels(join(folder, LABELS_FILE), n, manifest);
  const file = join(folder, IMAGES_FILE);
  const store = await NpyStore.open(file, '|u1', manifest.images.shape);
  try {
    if (verify) await verifyPixels(file, store, manifest);
  } catch (error) {
    await store.close();
    throw error;
  }
  const { classes, split } = manifest;
  const content = [manifest.images, manifest.labels, classes, split.heldOut];
  const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const parts = { store, imageShape, labels, classes, heldOut: split.heldOut, fingerprint };
  return new PreparedData(folder, manifest, parts);
}

async function readLabels(file: string, n: number, manifest: Manifest): Promise<Int32Array> {
  const store = await NpyStore.open(file, '<i4', [n]);
  try {
    const bytes = await store.read(Int32Array.from({ length: n }, (_, row) => row));
    if (createHash('sha256').update(bytes).digest('hex') !== manifest.labels.sha256) {
      throw new DataError(file, "its checksum is not the manifest's");
    }
    const labels = new Int32Array(bytes.buffer);
    const wrong = labels.find((label) => !(label >= 0 && label < manifest.classes.length));
    if (wrong !== undefined) {
      throw new DataError(file, `label ${wrong} is none of the ${manifest.classes.length} classes`);
    }
    const outside = manifest.split.heldOut.find((row) => row >= n);
    if (outside !== undefined) throw new DataError(file, `the manifest's split has row ${outside} of ${n}`);
    return labels;
  } finally {
    await store.close();
  }
}

async function verifyPixels(file: string, store: NpyStore, manifest: Manifest): Promise<void> {
  const [n] = manifest.images.shape;
  const hash = createHash('sha256');
  for (let row = 0; row < n; row += VERIFIED_ROWS) {
    const count = Math.min(VERIFIED_ROWS, n - row);
    hash.update(await store.read(Int32Array.from({ length: count }, (_, index) => row + index)));
  }
  if (hash.digest('hex') !== manifest.images.sha256) {
    throw new DataError(file, "its checksum is not the manifest's");
  }
}
