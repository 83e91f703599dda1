import { existsSync, readFileSync } from 'node:fs';

/** What this project reads of a package.json. */
interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

/** Names of one entry point, sorted. */
interface EntryNames {
  /** What is imported, such as `@cvg/backend/conformance`. */
  readonly entry: string;
  /** What the built JavaScript exports. */
  readonly values: readonly string[];
  /** What the declarations have besides. */
  readonly types: readonly string[];
}

const listName = 'public-names.txt';

/** What a bundle exports, from the list at its end. */
function exportsOf(bundle: string): string[] {
  const list = [...bundle.matchAll(/^export \{([^}]*)\}/gm)].at(-1)?.[1] ?? '';
  return list
    .split(',')
    .map((name) =>
      name
        .trim()
        .replace(/^type /, '')
        .replace(/^[\w$]+ as /, ''),
    )
    .filter((name) => name !== '')
    .sort();
}

/** The names of a built package, by entry point. */
function publishedNames(folder: URL): EntryNames[] {
  const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as Manifest;
  return Object.entries(manifest.exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return []; // package.json
    const values = exportsOf(readFileSync(new URL(target.default, folder), 'utf8'));
    const declared = exportsOf(readFileSync(new URL(target.types, folder), 'utf8'));
    return {
      entry: manifest.name + path.slice(1),
      values,
      types: declared.filter((name) => !values.includes(name)), // a class exported as a type looks like a value here
    };
  });
}

/**
 * The list of the names that a built package publishes: a heading for each entry point, its values, its types.
 * @param folder - Of the package.
 */
export function publicNames(folder: URL): string {
  return publishedNames(folder)
    .map(({ entry, values, types }) => [`# ${entry}`, ...values, ...types.map((name) => `type ${name}`), ''])
    .flat()
    .join('\n');
}

/** The file of a package that lists its names. */
export function publicNamesFile(folder: URL): URL {
  return new URL(listName, folder);
}

/** Names in the first columns of the README's tables of exports; members of instances (`trainer.run()`) are none. */
function namesInReadme(folder: URL): string[] {
  const rows = readFileSync(new URL('README.md', folder), 'utf8')
    .split(/\n{2,}/)
    .filter((block) => /^\| Export +\|/.test(block))
    .flatMap((table) => table.split('\n').slice(2));
  const spans = rows.flatMap((row) => [...(row.split(/(?<!\\)\|/)[1] ?? '').matchAll(/`([^`]+)`/g)]);
  const names = spans.flatMap(
    ([, span = '']) => /^(?:new )?(?:([\w$]+)(?=$|\()|([A-Z][\w$]*)\.)/.exec(span)?.slice(1) ?? [],
  );
  return [...new Set(names.filter((name) => (name as string | undefined) !== undefined))];
}

/**
 * Where what a built package exports is not what is written of it: in its `public-names.txt`, which changes only on
 * purpose, and in the README's tables whose first column is called Export, which name every value.
 * @param folder - Of the package.
 * @returns A sentence for each difference.
 */
export function publicApiProblems(folder: URL): string[] {
  const file = publicNamesFile(folder);
  const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const now = publicNames(folder).split('\n');
  const entries = publishedNames(folder);
  const values = entries.flatMap((entry) => entry.values);
  const all = [...values, ...entries.flatMap((entry) => entry.types)];
  const named = namesInReadme(folder);
  const missing = (names: readonly string[], from: readonly string[], says: string): string[] =>
    names.filter((name) => !from.includes(name)).map((name) => `${name} ${says}`);
  return [
    ...missing(
      before,
      now,
      'is gone: a breaking change. If it is meant, write a changeset, and npm run public-names.',
    ),
    ...missing(now, before, 'is new: npm run public-names.'),
    ...missing(named, all, "is in the README's table of exports, and is not exported."),
    ...missing(values, named, "is exported, and is not in the README's table of exports."),
  ];
}
