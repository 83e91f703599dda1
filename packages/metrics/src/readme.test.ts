import { expect, it } from '@jest/globals';
import { readmeExamples, runModule } from '@cvg/test-utils';

const folder = new URL('..', import.meta.url);

it('the README example and what follows it print what they say', async () => {
  const examples = readmeExamples(folder); // the second goes on with what the first has made
  const printed = await runModule(examples.map(({ code }) => code).join(''), folder);
  expect(printed).toEqual(examples.flatMap(({ promised }) => promised));
});
