import { formatComparison } from '../ui/format-comparison.js';
import { compareMethods, type CompareMethodsOptions } from '../workflows/compare-methods.js';
import { writeComparisonReport, type ComparisonKind } from '../workflows/write-comparison-report.js';
import type { CommandContext } from './context.js';

/** Compares methods, writes the report, and tells the numbers. */
export async function compareAndReport(
  kind: ComparisonKind,
  options: CompareMethodsOptions,
  { print, progress, interruptible }: CommandContext,
): Promise<void> {
  const comparison = await interruptible(
    'Stopping after this step, with a checkpoint. Ctrl-C again ends at once and loses the steps since the last one.',
    (signal) => compareMethods({ ...options, progress, signal }),
    'the same command goes on where it stopped',
  );
  print(formatComparison(comparison));
  const report = await writeComparisonReport(kind, comparison, options);
  print(`Report: ${report}`);
}
