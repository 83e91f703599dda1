import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the README example prints what it says', async () => {
  const code = /```js\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const cwd = fileURLToPath(new URL('..', import.meta.url)); // where `@cvg/nets` and tfjs resolve
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
    cwd,
  });
  expect(`// ${stdout.trimEnd()}`).toBe(code.trimEnd().split('\n').at(-1));
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
