import { join } from 'node:path';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { ConsumerProject } from './consumer-project.js';
import { run } from './run.js';

/** Packages of the registry that a project with `@cvg/losses`, or `@cvg/nets` and `@cvg/train`, needs besides. */
export const tensorflowPackages = ['core', 'layers', 'backend-cpu'].map(
  (name) => `@tensorflow/tfjs-${name}@4`,
);

/** The programs of `projects/losses`: one for each way to load an ES module. */
export const lossesPrograms = [
  ['ES modules', 'main.mjs'],
  ['CommonJS', 'main.cjs'],
  ['TypeScript with moduleResolution node16', 'node16/main.js'],
  ['TypeScript with moduleResolution bundler', 'bundler/main.js'],
] as const;

/**
 * What the programs of `projects/losses` compute, by hand: the mean difference is (3, 0), half its square 4.5, and each of the two
 * samples has half of it as its gradient; the KL of N((1, -2), 1) is (1 + 4) / 2.
 */
export const expectedLosses = {
  matching: 4.5,
  gradient: [
    [1.5, 0],
    [1.5, 0],
  ],
  kl: 2.5,
};

/** Checks the types of a project and compiles it, with the compiler of this workspace. */
export async function compile(project: ConsumerProject, config: string): Promise<void> {
  const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
  await run(process.execPath, [compiler, '--project', join(project.folder, config)], {
    cwd: project.folder,
  });
}

/** Asserts what a program of `projects/train` printed. */
export function expectExactResume(printed: unknown): void {
  const { step, whole, rest, samples } = printed as {
    readonly step: number;
    readonly whole: readonly unknown[];
    readonly rest: readonly unknown[];
    readonly samples: readonly unknown[];
  };
  expect({ step, whole: whole.length, rest: rest.length }).toEqual({ step: 3, whole: 6, rest: 3 });
  expect(rest).toEqual(whole.slice(3));
  expect(rest).not.toEqual(whole.slice(0, 3));
  expect(samples[1]).toEqual(samples[0]);
}
