import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { PublishedPackage } from './packages.js';

/** What the built files of a package import. */
export interface Imports {
  /** Packages, such as `'@tensorflow/tfjs-core'`; of JavaScript and of declarations. */
  readonly packages: ReadonlySet<string>;
  /** Modules of Node, as they are written. */
  readonly builtins: ReadonlySet<string>;
}

/** The package that a bare import names: `'@cvg/backend'` of `'@cvg/backend/conformance'`. */
const packageOf = (path: string): string => path.split('/', path.startsWith('@') ? 2 : 1).join('/');

const isBuiltin = (path: string): boolean => path.startsWith('node:') || builtinModules.includes(path);

/** Reads the imports of a package's `dist/`. Imports whose name is computed at run time are not seen. */
export async function importsOf({ folder }: PublishedPackage): Promise<Imports> {
  const dist = join(folder, 'dist');
  const names = readdirSync(dist);
  const { metafile } = await build({
    entryPoints: names.filter((name) => name.endsWith('.js')).map((name) => join(dist, name)),
    ...{ bundle: true, packages: 'external', platform: 'neutral', external: ['*.node'] },
    ...{ metafile: true, write: false, outdir: dist, logLevel: 'silent' },
  });
  const inCode = Object.values(metafile.inputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external === true).map(({ path }) => path),
  );
  const inTypes = names
    .filter((name) => name.endsWith('.d.ts'))
    .flatMap((name) => [
      ...readFileSync(join(dist, name), 'utf8').matchAll(/(?:from |import\(|import )'([^'.][^']*)'/g),
    ])
    .map(([, path = '']) => path);
  const paths = [...inCode, ...inTypes];
  return {
    packages: new Set(paths.filter((path) => !isBuiltin(path)).map(packageOf)),
    builtins: new Set(paths.filter(isBuiltin)),
  };
}
