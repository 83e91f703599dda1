import { fileURLToPath } from 'node:url';

const slow = process.env.CVG_SLOW_TESTS === '1';

/** The jest configuration every package shares: native ES modules, TypeScript stripped by swc. */
export default {
  testEnvironment: 'node',
  testMatch: [slow ? '<rootDir>/src/**/*.slow.test.ts' : '<rootDir>/src/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...(slow ? [] : ['\\.slow\\.test\\.ts$'])],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFilesAfterEnv: [fileURLToPath(new URL('./jest.setup.mjs', import.meta.url))],
  collectCoverageFrom: [
    'src/**/*.ts',
    '!src/**/*.test.ts',
    '!src/**/*.test-d.ts',
    '!src/**/__fixtures__/**',
    '!src/index.ts',
  ],
  coverageReporters: ['json-summary', 'text-summary'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
