import base from '../../jest.base.mjs';

export default {
  ...base,
  setupFilesAfterEnv: [...base.setupFilesAfterEnv, '<rootDir>/src/__fixtures__/setup.ts'],
};
