import type { Run } from './open-run.js';
import type { Model } from './load-model.js';
import { RunError } from '../errors.js';

/** Names shown in an error. */
const SHOWN_NAMES = 20;

/**
 * The ids of classes given by name.
 * @throws RunError - A name is none of the run's classes, or the run knows no classes.
 */
export function classIdsOf(
  { folder }: Run,
  { classes }: Pick<Model, 'classes'>,
  names: readonly string[],
): number[] {
  return names.map((name) => {
    const classId = classes.indexOf(name.normalize('NFC'));
    if (classId >= 0) return classId;
    if (classes.length === 0)
      throw new RunError(folder.folder, 'its recipe knows no classes; leave the class out');
    const shown = classes.slice(0, SHOWN_NAMES).join(', ') + (classes.length > SHOWN_NAMES ? ', ...' : '');
    throw new RunError(folder.folder, `has no class '${name}'; its classes are ${shown}`);
  });
}
