import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from '@cvg/test-utils';
import {
  buildPage,
  createBrowserProject,
  learnInBrowser,
  type BuiltPage,
  type Learned,
} from './browser-project.js';
import type { ConsumerProject } from './consumer-project.js';
import { packForTest, type PackedForTest } from './pack.js';
import { registryProblem } from './registry.js';

const describeOnline = registryProblem === '' ? describe : describe.skip;
const itInBrowser = chromium === undefined ? it.skip : it;
const suffix = chromium === undefined ? ' (skipped: no chromium on this machine)' : '';

describeOnline(`bundled by Vite${registryProblem && ` (skipped: ${registryProblem})`}`, () => {
  let packed: PackedForTest;
  let project: ConsumerProject;
  let page: BuiltPage;
  let expected: Learned;
  beforeAll(async () => {
    packed = await packForTest();
    project = await createBrowserProject(packed.tarballs, ['webgl']); // not webgpu: it is optional
    expected = (await project.runJson(['export.mjs'])) as Learned;
    page = await buildPage(project);
  });
  afterAll(async () => {
    await Promise.all([project.remove(), packed.remove()]);
  });

  it('gives no warning that names a package of this project', () => {
    expect(page.warnings).not.toContain('@cvg/');
  });

  itInBrowser(`learns on wasm in Chromium as in Node${suffix}`, async () => {
    const { losses, images, ...rest } = await learnInBrowser(chromium ?? '', page, 'wasm');
    expect(rest).toEqual({ backend: 'wasm', picture: expected.picture });
    expect(losses.flat()).toBeAllClose(expected.losses.flat(), { rtol: 1e-3 });
    expect(images).toBeAllClose(expected.images, { atol: 1e-3 });
  });
});
