/** Writes `docs/licenses.md`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { licensesPage } from '../licenses-page.js';
import { root } from '../packages.js';
import { productionPackages } from '../production-packages.js';

await writeFile(join(root, 'docs', 'licenses.md'), licensesPage(productionPackages()));
