import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { FolderLockedError } from './errors.js';
import { FolderLock } from './folder-lock.js';
import { temporaryFolder } from './__fixtures__/temporary-folder.js';

/** A number that no process has. */
const NO_PROCESS = 2 ** 22 + 1;
/** The lock of some process. */
function leave(folder: string, { pid, start = '', host = hostname() }: Left): string {
  const file = join(folder, `lock-${pid}-${start}-0f8fad5b-${encodeURIComponent(host)}`);
  writeFileSync(file, '');
  return file;
}
interface Left {
  readonly pid: number;
  readonly start?: string;
  readonly host?: string;
}
const errorOf = (folder: string): Promise<unknown> =>
  FolderLock.take(folder).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('FolderLock', () => {
  it('is taken once, and again when it was given back', async () => {
    const folder = join(temporaryFolder(), 'new', 'run');
    const lock = await FolderLock.take(folder);
    const [name] = readdirSync(folder);
    expect(name).toMatch(new RegExp(`^lock-${process.pid}-.*-${hostname()}$`));
    const error = await errorOf(folder);
    expect(FolderLockedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      ...{ folder, file: join(folder, name!), pid: process.pid, host: hostname() },
      message: `${folder}: this process (${process.pid}) is writing to it already.`,
    });
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
    await (await FolderLock.take(folder)).release();
  });

  it('names the process that has it, and passes on when that is killed', async () => {
    const folder = temporaryFolder();
    const file = JSON.stringify(new URL('folder-lock.ts', import.meta.url).href);
    const hooks = new URL('__fixtures__/typescript-hooks.mjs', import.meta.url).href;
    const code = `
      const { FolderLock } = await import(${file});
      await FolderLock.take(process.argv[1]);
      console.log('taken');
      setInterval(() => undefined, 1000);`;
    const args = ['--no-warnings', '--import', hooks, '--input-type=module', '--eval', code, folder];
    const child = spawn(process.execPath, args, {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    try {
      await Promise.race([once(child.stdout, 'data'), closed]);
      expect(await errorOf(folder)).toMatchObject({
        pid: child.pid,
        message: `${folder}: process ${child.pid} is writing to it; wait until that has ended, or end it.`,
      });
    } finally {
      child.kill('SIGKILL');
    }
    await closed;
    expect(readdirSync(folder)).toHaveLength(1);
    await (await FolderLock.take(folder)).release();
    expect(readdirSync(folder)).toEqual([]);
  }, 20_000);

  it('counts on another machine until its file is removed', async () => {
    const folder = temporaryFolder();
    const file = leave(folder, { pid: NO_PROCESS, host: 'else/where' });
    expect(await errorOf(folder)).toMatchObject({
      message: `${folder}: process ${NO_PROCESS} on else/where is writing to it; if that has ended, remove ${file}.`,
    });
    rmSync(file);
    await (await FolderLock.take(folder)).release();
  });

  (process.platform === 'linux' ? it : it.skip)(
    'does not take a later process for one that had its number before',
    async () => {
      const folder = temporaryFolder();
      for (const pid of [process.pid, process.ppid]) {
        leave(folder, { pid, start: '1' });
        await (await FolderLock.take(folder)).release();
        expect(readdirSync(folder)).toEqual([]);
        const file = leave(folder, { pid });
        expect(await errorOf(folder)).toMatchObject({ pid });
        rmSync(file);
      }
    },
  );

  it('has one owner, however many ask at once for what a killed process left', async () => {
    const folder = temporaryFolder();
    for (let round = 0; round < 40; round++) {
      leave(folder, { pid: NO_PROCESS });
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => FolderLock.take(folder)));
      const taken = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(taken).toHaveLength(1);
      await taken[0]!.release();
      expect(readdirSync(folder)).toEqual([]);
    }
  });
});
