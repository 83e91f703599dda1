import { defineConfig, type Options } from 'tsup';

/** The build every package shares: one ESM entry with types and source maps. */
export const libraryBuild = (overrides: Options = {}): ReturnType<typeof defineConfig> =>
  defineConfig({
    entry: ['src/index.ts'],
    format: ['esm'],
    target: 'es2022',
    platform: 'neutral',
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    sourcemap: true,
    clean: true,
    treeshake: true,
    splitting: false,
    removeNodeProtocol: false,
    ...overrides,
  });
