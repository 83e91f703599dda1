/** Measures the packages and keeps the sizes that `tarballs.test.ts` guards. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureSizes } from '../measure-sizes.js';
import { packForTest } from '../pack.js';
import { root } from '../packages.js';

const { tarballs, remove } = await packForTest();
const sizes = await measureSizes(tarballs);
await remove();
await writeFile(join(root, 'consumers', 'package-sizes.json'), `${JSON.stringify(sizes, null, 2)}\n`);
console.table(sizes);
