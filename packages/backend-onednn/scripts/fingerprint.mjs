/** What a built addon depends on. An addon that was built from other sources or for another processor is not loaded. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Of the sources, this script's neighbours, and the processor. */
export function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${cpus()[0]?.model ?? ''}\n`);
  for (const folder of ['native', 'scripts']) {
    for (const name of readdirSync(join(root, folder)).sort())
      hash.update(readFileSync(join(root, folder, name)));
  }
  return hash.digest('hex');
}

/** Whether build/ holds an addon of this fingerprint. */
export function isBuilt() {
  const stamp = join(root, 'build', 'fingerprint.txt');
  return (
    existsSync(join(root, 'build', 'onednn.node')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8').trim() === fingerprint()
  );
}
