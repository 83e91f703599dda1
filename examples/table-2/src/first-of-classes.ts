import type { LabelledGrid } from '@cvg/cli';
import { openPreparedData } from '@cvg/data';

/** Classes shown, and images of each. */
const [ROWS, COLUMNS] = [10, 8];

/** The first images of the first classes of a prepared folder: a row a class. */
export async function firstOfClasses(folder: string): Promise<LabelledGrid> {
  const data = await openPreparedData(folder);
  try {
    const counts = data.labelCounts();
    const classIds = [...data.classes.keys()].slice(0, ROWS);
    const columns = Math.min(COLUMNS, ...classIds.map((id) => counts[id] ?? 0));
    const rows = classIds.flatMap((id) =>
      [...data.rows()].filter((row) => data.labels[row] === id).slice(0, columns),
    );
    const rowLabels = classIds.map((id) => data.classes[id] ?? '');
    return { images: await data.read(rows), columns, rowLabels, columnLabels: [] };
  } finally {
    await data.close();
  }
}
