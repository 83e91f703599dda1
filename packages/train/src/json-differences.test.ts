import { expect, it } from '@jest/globals';
import { jsonDifferences } from './json-differences.js';

it('names every field that differs, and no other', () => {
  const saved = {
    version: 1,
    training: { batchSize: 64, optimizer: { name: 'adam', beta1: 0.5 }, seed: 0 },
    networks: { hiddenSizes: [32, 64, 64], features: null },
    gone: true,
    list: [],
  };
  expect(jsonDifferences(saved, saved)).toEqual([]);
  expect(
    jsonDifferences(saved, {
      networks: { features: {}, hiddenSizes: [32, 128] },
      list: {},
      training: { seed: '0', batchSize: 32, optimizer: { beta1: 0.5, name: 'adam' }, extra: [1] },
      gone: undefined,
      version: 1,
    }),
  ).toEqual([
    { path: 'training.batchSize', saved: 64, given: 32 },
    { path: 'training.seed', saved: 0, given: '0' },
    { path: 'training.extra', saved: undefined, given: [1] },
    { path: 'networks.hiddenSizes.1', saved: 64, given: 128 },
    { path: 'networks.hiddenSizes.2', saved: 64, given: undefined },
    { path: 'networks.features', saved: null, given: {} },
    { path: 'gone', saved: true, given: undefined },
    { path: 'list', saved: [], given: {} },
  ]);
});

it('takes neither the order of fields nor undefined ones for a difference', () => {
  expect(jsonDifferences({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1, e: undefined })).toEqual(
    [],
  );
});
