import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openPreparedData } from './open-prepared-data.js';
import { prepareFolder } from './prepare-folder.js';
import type { PrepareStart } from './prepared-writer.js';
import { firstOutputOf, startChild } from './__fixtures__/child.js';
import { plain, temporaryFolder, writeFiles } from './__fixtures__/files.js';

const code = `
import { prepareFolder } from '@cvg/data';
const [from, to] = process.argv.slice(1);
const onProgress = ({ done }) => done === 100 && console.log(done);
await prepareFolder(from, to, { size: 128, onProgress });`;

let parent: string;
let from: string;
let to: string;

beforeAll(async () => {
  parent = temporaryFolder();
  from = join(parent, 'photos');
  to = join(parent, 'prepared');
  const files: [string, Buffer][] = [];
  for (let index = 0; index < 600; index++) {
    files.push([
      `a/${index}.png`,
      await plain([index % 256, index % 7, 9], 64)
        .png()
        .toBuffer(),
    ]);
  }
  writeFiles(from, Object.fromEntries(files));
});

/** Kills a process that has prepared a hundred images. */
async function killed(): Promise<string> {
  const child = startChild(code, [from, to]);
  const closed = once(child, 'close');
  await firstOutputOf(child);
  child.kill('SIGKILL');
  expect((await closed)[1]).toBe('SIGKILL');
  const left = readdirSync(parent).filter((name) => name.startsWith('prepared.'));
  expect(left).toEqual([expect.stringMatching(/^prepared\.partial-.*-\d+$/)]);
  await expect(openPreparedData(to)).rejects.toThrow('manifest.json: cannot be read');
  await expect(openPreparedData(join(parent, left[0]!, 'prepared'))).rejects.toThrow(
    'manifest.json: cannot be read',
  );
  return join(parent, left[0]!);
}

describe('a process that is killed', () => {
  it('leaves nothing that opens, and the next one goes on to the same bytes', async () => {
    await killed();
    let start: PrepareStart | undefined;
    await prepareFolder(from, to, { size: 128, onStart: (found) => (start = found) });
    // Images are written by the megabyte, which is 21 of them, or once a second.
    expect(start?.done).toBeGreaterThanOrEqual(100 - 22);
    expect(start?.done).toBeLessThan(600);
    expect(readdirSync(parent).sort()).toEqual(['photos', 'prepared']);
    await (await openPreparedData(to, { verify: true })).close();
    const straight = join(parent, 'straight');
    await prepareFolder(from, straight, { size: 128 });
    for (const name of readdirSync(straight)) {
      expect(readFileSync(join(to, name)).equals(readFileSync(join(straight, name)))).toBe(true);
    }
  });

  it('leaves nothing once a preparation with other options has begun', async () => {
    to = join(parent, 'prepared-2');
    const child = startChild(code, [from, to]);
    await firstOutputOf(child);
    child.kill('SIGKILL');
    await once(child, 'close');
    await prepareFolder(from, to, { size: 8 });
    expect(readdirSync(parent).filter((name) => name.startsWith('prepared-2'))).toEqual(['prepared-2']);
  });
});
