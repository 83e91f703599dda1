import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from './run.js';

/** Why npm's registry cannot be used; empty if it can. */
export const registryProblem: string = await npm(
  ['ping', '--fetch-timeout=10000', '--fetch-retries=0'],
  tmpdir(),
).then(
  () => '',
  () => 'the npm registry does not answer',
);

/** What `npm audit` says of the production dependencies of a project; undefined where the registry has no audit. */
export async function audit(folder: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { stdout } = await npm(['audit', '--omit=dev', '--json'], folder).catch((error: unknown) => {
    // It fails when it finds something, too, and then has printed what.
    const text = String(error);
    return { stdout: text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1) };
  });
  const found = (stdout === '' ? {} : JSON.parse(stdout)) as {
    readonly vulnerabilities?: Record<string, unknown>;
  };
  return found.vulnerabilities;
}

/** Why `npm audit` cannot be used; empty if it can. */
export async function auditProblem(): Promise<string> {
  if (registryProblem !== '') return registryProblem;
  const folder = await mkdtemp(join(tmpdir(), 'cvg-audit-'));
  const root = { dependencies: { long: '4.0.0' } };
  const long = { version: '4.0.0', resolved: 'https://registry.npmjs.org/long/-/long-4.0.0.tgz' };
  const lock = { lockfileVersion: 3, requires: true, packages: { '': root, 'node_modules/long': long } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(root));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const found = await audit(folder);
  await rm(folder, { recursive: true });
  return found === undefined ? 'the npm registry has no audit here' : '';
}
