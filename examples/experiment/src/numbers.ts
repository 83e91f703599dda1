/** Numbers of something by name, such as `{ name: '10', psnr: 21.4, ssim: 0.83, top1: 0.96 }`. */
export interface NumberRow {
  readonly name: string;
  readonly [measure: string]: string | number | undefined;
}

/** {@link NumberRow} over several runs: means, and sample standard deviations (0 for one run). */
export interface MeanRow {
  readonly name: string;
  readonly mean: Readonly<Record<string, number>>;
  readonly deviation: Readonly<Record<string, number>>;
}

/** The same rows of several runs as one. */
export function meanRows([first = [], ...others]: readonly (readonly NumberRow[])[]): MeanRow[] {
  return first.map((row, index) => {
    const repeated = [row, ...others.map((rows) => rows[index])];
    const mean: Record<string, number> = {};
    const deviation: Record<string, number> = {};
    for (const [measure, value] of Object.entries(row)) {
      if (typeof value !== 'number') continue;
      const values = repeated.map((one) => Number(one?.[measure]));
      const center = values.reduce((sum, each) => sum + each, 0) / values.length;
      const squares = values.reduce((sum, each) => sum + (each - center) ** 2, 0);
      mean[measure] = center;
      deviation[measure] = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
    }
    return { name: row.name, mean, deviation };
  });
}

const WIDTH = 16;

/** Rows as lines of text, with a line of headings; deviations where there are several runs. */
export function formatRows(rows: readonly MeanRow[], numRuns: number): string {
  const measures = Object.keys(rows[0]?.mean ?? {});
  const width = Math.max(...rows.map(({ name }) => name.length));
  const cell = (value: number): string => (Number.isFinite(value) ? value.toFixed(3) : String(value));
  return [
    ' '.repeat(width) + measures.map((measure) => measure.padStart(WIDTH)).join(''),
    ...rows.map(({ name, mean, deviation }) => {
      const cells = measures.map((measure) => {
        const spread = numRuns > 1 ? ` ± ${cell(deviation[measure] ?? NaN)}` : '';
        return `${cell(mean[measure] ?? NaN)}${spread}`.padStart(WIDTH);
      });
      return name.padEnd(width) + cells.join('');
    }),
  ].join('\n');
}
