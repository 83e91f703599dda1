import { join } from 'node:path';
import type { Box, ImageListing, ImageRecord } from './image-record.js';
import { presentRecords } from './present-records.js';
import { readNumberedList, readTextList, type ListLine } from './text-list.js';

/**
 * Caltech-UCSD Birds 200-2011: `images/`, `images.txt`, `image_class_labels.txt`, `classes.txt`, `train_test_split.txt`,
 * `bounding_boxes.txt`. The official test images are held out. Images that are listed but not there are `missing`.
 * Convention: ids count from 1; boxes are `x y width height` and count from 0, as the smallest in the official file is 0.
 * @param folder - The one with the lists.
 * @throws DataError - A list is missing or damaged; it names the file and the line.
 */
export async function readCub2011(folder: string): Promise<ImageListing> {
  const list = (name: string): Promise<ReadonlyMap<number, ListLine>> => readNumberedList(join(folder, name));
  const images = await list('images.txt');
  const labels = await list('image_class_labels.txt');
  const splits = await list('train_test_split.txt');
  const boxes = await list('bounding_boxes.txt');
  const classLines = await list('classes.txt');
  const classNames = new Map([...classLines].map(([id, line]) => [id, line.text(1, 'a class name')]));
  const records = [...images].map(([id, line]): ImageRecord => {
    const other = (lines: ReadonlyMap<number, ListLine>, name: string): ListLine =>
      lines.get(id) ?? line.fail(`an image that ${name} has, too`);
    const label = other(labels, 'image_class_labels.txt');
    return {
      file: `images/${line.insideFile(1, 'an image')}`,
      className: classNames.get(label.integer(1, 'a class id')) ?? label.fail('a class of classes.txt'),
      split: splitOf(other(splits, 'train_test_split.txt')),
      box: boxOf(other(boxes, 'bounding_boxes.txt')),
    };
  });
  const layout = 'cub-200-2011';
  return presentRecords({ root: folder, layout, records, classes: [...classNames.values()], rejected: [] });
}

function splitOf(line: ListLine): 'train' | 'held-out' {
  const isTraining = line.integer(1, '1 (training) or 0 (test)');
  if (isTraining > 1) line.fail('1 (training) or 0 (test)');
  return isTraining === 1 ? 'train' : 'held-out';
}

const boxOf = (line: ListLine): Box => ({
  x: line.decimal(1, 'x'),
  y: line.decimal(2, 'y'),
  width: line.decimal(3, 'a width'),
  height: line.decimal(4, 'a height'),
});

/**
 * Caltech-UCSD Birds 200 of 2010: `images/`, `lists/train.txt`, `lists/test.txt`; a class is a folder of `images/`. The official
 * test images are held out. Its boxes and outlines are MATLAB structures, which are not read.
 * @param folder - The one that holds `images` and `lists`.
 * @throws DataError - A list is missing or damaged; it names the file and the line.
 */
export async function readCub200(folder: string): Promise<ImageListing> {
  const lists = [
    { name: 'train.txt', split: 'train' },
    { name: 'test.txt', split: 'held-out' },
  ] as const;
  const records: ImageRecord[] = [];
  for (const { name, split } of lists) {
    for (const line of await readTextList(join(folder, 'lists', name))) {
      const file = line.insideFile(0, 'an image');
      const [className = '', image] = file.split('/');
      if (image === undefined) line.fail('<class>/<image>');
      records.push({ file: `images/${file}`, className, split });
    }
  }
  const classes = [...new Set(records.map(({ className }) => className))].sort();
  return presentRecords({ root: folder, layout: 'cub-200', records, classes, rejected: [] });
}
