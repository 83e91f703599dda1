import { MultiBar } from 'cli-progress';
import { formatDuration } from './format.js';
import type { Progress, ProgressTask, TaskOptions } from './progress.js';
import { formatRate, RateMeter } from './rate-meter.js';

const FORMAT = '{title} [{bar}] {percentage} %  {value}/{total} {unit}  {rate}{left}{detail}';

/** Progress as a bar on a terminal; notes go above it. */
export function barProgress(stream: NodeJS.WriteStream): Progress {
  let bars: MultiBar | undefined;
  return {
    note(line) {
      if (bars) bars.log(`${line}\n`);
      else stream.write(`${line}\n`);
    },
    task(options) {
      bars = new MultiBar({
        format: FORMAT,
        stream,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        barsize: 24,
        hideCursor: true,
        linewrap: false,
        fps: 5,
        gracefulExit: false, // interrupts are the command's business
        emptyOnZero: true,
      });
      return barTask(bars, options, () => (bars = undefined));
    },
  };
}

function barTask(
  bars: MultiBar,
  { title, total, done: before = 0, unit, imagesPerUnit }: TaskOptions,
  onEnd: () => void,
): ProgressTask {
  const bar = bars.create(total, before, { title, unit, rate: '', left: '', detail: '' });
  const meter = new RateMeter(before);
  let ended = false;
  return {
    update(done, detail = '') {
      const rate = meter.update(done);
      bar.update(done, {
        rate: rate === undefined ? '' : `${formatRate(rate, { unit, imagesPerUnit })}  `,
        left: rate === undefined ? '' : `${formatDuration((total - done) / rate)} left  `,
        detail,
      });
    },
    end() {
      if (ended) return;
      ended = true;
      bars.stop();
      onEnd();
    },
  };
}
