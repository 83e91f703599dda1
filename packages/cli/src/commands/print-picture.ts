import { formatCount } from '../ui/format.js';
import type { LabelledGrid } from '../workflows/labelled-grid.js';
import type { Model } from '../workflows/load-model.js';
import { savePicture } from '../workflows/save-picture.js';
import type { CommandContext } from './context.js';

/** Writes a grid, and tells where it is and what its rows and columns are. */
export async function printPicture(
  file: string,
  grid: LabelledGrid,
  { step }: Pick<Model, 'step'>,
  { print }: CommandContext,
): Promise<void> {
  await savePicture(file, grid);
  const rows = grid.images.shape[0] / grid.columns;
  print(`${file}  ${rows} x ${grid.columns} images, from step ${formatCount(step)}`);
  if (grid.rowLabels.some((label) => label !== '')) print(`rows     ${grid.rowLabels.join(', ')}`);
  if (grid.columnLabels.length > 0) print(`columns  ${columnsLine(grid.columnLabels)}`);
}

/** Names of columns; those without one are passed over. */
const columnsLine = (labels: readonly string[]): string => labels.filter((label) => label !== '').join(', ');
