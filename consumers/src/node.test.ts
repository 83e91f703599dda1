import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, type ConsumerProject } from './consumer-project.js';
import {
  compile,
  expectedLosses,
  expectExactResume,
  lossesPrograms,
  tensorflowPackages,
} from './node-projects.js';
import { packForTest, type PackedForTest } from './pack.js';
import { registryProblem } from './registry.js';

const describeOnline = registryProblem === '' ? describe : describe.skip;

describeOnline(`installed by npm${registryProblem && ` (skipped: ${registryProblem})`}`, () => {
  let packed: PackedForTest;
  beforeAll(async () => {
    packed = await packForTest();
  });
  afterAll(() => packed.remove());

  describe('@cvg/losses alone', () => {
    let project: ConsumerProject;
    beforeAll(async () => {
      const options = { programs: 'losses', ours: ['@cvg/losses'], others: tensorflowPackages };
      project = await createProject(packed.tarballs, options);
      await Promise.all(['tsconfig.json', 'tsconfig.bundler.json'].map((config) => compile(project, config)));
    });
    afterAll(() => project.remove());

    it.each(lossesPrograms)('runs in a program of %s', async (_, program) => {
      expect(await project.runJson([program])).toEqual(expectedLosses);
    });
  });

  it('@cvg/nets and @cvg/train train, and go on exactly', async () => {
    const ours = ['@cvg/losses', '@cvg/nets', '@cvg/train'];
    const project = await createProject(packed.tarballs, {
      programs: 'train',
      ours,
      others: tensorflowPackages,
    });
    try {
      expectExactResume(await project.runJson(['main.mjs']));
    } finally {
      await project.remove();
    }
  });
});
