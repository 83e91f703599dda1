import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetLayout } from './read-dataset.js';
import { isFaceScrubList } from './read-facescrub.js';

/** What only the folder of that data set holds. */
const MARKS: readonly { readonly layout: DatasetLayout; readonly names: readonly string[] }[] = [
  { layout: 'cub-200-2011', names: ['images', 'images.txt', 'image_class_labels.txt'] },
  { layout: 'cub-200', names: ['images', 'lists/train.txt'] },
  { layout: 'flowers-102', names: ['jpg', 'imagelabels.mat', 'setid.mat'] },
  { layout: 'flowers-17', names: ['jpg', 'trimaps'] },
  { layout: 'flowers-17', names: ['jpg', 'masks-256'] },
  { layout: 'lfw', names: ['lfw-deepfunneled'] },
  { layout: 'lfw', names: ['lfw-funneled'] },
  { layout: 'lfw', names: ['lfw_funneled'] },
];

/** The official layout that a folder has by the names in it, if any; plain folders are not among them. */
export async function detectLayout(
  folder: string,
  names: Iterable<string>,
): Promise<DatasetLayout | undefined> {
  for (const mark of MARKS) {
    const found = await Promise.all(mark.names.map((name) => exists(join(folder, name))));
    if (found.every(Boolean)) return mark.layout;
  }
  for (const name of names) {
    if (await isFaceScrubList(join(folder, name))) return 'facescrub';
  }
  return undefined;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
