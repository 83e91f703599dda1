import { basename, dirname, resolve } from 'node:path';
import { RunError } from '../errors.js';
import { classIdsOf } from '../workflows/class-names.js';
import { imagesOfFiles, imagesOfRun, type LabelledImages } from '../workflows/labelled-images.js';
import type { Model } from '../workflows/load-model.js';
import type { Run } from '../workflows/open-run.js';
import { shownClasses } from '../workflows/training-pictures.js';

export interface ImagesToUse {
  /** Image files; none: images of the run's data. */
  readonly files: readonly string[];
  /** Names of classes. */
  readonly classes: readonly string[] | undefined;
  /** Images of each class, out of the data. */
  readonly perClass: number;
}

/**
 * The images a command was asked to work on. The class of a file is the one that was given, or the one that its folder is named as.
 * @throws RunError - Files came without their class.
 */
export async function imagesToUse(
  run: Run,
  model: Model,
  { files, classes, perClass }: ImagesToUse,
): Promise<LabelledImages> {
  if (files.length === 0) return imagesOfRun(run, model, classesToUse(run, model, classes), perClass);
  return imagesOfFiles(run, files, labelsOfFiles(run, model, files, classes));
}

/** The classes that were named, or as many as are shown. */
export function classesToUse(
  run: Run,
  model: Model,
  names: readonly string[] | undefined,
): readonly number[] {
  return names ? classIdsOf(run, model, names) : shownClasses(run.folder.classes.length);
}

/** The class of each file; `undefined` for a recipe without classes. @throws RunError - It cannot be told. */
export function labelsOfFiles(
  run: Run,
  model: Model,
  files: readonly string[],
  names: readonly string[] | undefined,
): readonly number[] | undefined {
  const classIds = names && classIdsOf(run, model, names);
  if (model.classes.length === 0) return undefined;
  if (classIds?.length === files.length) return classIds;
  if (classIds?.length === 1) return files.map(() => classIds[0] ?? -1);
  const found = files.map((file) => model.classes.indexOf(basename(dirname(resolve(file))).normalize('NFC')));
  if (classIds === undefined && !found.includes(-1)) return found;
  throw new RunError(
    run.folder.folder,
    'needs the class of the image files: --class <name>, one for all of them or one for each, or folders that are named as their classes',
  );
}
