import { loadModel, type Model } from '../workflows/load-model.js';
import { openRun, type Run } from '../workflows/open-run.js';
import { startEngine } from '../workflows/start-engine.js';
import type { CommandContext } from './context.js';

/** Opens a run and its newest sound checkpoint, does something with it, and closes both. */
export async function withModel(
  folder: string,
  { progress }: CommandContext,
  work: (run: Run, model: Model) => Promise<void>,
): Promise<void> {
  const run = await openRun(folder);
  try {
    await startEngine(run.config.engine);
    const model = await loadModel(run);
    try {
      for (const { reason } of model.damaged)
        progress.note(`A damaged checkpoint was passed over: ${reason}`);
      await work(run, model);
    } finally {
      model.dispose();
    }
  } finally {
    await run.folder.close();
  }
}
