import { expect, it } from '@jest/globals';
import { readmeExamples, runReadmeExample } from '@cvg/test-utils';
import { describeWhenBuilt } from './__fixtures__/when-built.js';

const folder = new URL('..', import.meta.url);

describeWhenBuilt('the README', () => {
  it.each(readmeExamples(folder))('example %# prints what it says', async (example) => {
    expect(await runReadmeExample(example, folder)).toEqual(example.promised);
  });
});
