/** Packs every published package into a folder. Usage: node dist/pack.js <folder> */
import { resolve } from 'node:path';
import { packPackages } from '../pack.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('pack: expected a folder for the tarballs.');
for (const { file } of (await packPackages(resolve(folder))).values()) console.log(file);
