import type { ProductionPackage } from './production-packages.js';

/** Licences that go together with ours, and ask for no more than a notice. */
export const allowedLicenses: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
];

/** sharp's own binaries, one or two packages a platform: which ones are installed depends on the machine. */
export const isSharpBinary = (name: string): boolean => name.startsWith('@img/sharp-');

/** Their licence besides `Apache-2.0`. The library is a file of its own, which may be replaced, as the licence asks. */
export const sharpLibraryLicense = 'LGPL-3.0-or-later';

/** The page `docs/licenses.md`. */
export function licensesPage(packages: readonly ProductionPackage[]): string {
  const short = (names: readonly string[]): string =>
    names.map((name) => name.replace('@cvg/', '')).join(', ');
  const rows = packages
    .filter(({ name }) => !isSharpBinary(name))
    .map(({ name, version, license, neededBy }) => [`\`${name}\``, version, license, short(neededBy)]);
  const header = ['Package', 'Version', 'Licence', 'Needed by'];
  const widths = header.map((title, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [
    '# Licences',
    '',
    'The packages of this project have the MIT licence. This is everything that they bring along or ask for as a peer, as it is',
    'tested here. `pnpm --filter @cvg/consumers licenses` writes this page; a test fails when it is not up to date, or when a licence',
    'is not one of those that go together with ours.',
    '',
    `sharp has its binaries in packages for each platform, \`@img/sharp-...\` (Apache-2.0) with libvips (${sharpLibraryLicense}) beside it, unchanged`,
    'and as a library of its own. The system libraries that `backend-onednn` is linked with (oneDNN: Apache-2.0) come from the system.',
    '`@tensorflow/tfjs-node` and `@tensorflow/tfjs-node-gpu` (Apache-2.0) are peers that a program may have; they are not installed here.',
    '',
    line(header),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...rows.map(line),
    '',
  ].join('\n');
}
