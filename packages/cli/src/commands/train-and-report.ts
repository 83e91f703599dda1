import { formatCount, formatDuration, plural } from '../ui/format.js';
import { InterruptedError } from '../ui/interrupts.js';
import type { Run } from '../workflows/open-run.js';
import { trainRun } from '../workflows/train-run.js';
import { trainingTime } from '../workflows/training-time.js';
import { writeRunReport } from '../workflows/write-run-report.js';
import type { CommandContext } from './context.js';

/** Trains a run to `steps` steps, writes its report and tells what there is now; closes the run. */
export async function trainAndReport(
  run: Run,
  { steps }: { readonly steps: number },
  { print, progress, interruptible }: CommandContext,
): Promise<void> {
  const { folder, config } = run;
  try {
    progress.note(
      `${config.training.recipe} on ${plural(folder.classes.length, 'class', 'es')}, engine ${config.engine}, run ${folder.folder}`,
    );
    const { step, stepsTaken, reason } = await interruptible(
      'Stopping after this step, with a checkpoint. Ctrl-C again ends at once and loses the steps since the last one.',
      (signal) => trainRun(run, { steps, progress, signal }),
    );
    const planned = steps === config.steps ? '' : ` --steps ${steps}`;
    if (reason === 'aborted') {
      throw new InterruptedError(
        `Stopped after step ${formatCount(step)} of ${formatCount(steps)}. Go on: cvg resume ${folder.folder}${planned}`,
      );
    }
    if (stepsTaken === 0) {
      print(
        `${folder.folder} has taken ${formatCount(step)} steps already; more: cvg resume ${folder.folder} --steps <n>`,
      );
    }
    const time = trainingTime(await folder.readEvents(), config.training.batchSize);
    if (time && stepsTaken > 0) {
      print(
        `Trained ${formatCount(step)} steps in ${formatDuration(time.seconds)}, ${formatCount(time.imagesPerSecond)} images a second.`,
      );
    }
    print(`Report: ${await writeRunReport(run)}`);
    print(`Judge it: cvg evaluate ${folder.folder}`);
  } finally {
    await folder.close();
  }
}
