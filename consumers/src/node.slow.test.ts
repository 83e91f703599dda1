import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { billOfMaterials } from './bill-of-materials.js';
import { createProject, type ConsumerProject } from './consumer-project.js';
import {
  compile,
  expectedLosses,
  expectExactResume,
  lossesPrograms,
  tensorflowPackages,
} from './node-projects.js';
import { installNode, nodeVersions, versionOf } from './node-releases.js';
import { packForTest, type PackedForTest } from './pack.js';
import { publishedPackages } from './packages.js';
import { audit, auditProblem } from './registry.js';
import { npm, run } from './run.js';

const noAudit = await auditProblem();

/** Longest time of an installation, in milliseconds. */
const MINUTES = 300_000;

/** Names that `require` adds to those of a module. */
const added: readonly string[] = ['__esModule', 'module.exports'];

let packed: PackedForTest;
let losses: ConsumerProject;
let train: ConsumerProject;
let everything: ConsumerProject;

beforeAll(async () => {
  packed = await packForTest();
  const { tarballs } = packed;
  const others = tensorflowPackages;
  losses = await createProject(tarballs, { programs: 'losses', ours: ['@cvg/losses'], others });
  await Promise.all(['tsconfig.json', 'tsconfig.bundler.json'].map((config) => compile(losses, config)));
  const ours = ['@cvg/losses', '@cvg/nets', '@cvg/train'];
  train = await createProject(tarballs, { programs: 'train', ours, others });
  // The command brings TensorFlow.js along: nothing else is installed.
  everything = await createProject(tarballs, {
    programs: 'everything',
    ours: publishedPackages.map(({ name }) => name),
  });
  await everything.runJson(['photos.mjs']);
}, MINUTES);
afterAll(async () => {
  await Promise.all([packed, losses, train, everything].map(({ remove }) => remove()));
});

describe('all packages', () => {
  it('agree with npm about what is installed', async () => {
    await npm(['ls', '--all'], everything.folder); // fails on a missing or an unfit package, peers included
  });

  it('share one TensorFlow.js', async () => {
    const { stdout } = await npm(['ls', '@tensorflow/tfjs-core', '--parseable', '--all'], everything.folder);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });
});

const itWithAudit = noAudit === '' ? it : it.skip;
itWithAudit(`npm knows of no vulnerability${noAudit && ` (skipped: ${noAudit})`}`, async () => {
  expect(await audit(everything.folder)).toEqual({});
});

it('npm writes a bill of materials, with every package and its licence', async () => {
  const { bomFormat, components } = await billOfMaterials(everything);
  expect(bomFormat).toBe('CycloneDX');
  const names = components.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([...publishedPackages.map(({ name }) => name), '@tensorflow/tfjs-core']),
  );
  expect(components.filter(({ licenses = [] }) => licenses.length === 0)).toEqual([]);
});

describe.each(nodeVersions)('on Node %s', (version) => {
  let node: string;
  beforeAll(async () => {
    node = await installNode(version);
  }, MINUTES);

  it('is that version', async () => {
    expect(`${await versionOf(node)}.`).toMatch(new RegExp(`^v${version}\\.`));
  });

  it.each(lossesPrograms)('@cvg/losses runs in a program of %s', async (_, program) => {
    expect(await losses.runJson([program], node)).toEqual(expectedLosses);
  });

  it('@cvg/nets and @cvg/train train, and go on exactly', async () => {
    expectExactResume(await train.runJson(['main.mjs'], node));
  });

  it('all packages can be imported and required', async () => {
    const names = (await everything.runJson(['main.mjs'], node)) as Record<string, readonly string[]>;
    expect(Object.values(names).filter((exports) => exports.length === 0)).toEqual([]);
    const sorted = (modules: typeof names): unknown =>
      Object.entries(modules)
        .map(([name, all]) => [name, all.filter((key) => !added.includes(key)).sort()] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    const required = (await everything.runJson(['main.cjs'], node)) as typeof names;
    expect(sorted(required)).toEqual(sorted(names));
  });

  it(
    'cvg trains on photos, goes on, and draws samples',
    async () => {
      const cvg = join('node_modules', '@cvg', 'cli', 'bin', 'cvg.cjs');
      const call = async (...args: readonly string[]): Promise<string> =>
        (await run(node, [cvg, ...args], { cwd: everything.folder })).stdout;
      const path = `runs/${version}`;
      const size = ['--size', '32', '--width', '0.0625', '--latent', '4', '--batch', '4', '--engine', 'wasm'];
      await call('train', '--data', 'photos', '--out', path, '--steps', '3', ...size);
      await call('resume', path, '--steps', '5', '--engine', 'wasm');
      await call('sample', path, '--per-class', '3', '--out', `${path}/drawn.png`, '--engine', 'wasm');
      const events = await readFile(join(everything.folder, path, 'events.jsonl'), 'utf8');
      expect(events).toMatch(/"step":5\b/);
      const drawn = await readFile(join(everything.folder, path, 'drawn.png'));
      expect(drawn.subarray(1, 4).toString()).toBe('PNG');
      expect(drawn.readUInt32BE(16)).toBeGreaterThanOrEqual(3 * 32);
      expect(drawn.readUInt32BE(20)).toBeGreaterThanOrEqual(2 * 32);
    },
    MINUTES,
  );

  it('an engine starts', async () => {
    const { name, onednn } = (await everything.runJson(['engine.mjs'], node)) as Record<string, string>;
    expect(name).toBe(onednn === 'works' ? 'onednn' : 'wasm');
    expect(onednn).toMatch(/^works$|apt-get|Linux/); // else it says what to do
  });
});
