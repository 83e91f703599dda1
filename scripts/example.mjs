/**
 * Installs and builds what one example needs, then runs it in the repository root.
 * Usage: node scripts/example.mjs <example> [options of the example]
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBuilt } from './built-program.mjs';
import { root } from './pnpm.mjs';

/** Runs examples/<name>, built first; ends this process with its exit code. */
export function runExample(name, args) {
  const folder = join(root, 'examples', name);
  if (!existsSync(folder)) {
    console.error(`There is no example named "${name}" in examples/.`);
    process.exit(2);
  }
  runBuilt(`@cvg/example-${name}`, join(folder, 'dist', 'main.js'), args);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  runExample(process.argv[2] ?? '', process.argv.slice(3));
