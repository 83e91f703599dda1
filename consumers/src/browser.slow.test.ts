import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from '@cvg/test-utils';
import {
  browserFlags,
  buildPage,
  createBrowserProject,
  learnInBrowser,
  type BuiltPage,
  type Learned,
} from './browser-project.js';
import type { ConsumerProject } from './consumer-project.js';
import { packForTest, type PackedForTest } from './pack.js';

const describeInBrowser = chromium === undefined ? describe.skip : describe;
const suffix = chromium === undefined ? ' (skipped: no chromium on this machine)' : '';

describeInBrowser(`in Chromium${suffix}`, () => {
  let packed: PackedForTest;
  let project: ConsumerProject;
  let page: BuiltPage;
  let expected: Learned;
  beforeAll(async () => {
    packed = await packForTest();
    project = await createBrowserProject(packed.tarballs, ['webgl', 'webgpu']);
    expected = (await project.runJson(['export.mjs'])) as Learned;
    page = await buildPage(project);
  }, 300_000);
  afterAll(async () => {
    await Promise.all([project.remove(), packed.remove()]);
  });

  // Oracle: the same steps and samples in Node, on the reference engine.
  it.each(Object.keys(browserFlags) as (keyof typeof browserFlags)[])(
    'learns and samples on %s as in Node',
    async (engine) => {
      const { losses, images, ...rest } = await learnInBrowser(chromium ?? '', page, engine);
      expect(rest).toEqual({ backend: engine, picture: expected.picture });
      expect(losses.flat()).toBeAllClose(expected.losses.flat(), { rtol: 1e-2, atol: 1e-3 });
      expect(images).toBeAllClose(expected.images, { atol: 1e-2 });
    },
    180_000,
  );
});
