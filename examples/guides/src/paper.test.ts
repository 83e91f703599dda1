import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const run = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: fileURLToPath(root), encoding: 'utf8' });
const paper = read('docs/paper.md');
const rows = paper.split('\n').filter((line) => line.startsWith('| ') && !/^\| -+ /.test(line));

/** Names of `[`name`](file.ts)`, beside the file. */
const named = (text: string): (readonly [name: string, file: string])[] =>
  [...text.matchAll(/\[`(\w+)`\]\(\.\.\/([^)]+\.ts)\)/g)].map(([, name = '', file = '']) => [name, file]);

/** Whether a module exports a name where it declares it. */
const exportsName = (file: string, name: string): boolean =>
  new RegExp(`^export (?:async )?(?:function\\*?|const|class|interface|type) ${name}\\b`, 'm').test(
    read(file),
  );

/** Commands in code font that begin so, without the beginning. */
const commands = (program: string): string[][] => {
  const found = [...paper.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) =>
    code.startsWith(`${program} `) ? [code.slice(program.length + 1).split(' ')] : [],
  );
  return [...new Map(found.map((words) => [words.join(' '), words])).values()];
};

it.each(['Eq. ', 'Figure ', 'Table '])('has a row for each %s', (kind) => {
  const numbers = rows.flatMap((row) =>
    row.startsWith(`| ${kind}`) ? [Number.parseInt(row.slice(2 + kind.length))] : [],
  );
  const count = { 'Eq. ': 8, 'Figure ': 8, 'Table ': 2 }[kind];
  expect(numbers).toEqual(Array.from({ length: count ?? 0 }, (_, index) => index + 1));
});

it('has a row for each section that says how something is done', () => {
  const found = new Set(rows.flatMap((row) => /^\| (\d(?:\.\d)?) /.exec(row)?.[1] ?? []));
  const sections = ['3.1', '3.2', '3.3', '3.4', '4', '5', '5.1', '5.2', '5.3', '5.4', '5.5', '5.6'];
  expect([...found]).toEqual(expect.arrayContaining(sections));
});

it('has a row for each line of Algorithm 1', () => {
  const lines = rows.flatMap((row) => {
    const [, from, joined, to] = /^\| (\d+)(?:(, | to )(\d+))?:/.exec(row) ?? [];
    if (from === undefined) return [];
    const [first, last] = [Number(from), Number(to ?? from)];
    if (joined !== ' to ') return [...new Set([first, last])];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  expect(lines.sort((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
});

it('names no code but by a link to the file that exports it', () => {
  const names = named(paper);
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter(([name, file]) => !exportsName(file, name))).toEqual([]);
  const links = [...paper.matchAll(/\[([^\]]+)\]\([^)]+\.ts\)/g)].map(([, text = '']) => text);
  expect(links.filter((text) => !/^`\w+`$/.test(text) && text !== 'main.ts')).toEqual([]);
});

it('names experiments that there are, and methods of settings that there are', () => {
  const help = run('scripts/reproduce.mjs', '--help');
  const variants = read('examples/settings/src/variants.ts');
  for (const [what = '', ...options] of commands('npm run reproduce --').filter(
    ([what]) => what !== '<what>',
  )) {
    expect(help).toMatch(new RegExp(`^ {2}${what} `, 'm'));
    for (const method of what === 'settings' ? options.slice(1) : []) {
      expect(variants).toContain(`variant('${method}',`);
    }
  }
});

const cvgCommands = commands('cvg');

it.each([...new Set(cvgCommands.map(([command = '']) => command))])(
  'names options that cvg %s has',
  (command) => {
    const help = run('packages/cli/dist/bin.js', command, '--help');
    expect(help).toContain(`Usage: cvg ${command}`);
    for (const [, ...options] of cvgCommands.filter(([name]) => name === command)) {
      for (const option of options.filter((word) => word.startsWith('--')))
        expect(help).toContain(`${option} `);
    }
  },
);
