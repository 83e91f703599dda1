import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openPreparedData } from './open-prepared-data.js';
import { plain, temporaryFolder, writeFiles } from './__fixtures__/files.js';

const program = `
import { prepareFolder } from '@cvg/data';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
const [from, to] = process.argv.slice(1);
try {
  await prepareFolder(from, to, { size: 128, onStart: ({ done }) => console.log('done', done) });
  console.log('complete', readdirSync(dirname(to)).join());
} catch (error) {
  console.log(error.name, error.message.replace(to, 'TO'), readdirSync(dirname(to)).join());
}`;
const cwd = fileURLToPath(new URL('..', import.meta.url));
const run = `"$NODE" --input-type=module --eval "$PROGRAM" "$FROM" "$TO"`;

type Command = readonly [string, ...string[]];

/** Runs lines of a shell, as a command of another one. */
const shell = (lines: string, from: string, to: string, around: Command = ['env']): readonly string[] => {
  const env = { ...process.env, NODE: process.execPath, PROGRAM: program, FROM: from, TO: to };
  const [command, ...args] = around;
  const { stdout, stderr } = spawnSync(command, [...args, 'sh', '-c', lines], { cwd, env, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
};

let photos: string;
beforeAll(async () => {
  photos = temporaryFolder();
  const photo = await plain([9, 9, 9], 64).png().toBuffer();
  writeFiles(
    photos,
    Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a/${index}.png`, photo])),
  );
});

const message = (system: string): RegExp =>
  new RegExp(
    `^DataError TO: the disk takes no more \\(${system}\\); make room and start again: images of photos that were done are kept\\. to\\.partial-[^,]*$`,
  );

const onPosix = process.platform === 'win32' ? it.skip : it;
describe('a disk that takes no more in the middle', () => {
  onPosix('leaves nothing under the final name, says so, and is gone on with', async () => {
    const to = join(temporaryFolder(), 'to');
    // 100 images of 48 KiB; files may have 4,000 blocks of 512 bytes.
    const [start, failure = '', ...rest] = shell(`trap '' XFSZ; ulimit -f 4000; ${run}`, photos, to);
    expect([start, rest]).toEqual(['done 0', []]);
    expect(failure).toMatch(message('EFBIG: file too large, write'));
    const [again = '', complete] = shell(run, photos, to);
    expect(Number(again.replace('done ', ''))).toBeGreaterThanOrEqual(20);
    expect(complete).toBe('complete to');
    expect(readdirSync(join(to, '..'))).toEqual(['to']);
    await (await openPreparedData(to, { verify: true })).close();
  });

  // A file system of two megabytes, where users may have one of their own.
  const around: Command = ['unshare', '--map-root-user', '--mount'];
  const [command, ...args] = around;
  const mayMount = spawnSync(command, [...args, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
  (mayMount ? it : it.skip)('also when it is really full (needs a mount of its own)', () => {
    const disk = temporaryFolder();
    const lines = [
      `mount -t tmpfs -o size=2m none ${disk}`,
      run,
      `mount -o remount,size=20m ${disk}`,
      run,
    ].join('\n');
    const [start, failure = '', again = '', complete] = shell(lines, photos, join(disk, 'to'), around);
    expect(start).toBe('done 0');
    expect(failure).toMatch(message('ENOSPC: no space left on device, write'));
    expect(Number(again.replace('done ', ''))).toBeGreaterThanOrEqual(20);
    expect(complete).toBe('complete to');
  });
});
