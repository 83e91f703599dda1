import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** An example of a README, and what it says that it prints. */
export interface ReadmeExample {
  /** A JavaScript module. */
  readonly code: string;
  /** The lines of the comment at its end. */
  readonly promised: readonly string[];
}

/** The lines of the comment that ends a text, without their slashes. */
function lastComment(code: string): string[] {
  const lines = code.trimEnd().split('\n');
  const first = lines.findLastIndex((line) => !line.startsWith('// ')) + 1;
  return lines.slice(first).map((line) => line.slice('// '.length));
}

/**
 * The examples of a package's README that run as they stand: its blocks of `js` that end with a comment, which is what
 * they print. Blocks without one are parts, of programs or of the example before them.
 * @param folder - Of the package.
 * @throws Error when there is none.
 */
export function readmeExamples(folder: URL): ReadmeExample[] {
  const readme = readFileSync(new URL('README.md', folder), 'utf8');
  const examples = [...readme.matchAll(/^```js\n(.*?)^```$/gms)]
    .map(([, code = '']) => ({ code, promised: lastComment(code) }))
    .filter(({ promised }) => promised.length > 0);
  if (examples.length === 0) throw new Error(`readmeExamples: no example in the README of ${folder.href}.`);
  return examples;
}

/**
 * Runs a module in a process of its own, where the packages that a package may import are found.
 * @param folder - Of the package.
 * @returns The lines it prints.
 * @throws Error when it fails, with what it printed to standard error.
 */
export async function runModule(code: string, folder: URL): Promise<string[]> {
  const args = ['--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: fileURLToPath(folder) });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
}

/**
 * Runs an example of a README.
 * @param folder - Of the package.
 * @returns As many of the last lines it prints as it promises: equal to `promised` where the README tells the truth.
 */
export async function runReadmeExample(example: ReadmeExample, folder: URL): Promise<string[]> {
  return (await runModule(example.code, folder)).slice(-example.promised.length);
}
