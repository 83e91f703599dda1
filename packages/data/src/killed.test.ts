import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openPreparedData } from './open-prepared-data.js';
import { prepareFolder } from './prepare-folder.js';
import { firstOutputOf, startChild } from './__fixtures__/child.js';
import { plain, temporaryFolder, writeFiles } from './__fixtures__/files.js';

const code = `
import { prepareFolder } from '@cvg/data';
const [from, to] = process.argv.slice(1);
await prepareFolder(from, to, { size: 512, onProgress: ({ done }) => console.log(done) });`;

it('leaves nothing that opens when it is killed, and the next run cleans up', async () => {
  const parent = temporaryFolder();
  const from = join(parent, 'photos');
  const photo = await plain([9, 9, 9], 64).png().toBuffer();
  writeFiles(from, Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`a/${index}.png`, photo])));
  const to = join(parent, 'prepared');
  const child = startChild(code, [from, to]);
  const closed = once(child, 'close');
  await firstOutputOf(child);
  child.kill('SIGKILL');
  expect((await closed)[1]).toBe('SIGKILL');
  const left = readdirSync(parent).filter((name) => name !== 'photos');
  expect(left).toEqual([expect.stringMatching(/^prepared\.partial-.*-\d+$/)]);
  await expect(openPreparedData(to)).rejects.toThrow('manifest.json: cannot be read');
  await expect(openPreparedData(join(parent, left[0]!))).rejects.toThrow('manifest.json: cannot be read');
  await prepareFolder(from, to, { size: 8 });
  expect(readdirSync(parent).sort()).toEqual(['photos', 'prepared']);
  await (await openPreparedData(to, { verify: true })).close();
});
