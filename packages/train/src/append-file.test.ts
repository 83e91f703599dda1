import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { beforeEachOperation, mockDisk, noSpaceLeft } from './__fixtures__/failing-disk.js';
import { temporaryFolder } from './__fixtures__/temporary-folder.js';

mockDisk();
const { AppendFile } = await import('./append-file.js');

beforeEach(() => beforeEachOperation(() => undefined));

describe('AppendFile', () => {
  it('makes a file and appends in the order of the calls', async () => {
    const file = join(temporaryFolder(), 'log');
    const log = await AppendFile.open(file, 0);
    const letters = ['a', 'b', 'c', 'd', 'e'];
    const size = 2 ** 21; // written in several pieces
    const appended = letters.map((letter) => log.append(Buffer.from(letter.repeat(size))));
    await log.close(); // waits for them
    await Promise.all(appended);
    const text = readFileSync(file, 'utf8');
    expect(text).toHaveLength(letters.length * size);
    expect(text.replaceAll(/(.)\1*/g, '$1')).toBe('abcde');
  });

  it('cuts off what is behind the part that is kept', async () => {
    const file = join(temporaryFolder(), 'log');
    writeFileSync(file, 'one two');
    const log = await AppendFile.open(file, 4);
    await log.append(Buffer.from('three'));
    await log.close();
    expect(readFileSync(file, 'utf8')).toBe('one three');
  });

  it('is as long as before after an append that failed, and goes on', async () => {
    const file = join(temporaryFolder(), 'log');
    const log = await AppendFile.open(file, 0);
    await log.append(Buffer.from('one\n'));
    beforeEachOperation(() => {
      throw noSpaceLeft();
    });
    const failed = log.append(Buffer.from('two and more\n'));
    await expect(failed).rejects.toThrow(`${file}: cannot be written (ENOSPC: no space left on device).`);
    expect(readFileSync(file, 'utf8')).toBe('one\n');
    beforeEachOperation(() => undefined);
    await log.append(Buffer.from('three\n'));
    await log.close();
    expect(readFileSync(file, 'utf8')).toBe('one\nthree\n');
  });

  it('names a file that cannot be opened', async () => {
    const file = join(temporaryFolder(), 'missing', 'log');
    await expect(AppendFile.open(file, 0)).rejects.toThrow(
      `${file}: cannot be written (ENOENT: no such file or directory).`,
    );
  });
});
