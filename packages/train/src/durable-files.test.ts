import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { beforeEachOperation, mockDisk, noSpaceLeft } from './__fixtures__/failing-disk.js';
import { temporaryFolder } from './__fixtures__/temporary-folder.js';

mockDisk();
const { replaceFile } = await import('./durable-files.js');

beforeEach(() => beforeEachOperation(() => undefined));

describe('replaceFile', () => {
  it('has the bytes on the disk before they have the name', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'config.json');
    writeFileSync(file, 'old');
    const operations: string[] = [];
    beforeEachOperation((operation, path) => operations.push(`${operation} ${path.slice(folder.length)}`));
    await replaceFile(file, Buffer.from('new'));
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['config.json']);
    expect(operations).toEqual([
      ...['open', 'write', 'sync', 'rename'].map((operation) => `${operation} /.config.json.tmp`),
      'read ',
      'sync ',
    ]);
  });

  it.each(['write', 'sync', 'rename'])(
    'leaves the old file, and no other, when a %s fails',
    async (failing) => {
      const folder = temporaryFolder();
      const file = join(folder, 'config.json');
      writeFileSync(file, 'old');
      beforeEachOperation((operation) => {
        if (operation === failing) throw noSpaceLeft();
      });
      await expect(replaceFile(file, Buffer.from('new'))).rejects.toThrow(
        `${file}: cannot be written (ENOSPC: no space left on device).`,
      );
      expect(readFileSync(file, 'utf8')).toBe('old');
      expect(readdirSync(folder)).toEqual(['config.json']);
    },
  );
});
