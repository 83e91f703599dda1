import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import satisfies from 'spdx-satisfies';
import { allowedLicenses, isSharpBinary, licensesPage, sharpLibraryLicense } from './licenses-page.js';
import { root } from './packages.js';
import { productionPackages } from './production-packages.js';

const packages = productionPackages();
const isAllowed = (license: string, allowed: readonly string[]): boolean =>
  license !== '' && satisfies(license, [...allowed]);

it('finds what the packages bring along, and what that brings', () => {
  const needed = new Map(packages.map(({ name, neededBy }) => [name, neededBy]));
  expect(needed.get('zod')).toEqual(['@cvg/cli', '@cvg/data', '@cvg/train']);
  expect(needed.get('seedrandom')).toEqual(expect.arrayContaining(['@cvg/losses'])); // by way of tfjs
  expect(needed.has('jest')).toBe(false);
});

it('has no licence that does not go together with ours', () => {
  const strange = packages.filter(
    ({ name, license }) =>
      !isAllowed(license, isSharpBinary(name) ? [...allowedLicenses, sharpLibraryLicense] : allowedLicenses),
  );
  expect(strange).toEqual([]);
});

it('would not take one that asks for more', () => {
  expect(isAllowed('GPL-3.0-only', allowedLicenses)).toBe(false);
  expect(isAllowed('Apache-2.0 AND LGPL-3.0-or-later', allowedLicenses)).toBe(false);
  expect(isAllowed('(MIT OR GPL-3.0-only)', allowedLicenses)).toBe(true);
});

// After a change of dependencies: `pnpm --filter @cvg/consumers licenses`.
it('lists them in docs/licenses.md', () => {
  expect(readFileSync(join(root, 'docs', 'licenses.md'), 'utf8')).toBe(licensesPage(packages));
});
