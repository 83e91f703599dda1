import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { importsOf } from './imports.js';
import { browserPackages, publishedPackages, type Manifest } from './packages.js';

const REPOSITORY = 'https://github.com/cvae-gan/cvg';

/** Packages that are pinned to one version, and why. */
const PINNED: Readonly<Record<string, string>> = {
  vega: 'later ones need Node 22',
  'vega-lite': 'later ones need Node 22',
};

/** Dependencies that only scripts use. */
const USED_BY_SCRIPTS: readonly string[] = ['node-api-headers'];

const manifests = new Map<string, Manifest>(publishedPackages.map(({ name, manifest }) => [name, manifest]));
const namesOf = (record: Readonly<Record<string, string>> = {}): string[] => Object.keys(record);

it('finds the packages', () => {
  expect(publishedPackages.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['@cvg/losses', '@cvg/cli']),
  );
  expect(publishedPackages.map(({ name }) => name)).not.toContain('@cvg/test-utils');
});

describe.each(publishedPackages.map((entry) => [entry.name, entry] as const))('%s', (_, published) => {
  const { name, folder, manifest } = published;

  it('says what it is, and where it comes from', () => {
    const directory = `packages/${basename(folder)}`;
    expect(name).toBe(`@cvg/${basename(folder)}`);
    expect(manifest).toMatchObject({
      license: 'MIT',
      homepage: `${REPOSITORY}/tree/main/${directory}#readme`,
      bugs: { url: `${REPOSITORY}/issues` },
      repository: { type: 'git', url: `git+${REPOSITORY}.git`, directory },
      publishConfig: { access: 'public', provenance: true },
    });
    expect(manifest.description).toMatch(/^\S.{20,250}[^.\s]$/);
    const { keywords = [] } = manifest;
    expect(keywords).toEqual(expect.arrayContaining(['cvae-gan', 'tensorflow', 'tfjs']));
    expect(new Set(keywords).size).toBe(keywords.length);
    expect(keywords.length).toBeGreaterThan(4);
  });

  it('is an ES module for the Nodes that can also require it', () => {
    expect(manifest).toMatchObject({ type: 'module', engines: { node: '>=20.19' } });
    expect(manifest.exports?.['./package.json']).toBe('./package.json');
    const entries = Object.entries(manifest.exports ?? {}).filter(([path]) => path !== './package.json');
    expect(entries.map(([path]) => path)).toContain('.');
    for (const [path, target] of entries) {
      const stem = path === '.' ? 'index' : path.slice(2);
      expect(target).toEqual({ types: `./dist/${stem}.d.ts`, default: `./dist/${stem}.js` });
      expect(Object.keys(target)[0]).toBe('types'); // TypeScript takes the first that fits
      for (const file of Object.values(target)) expect(existsSync(join(folder, file))).toBe(true);
    }
  });

  it('names the files that act when they are imported, and no others', () => {
    const { sideEffects } = manifest;
    const programs = Object.values(manifest.bin ?? {});
    if (sideEffects === false) expect(programs).toEqual([]);
    else {
      expect(sideEffects).toEqual(expect.arrayContaining(programs));
      for (const file of sideEffects as readonly string[]) expect(existsSync(join(folder, file))).toBe(true);
      expect(sideEffects).not.toContain('./dist/index.js');
    }
  });

  it('runs nothing when it is installed, unless it is compiled', () => {
    const scripts = namesOf(manifest.scripts).filter((script) =>
      /^(pre|post)?(install|prepare|pack)$/.test(script),
    );
    expect(scripts).toEqual(name === '@cvg/backend-onednn' ? ['install'] : []);
  });

  it('depends on what it imports, and on nothing else', async () => {
    const { packages } = await importsOf(published);
    const required = namesOf(manifest.dependencies);
    const peers = namesOf(manifest.peerDependencies);
    expect([...packages].filter((used) => ![...required, ...peers, name].includes(used))).toEqual([]);
    const isOptional = (peer: string): boolean => manifest.peerDependenciesMeta?.[peer]?.optional === true;
    const peersOfOurs = required.flatMap((used) => namesOf(manifests.get(used)?.peerDependencies));
    const unused = [...required, ...peers.filter((peer) => !isOptional(peer))].filter(
      (used) => !packages.has(used) && !peersOfOurs.includes(used) && !USED_BY_SCRIPTS.includes(used),
    );
    expect(unused).toEqual([]);
  });

  it('takes every compatible version of what it needs', () => {
    for (const [used, range] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      if (used in PINNED) expect(range).toMatch(/^\d/);
      else if (used.startsWith('@cvg/')) expect(range).toBe('workspace:^');
      else expect(range).toMatch(/^(\^\d|>=|catalog:$)/);
    }
  });

  it('leaves TensorFlow.js to the program, which may hold one copy only', () => {
    const own = namesOf(manifest.dependencies).filter((used) => used.startsWith('@tensorflow/'));
    const ranges = Object.entries(manifest.peerDependencies ?? {}).filter(([used]) =>
      used.startsWith('@tensorflow/'),
    );
    if (manifest.bin === undefined) expect(own).toEqual([]); // a program is the one that decides
    for (const [, range] of ranges) expect(range).toBe('^4.22.0');
  });

  it(`imports Node's modules by their full names${browserPackages.some((one) => one === name) ? ', and here none' : ''}`, async () => {
    const { builtins } = await importsOf(published);
    if (browserPackages.some((one) => one === name)) expect([...builtins]).toEqual([]);
    else expect([...builtins].filter((module) => !module.startsWith('node:'))).toEqual([]);
  });
});
