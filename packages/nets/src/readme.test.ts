import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { readmeExamples, runReadmeExample } from '@cvg/test-utils';

const folder = new URL('..', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');

it.each(readmeExamples(folder))('README example %# prints what it says', async (example) => {
  expect(await runReadmeExample(example, folder)).toEqual(example.promised);
});

it("the README's layer tables are those of the papers", () => {
  const tables = JSON.parse(
    readFileSync(new URL('./__fixtures__/layer-tables.json', import.meta.url), 'utf8'),
  ) as Record<string, Record<string, [string, number[], number][]>>;
  const rows = [...readme.matchAll(/^\| `(\w+)` +\|[^|]*\| (\w+) +\| +([\d,]+) \|$/gm)].map(
    ([, name, shape = '', count = '']) => [
      name,
      shape.split('x').map(Number),
      Number(count.replaceAll(',', '')),
    ],
  );
  expect(rows).toEqual(Object.values(tables['128']!).flat());
  const totals = [...readme.matchAll(/\*\*([\d,]+)\*\*/g)].map(([, count = '']) =>
    Number(count.replaceAll(',', '')),
  );
  const expected = Object.values(tables['128']!).map((table) =>
    table.reduce((sum, [, , count]) => sum + count, 0),
  );
  expect(totals).toEqual(expected);
});
