import { expect, it } from '@jest/globals';
import { CheckpointDamagedError, ConfigMismatchError, RunExistsError, RunFileError } from './errors.js';

const errors = [
  new RunFileError('run/config.json', 'not JSON'),
  new CheckpointDamagedError(7, 'run/checkpoints/step-000007', 'a.bin', 'expected 3 bytes, got 2'),
  new RunExistsError('run'),
  new ConfigMismatchError('run', [{ path: 'seed', saved: 0, given: 1 }]),
];

it.each([
  [RunFileError, 0, 'RunFileError: run/config.json: not JSON.'],
  [
    CheckpointDamagedError,
    1,
    'CheckpointDamagedError: run/checkpoints/step-000007/a.bin: expected 3 bytes, got 2.',
  ],
  [RunExistsError, 2, 'RunExistsError: run: holds a run already; resume it, or choose another folder.'],
  [ConfigMismatchError, 3, 'ConfigMismatchError: run: has another configuration: seed is 0, given 1.'],
] as const)('%# knows its errors, also those of another copy of the package', (type, index, text) => {
  expect(String(errors[index])).toBe(text);
  const foreign = { [Symbol.for(`@cvg/train.${errors[index]!.name}`)]: true };
  expect(type.isInstance(foreign)).toBe(true);
  expect(errors.map((error) => type.isInstance(error))).toEqual(errors.map((_, other) => other === index));
  for (const other of [new Error('no'), null, undefined, errors[index]!.name]) {
    expect(type.isInstance(other)).toBe(false);
  }
});
