import { expect, it } from '@jest/globals';
import { publicApiProblems } from '@cvg/test-utils';

it('exports the names of public-names.txt and of the README', () => {
  expect(publicApiProblems(new URL('..', import.meta.url))).toEqual([]);
});
