import { RunError } from '../errors.js';
import { classIdsOf } from '../workflows/class-names.js';
import { imagesOfFiles, imagesOfRun, type LabelledImages } from '../workflows/labelled-images.js';
import type { Model } from '../workflows/load-model.js';
import type { Run } from '../workflows/open-run.js';
import { shownClasses } from '../workflows/training-pictures.js';

export interface ImagesToUse {
  /** Image files of one class; none: images of the run's data. */
  readonly files: readonly string[];
  /** Names of classes. */
  readonly classes: readonly string[] | undefined;
  /** Images of each class, out of the data. */
  readonly perClass: number;
}

/** The images a command was asked to work on. @throws RunError - Files came without their class. */
export async function imagesToUse(
  run: Run,
  model: Model,
  { files, classes, perClass }: ImagesToUse,
): Promise<LabelledImages> {
  const conditional = model.classes.length > 0;
  const classIds = classes && classIdsOf(run, model, classes);
  if (files.length === 0) {
    return imagesOfRun(run, model, classIds ?? shownClasses(run.folder.classes.length), perClass);
  }
  if (conditional && classIds?.length !== 1) {
    throw new RunError(
      run.folder.folder,
      'needs the class of the image files: --class <name>, one for all of them',
    );
  }
  return imagesOfFiles(run, files, classIds?.[0]);
}
