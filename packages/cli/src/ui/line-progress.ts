import { formatCount, formatDuration } from './format.js';
import type { Progress, ProgressTask, TaskOptions } from './progress.js';
import { formatRate, RateMeter } from './rate-meter.js';

/** Milliseconds to the first line of a task, and from one line to the next. */
const FIRST = 2_000;
const INTERVAL = 10_000;

/** Progress as plain lines, for files and pipes: of a task one after two seconds, one every ten seconds, one at its end. */
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
  { title, total, done: before = 0, unit, imagesPerUnit }: TaskOptions,
): ProgressTask {
  const meter = new RateMeter(before, now);
  let due = now() + FIRST;
  /** The line that was not written yet. */
  let latest: string | undefined;
  const print = (): void => {
    if (latest === undefined) return;
    write(latest);
    latest = undefined;
    due = now() + INTERVAL;
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
          formatRate(rate, { unit, imagesPerUnit }),
          `${formatDuration((total - done) / rate)} left`,
        );
      }
      if (detail) parts.push(detail);
      latest = parts.join('  ');
      if (now() >= due) print();
    },
    end: print,
  };
}
