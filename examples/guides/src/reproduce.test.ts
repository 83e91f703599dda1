import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const examples = new URL('../../', import.meta.url);
const script = new URL('../scripts/reproduce.mjs', examples);
const reproduce = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [fileURLToPath(script), ...args], { encoding: 'utf8' });
const listed = [...reproduce('--help').stdout.matchAll(/^ {2}([a-z][\w-]*) {2,}\S/gm)].map(
  ([, name]) => name,
);

it('lists the experiments, each of which has its folder', () => {
  const entries = [...readFileSync(script, 'utf8').matchAll(/^ {2}\['([\w-]+)', \['([\w-]+)'/gm)];
  expect(listed).toEqual(entries.map(([, name]) => name));
  for (const [, , folder = ''] of entries) {
    expect([folder, existsSync(new URL(`${folder}/src/main.ts`, examples))]).toEqual([folder, true]);
  }
});

it('lists every experiment that an example says is run by it', () => {
  const mains = readdirSync(examples).map((folder) => new URL(`${folder}/src/main.ts`, examples));
  const names = mains
    .filter((main) => existsSync(main))
    .flatMap((main) => /Run: npm run reproduce -- ([\w-]+)/.exec(readFileSync(main, 'utf8'))?.[1] ?? []);
  expect(names.length).toBeGreaterThan(5);
  expect(listed).toEqual(expect.arrayContaining(names));
});

it.each([[[]], [['help']], [['-h']]])('says how it is used when called with %j', (args) => {
  const { status, stdout } = reproduce(...args);
  expect(status).toBe(0);
  expect(stdout).toContain('Usage: npm run reproduce -- <what> [options]');
});

it('refuses an experiment that it does not know', () => {
  const { status, stdout, stderr } = reproduce('figure9');
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(`There is no experiment named "figure9". Known: ${listed.join(', ')}.`);
});
