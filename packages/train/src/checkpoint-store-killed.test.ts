/** Writers that are killed at a random moment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { CheckpointStore, type Checkpoint } from './checkpoint-store.js';
import { temporaryFolder } from './__fixtures__/temporary-folder.js';

const hooks = new URL('__fixtures__/typescript-hooks.mjs', import.meta.url).href;

/** Writes checkpoints without end, from the one after `start` on, and tells of each that is complete. */
const code = `
const { writeSync } = await import('node:fs');
const { CheckpointStore } = await import(${JSON.stringify(new URL('checkpoint-store.ts', import.meta.url).href)});
const [folder, start, samePlace] = process.argv.slice(1);
const store = new CheckpointStore(folder, { keepLast: 2 });
for (let count = Number(start) + 1; ; count++) {
  const bytes = new Float64Array(20_000).fill(count);
  const files = new Map(['a', 'b', 'c', 'd'].map((name) => [name + '.bin', new Uint8Array(bytes.buffer)]));
  await store.write({ step: samePlace === 'yes' ? 7 : count, files });
  writeSync(1, count + '\\n');
}`;

/** Runs a writer and kills it. @returns The last checkpoint it told of. */
async function runKilled(folder: string, start: number, samePlace: boolean, delay: number): Promise<number> {
  const args = ['--import', hooks, '--input-type=module', '--eval', code];
  const child = spawn(process.execPath, [...args, folder, String(start), samePlace ? 'yes' : 'no'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  await new Promise((resolve) => setTimeout(resolve, delay));
  child.kill('SIGKILL');
  expect((await closed)[1]).toBe('SIGKILL');
  return Number(output.trim().split('\n').at(-1));
}

/** The number the child filled all files of a checkpoint with. */
function countOf({ files }: Checkpoint): number {
  const numbers = new Set([...files.values()].flatMap((bytes) => [...new Float64Array(bytes.buffer)]));
  expect([...numbers]).toHaveLength(1);
  return [...numbers][0]!;
}

it.each([
  [20, 'new checkpoints', false],
  [8, 'one checkpoint again and again', true],
])(
  '%i killed writers of %s leave a sound one, as new as the last they told of',
  async (kills, _, samePlace) => {
    const folder = temporaryFolder();
    const store = new CheckpointStore(folder);
    let last = 0;
    let interrupted = 0;
    for (let kill = 0; kill < kills; kill++) {
      const told = await runKilled(folder, last, samePlace, Math.random() * 40);
      expect(told).toBeGreaterThan(last);
      if (readdirSync(folder).some((name) => name.startsWith('.'))) interrupted++;
      const { checkpoint, damaged } = await store.readLatest();
      expect(damaged).toEqual([]);
      last = countOf(checkpoint!);
      expect([told, told + 1]).toContain(last);
    }
    expect(interrupted).toBeGreaterThan(0); // or the kills missed what they were to hit
  },
  180_000,
);
