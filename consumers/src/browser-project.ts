import { existsSync, readFileSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { openInBrowser, type ServedFile } from '@cvg/test-utils';
import { createProject, type ConsumerProject } from './consumer-project.js';
import type { Tarball } from './pack.js';
import { run } from './run.js';

/** What the page of `projects/browser` reports, and its twin in Node prints. */
export interface Learned {
  /** tfjs's name of the engine; Node's twin leaves it out. */
  readonly backend?: string;
  /** L_D, L_GD and L_KL of each step. */
  readonly losses: readonly (readonly number[])[];
  /** Pixels of samples of the generator that Node exported. */
  readonly images: readonly number[];
  /** Width and height of the picture that shows them. */
  readonly picture: readonly number[];
}

/** What Vite made of a page. */
export interface BuiltPage {
  /** Its folder. */
  readonly folder: string;
  /** What Vite warned of. */
  readonly warnings: string;
}

const OURS = ['@cvg/losses', '@cvg/nets', '@cvg/apps', '@cvg/backend'] as const;

/** The project of `projects/browser`, with the given engines beside those that `@cvg/backend` needs. */
export async function createBrowserProject(
  tarballs: ReadonlyMap<string, Tarball>,
  engines: readonly string[],
): Promise<ConsumerProject> {
  const names = [
    'core',
    'layers',
    'backend-cpu',
    'backend-wasm',
    ...engines.map((name) => `backend-${name}`),
  ];
  const others = names.map((name) => `@tensorflow/tfjs-${name}@4`);
  const project = await createProject(tarballs, { programs: 'browser', ours: OURS, others });
  const binaries = join(project.folder, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'wasm-out');
  await cp(binaries, join(project.folder, 'public', 'wasm'), {
    recursive: true,
    filter: (path) => extname(path) === '.wasm' || statSync(path).isDirectory(),
  });
  return project;
}

/** Bundles a project's page with Vite, as it comes. */
export async function buildPage({ folder }: ConsumerProject): Promise<BuiltPage> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  const { stderr } = await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: folder });
  return { folder: join(folder, 'dist'), warnings: stderr };
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Flags with which Chromium computes on SwiftShader where there is no GPU. */
export const browserFlags = {
  wasm: [],
  webgl: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  webgpu: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
} as const;

/** Opens the page in a browser. */
export async function learnInBrowser(
  browser: string,
  page: BuiltPage,
  engine: keyof typeof browserFlags,
): Promise<Learned> {
  const serve = (path: string): ServedFile | undefined => {
    const file = join(page.folder, path === '/' ? 'index.html' : path);
    if (!existsSync(file)) return undefined;
    return { type: TYPES[extname(file)] ?? 'application/octet-stream', body: readFileSync(file) };
  };
  const options = {
    browser,
    serve,
    page: `/?engine=${engine}`,
    flags: browserFlags[engine],
    timeout: 150_000,
  };
  return JSON.parse(await openInBrowser(options)) as Learned;
}
