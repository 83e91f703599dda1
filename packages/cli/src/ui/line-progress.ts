import { formatCount, formatDuration } from './format.js';
import type { Progress, ProgressTask, TaskOptions } from './progress.js';
import { RateMeter } from './rate-meter.js';

/** A line at most this often, in milliseconds. */
const INTERVAL = 10_000;

/** Progress as plain lines, for files and pipes: one as a task begins to move, one every ten seconds, one at its end. */
export function lineProgress(
  write: (line: string) => void,
  now: () => number = () => performance.now(),
): Progress {
  return {
    note: write,
    task: (options) => lineTask(write, now, options),
  };
}

function lineTask(
  write: (line: string) => void,
  now: () => number,
  { title, total, done: before = 0, unit, imagesPerUnit = 1 }: TaskOptions,
): ProgressTask {
  const meter = new RateMeter(before, now);
  let printed: { readonly time: number; readonly done: number } | undefined;
  let latest: { readonly done: number; readonly line: string } | undefined;
  const print = (): void => {
    if (!latest || latest.done === printed?.done) return;
    write(latest.line);
    printed = { time: now(), done: latest.done };
  };
  return {
    update(done, detail) {
      const rate = meter.update(done);
      const parts = [
        `${title}  ${formatCount(done)}/${formatCount(total)} ${unit}`,
        `${Math.floor((100 * done) / Math.max(1, total))} %`,
      ];
      if (rate !== undefined) {
        parts.push(
          `${formatCount(rate * imagesPerUnit)} images/s`,
          `${formatDuration((total - done) / rate)} left`,
        );
      }
      if (detail) parts.push(detail);
      latest = { done, line: parts.join('  ') };
      if (printed === undefined || now() - printed.time >= INTERVAL) print();
    },
    end: print,
  };
}
