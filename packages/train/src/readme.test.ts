import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { readmeExamples, runReadmeExample } from '@cvg/test-utils';
import { RECIPES, recipeNames } from './recipes.js';
import { resolveTrainingConfig } from './training-config.js';

const folder = new URL('..', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');

it.each(readmeExamples(folder))('README example %# prints what it says', async (example) => {
  expect(await runReadmeExample(example, folder)).toEqual(example.promised);
});

/** Cells of the rows of the table with a heading. */
function table(heading: string): string[][] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

it("the README's recipes are those of the code", () => {
  const rows = table('Recipes').slice(2);
  const terms =
    rows
      .at(-1)
      ?.slice(2, 10)
      .map((cell) => cell.replaceAll('`', '')) ?? [];
  const written = rows.slice(0, -1).map(([name = '', classes, ...weights]) => [
    name.replaceAll('`', ''),
    {
      conditional: classes === 'yes',
      objective: Object.fromEntries(
        terms.flatMap((term, at) => (weights[at] ? [[term, Number(weights[at])]] : [])),
      ),
      ...(weights[8] && { discriminator: weights[8] === 'Eq. 1' ? 'cross-entropy' : 'wasserstein' }),
    },
  ]);
  expect(Object.fromEntries(written)).toEqual(RECIPES);
  expect(written).toHaveLength(recipeNames.length);
});

it("the README's options and defaults are those of the code", () => {
  const given = { numClasses: 2, batchSize: 1, networks: { kind: 'mlp' } } as const;
  const { version, ...config } = resolveTrainingConfig(given);
  expect(version).toBe(1);
  const rows = table('Options')
    .slice(2)
    .map(([name = '', value = '']) => [name.replaceAll('`', ''), value.replaceAll('`', '')] as const);
  expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(config).sort());
  for (const [name, value] of rows) {
    if (name in given || name === 'objective' || name === 'optimizer') continue; // no default, or words
    const found: unknown = config[name as keyof typeof config];
    expect([name, value.replaceAll(/[\s']/g, '')]).toEqual([name, JSON.stringify(found).replaceAll('"', '')]);
  }
});
