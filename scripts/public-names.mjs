/**
 * Writes each built package's list of public names, public-names.txt. Its test fails where the list and the package
 * differ, so that no name goes, or comes, unnoticed.
 * Usage: npm run public-names (after a build)
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { publicNames, publicNamesFile } from '@cvg/test-utils';

const packages = new URL('../packages/', import.meta.url);
for (const name of readdirSync(packages)) {
  const folder = new URL(`${name}/`, packages);
  if (!existsSync(new URL('dist/index.d.ts', folder))) continue;
  if (JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')).private) continue;
  const list = publicNames(folder);
  const file = publicNamesFile(folder);
  if (existsSync(file) && readFileSync(file, 'utf8') === list) continue;
  writeFileSync(file, list);
  console.log(`packages/${name}/public-names.txt`);
}
