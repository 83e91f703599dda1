import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { publicApiProblems, publicNames } from './index.js';

let folder: URL;
const write = (name: string, text: string): void => writeFileSync(new URL(name, folder), text);

beforeEach(() => {
  folder = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'names-'))}/`);
  const entry = (name: string): object => ({ types: `./${name}.d.ts`, default: `./${name}.js` });
  const exports = { '.': entry('index'), './more': entry('more'), './package.json': './package.json' };
  write('package.json', JSON.stringify({ name: '@a/b', exports }));
  write('index.d.ts', 'declare class Net {}\nexport { type Option, Net, Kept, add };\n');
  write('index.js', 'export { Net, add_1 as add };\n//# sourceMappingURL=index.js.map\n');
  write('more.d.ts', 'export { sub };\n');
  write('more.js', "export { sub } from './chunk.js';\n");
  write(
    'README.md',
    '| Option | x |\n| --- | --- |\n| `depth` | 1 |\n\n| Export | x |\n| --- | --- |\n| `new Net({ a \\| b })`, `net.run(x)` | `y` |\n| `add(x)` of `./x`, `sub` | |\n',
  );
  write('public-names.txt', publicNames(folder));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('lists values and types by entry point', () => {
  expect(publicNames(folder)).toBe(
    '# @a/b\nNet\nadd\ntype Kept\ntype Option\n\n# @a/b/more\nsub\n', // Kept is declared as a class, and not there to be used
  );
});

it('finds nothing where all agree', () => {
  expect(publicApiProblems(folder)).toEqual([]);
});

it('names what is gone and what is new', () => {
  write('more.js', 'export { minus };\n');
  write('more.d.ts', 'export { minus };\n');
  expect(publicApiProblems(folder)).toEqual([
    'sub is gone: a breaking change. If it is meant, write a changeset, and npm run public-names.',
    'minus is new: npm run public-names.',
    "sub is in the README's table of exports, and is not exported.",
    "minus is exported, and is not in the README's table of exports.",
  ]);
});

it('sees a value become a type', () => {
  write('index.js', 'export { add };\n');
  expect(publicApiProblems(folder).slice(0, 2)).toEqual([
    expect.stringMatching(/^Net is gone/),
    expect.stringMatching(/^type Net is new/),
  ]);
});
