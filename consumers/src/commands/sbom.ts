/**
 * Installs all packages as a user would, and writes the bill of materials (CycloneDX) of that.
 * Usage: node dist/sbom.js <file>
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { billOfMaterials } from '../bill-of-materials.js';
import { createProject } from '../consumer-project.js';
import { packForTest } from '../pack.js';
import { publishedPackages } from '../packages.js';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('sbom: expected a file to write.');
const { tarballs, remove } = await packForTest();
const ours = publishedPackages.map(({ name }) => name);
const project = await createProject(tarballs, { programs: 'everything', ours });
const bill = await billOfMaterials(project);
await Promise.all([project.remove(), remove()]);
await writeFile(resolve(process.env.INIT_CWD ?? '.', file), `${JSON.stringify(bill, null, 2)}\n`);
console.log(`${bill.components.length} packages in ${file}`);
