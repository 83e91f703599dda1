import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runModule } from '@cvg/test-utils';
import sharp from 'sharp';

const docs = new URL('../../../docs/', import.meta.url);
const examples = new URL('../../', import.meta.url);
const guides = readdirSync(new URL('guides/', docs)).filter((name) => name.endsWith('.md'));
const read = (name: string): string => readFileSync(new URL(name, docs), 'utf8');
/** The fenced blocks of a guide in one language. */
const blocks = (guide: string, language: string): string[] =>
  [...read(`guides/${guide}`).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, code = '']) => code,
  );
const promised = (code: string): string | undefined => code.trimEnd().split('\n').at(-1)?.replace('// ', '');

/** A command of a guide in a small form: the smallest networks, two steps, a judge that has hardly learned. */
const small = (args: readonly string[]): string[] => {
  const given = args.map((value, at) =>
    args[at - 1] === '--steps' ? '2' : args[at - 1] === '--size' ? '32' : value,
  );
  const tiny = ['--width', '0.02', '--latent', '4', '--batch', '4', '--engine', 'wasm'];
  if (given[0] === 'train') return [...given, ...tiny];
  return given[0] === 'evaluate' ? [...given, '--evaluator-steps', '2', '--per-class', '2'] : given;
};

let folder: string;
const cvgBin = fileURLToPath(new URL('../packages/cli/dist/bin.js', docs));
const cvg = (args: readonly string[]): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, [cvgBin, ...small(args)], { cwd: folder });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-guides-'));
  for (const background of ['red', 'blue']) {
    await mkdir(join(folder, 'my-photos', background), { recursive: true });
    for (let at = 0; at < 6; at++) {
      const photo = sharp({ create: { width: 40 + at, height: 40, channels: 3, background } });
      await photo.png().toFile(join(folder, 'my-photos', background, `${at}.png`));
    }
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('runs the commands of train-on-your-photos and the program of read-a-run, one after the other', async () => {
  const commands = blocks('train-on-your-photos.md', 'sh').flatMap((block) => block.trim().split('\n'));
  expect(commands).toHaveLength(7);
  for (const command of commands) {
    const [program, ...args] = command.split(' ');
    expect(program).toBe('cvg');
    await cvg(args);
  }
  for (const file of ['sample.png', 'morph.png', 'inpaint.png', 'evaluation.json', 'report.html']) {
    expect([file, existsSync(join(folder, 'runs', 'mine', file))]).toEqual([file, true]);
  }
  const [program = ''] = blocks('read-a-run.md', 'js');
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
  });
  expect(stdout.trimEnd()).toBe(promised(program));
}, 180_000);

describe('extend', () => {
  it.each(blocks('extend.md', 'js'))('program %# prints what it says', async (code) => {
    expect((await runModule(code, new URL('guides/', examples))).at(-1)).toBe(promised(code));
  });
});

it.each(['replaced', 'added'])('shows the lines by which %s differs', (name) => {
  const linesOf = (program: string): string[] =>
    readFileSync(new URL(`feature-matching/src/${program}.ts`, examples), 'utf8').split('\n');
  const diff = blocks('mean-feature-matching-in-your-gan.md', 'diff')[name === 'replaced' ? 0 : 1]!;
  const [before, after] = [linesOf('before'), linesOf(name)];
  for (const line of diff.trimEnd().split('\n')) {
    expect(line.startsWith('+') ? after : before).toContain(line.slice(1));
    if (line.startsWith('-')) expect(after).not.toContain(line.slice(1));
  }
});

const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));

it.each([...pages, ...guides.map((name) => `guides/${name}`)])('%s links to what is there', (name) => {
  const links = [...read(name).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
    ([, link = '']) => link,
  );
  for (const link of links) {
    const file = join(dirname(fileURLToPath(new URL(name, docs))), link);
    expect([link, existsSync(file)]).toEqual([link, true]);
  }
});
