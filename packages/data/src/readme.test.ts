import { expect, it } from '@jest/globals';
import { readmeExamples, runReadmeExample } from '@cvg/test-utils';

const folder = new URL('..', import.meta.url);

it.each(readmeExamples(folder))('README example %# prints what it says', async (example) => {
  expect(await runReadmeExample(example, folder)).toEqual(example.promised);
});
