/** TensorBoard reads a run. Needs `python3` (or `CVG_PYTHON`) with tensorboard; skipped where there is none. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { RunFolder } from '../run-folder.js';
import { temporaryFolder } from '../__fixtures__/temporary-folder.js';

const python = process.env.CVG_PYTHON ?? 'python3';
const hasTensorboard = spawnSync(python, ['-c', 'import tensorboard']).status === 0;

const script = `
import json, sys
from tensorboard.backend.event_processing.plugin_event_accumulator import EventAccumulator
from tensorboard.util import tensor_util
events = EventAccumulator(sys.argv[1], size_guidance={"tensors": 0})
events.Reload()
print(json.dumps({
    tag: [[event.wall_time, event.step, float(tensor_util.make_ndarray(event.tensor_proto))] for event in events.Tensors(tag)]
    for tag in events.PluginTagToContent("scalars")
}))
`;

const seriesOf = (folder: string): unknown =>
  JSON.parse(spawnSync(python, ['-c', script, folder], { encoding: 'utf8' }).stdout);

(hasTensorboard ? it : it.skip)(
  'TensorBoard reads a run, also one that was killed and resumed (needs python3 with tensorboard)',
  async () => {
    const folder = join(temporaryFolder(), 'run');
    let seconds = 1_700_000_000;
    const options = { clock: (): number => seconds * 1000 };
    const run = await RunFolder.create(folder, { config: {}, classes: [] }, options);
    for (const step of [100, 200, 300, 400]) {
      seconds = 1_700_000_000 + step;
      await run.log({ step, 'loss/kl': step / 8, ...(step === 200 && { top1: 0.5 }) });
    }
    await run.close();
    const at = (step: number, value: number): unknown => [1_700_000_000 + step, step, value];
    expect(seriesOf(folder)).toEqual({
      'loss/kl': [at(100, 12.5), at(200, 25), at(300, 37.5), at(400, 50)],
      top1: [at(200, 0.5)],
    });

    // The last record of a killed writer is torn; the run goes on after step 200.
    const file = join(
      folder,
      readdirSync(folder).find((name) => name.startsWith('events.out'))!,
    );
    truncateSync(file, statSync(file).size - 5);
    const resumed = await RunFolder.open(folder, undefined, options);
    await resumed.continueFrom(200);
    seconds = 1_700_000_300;
    await resumed.log({ step: 300, 'loss/kl': 0 });
    await resumed.close();
    expect(seriesOf(folder)).toEqual({
      'loss/kl': [at(100, 12.5), at(200, 25), at(300, 0)],
      top1: [at(200, 0.5)],
    });
  },
);
