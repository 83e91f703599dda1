import { expect, it } from '@jest/globals';
import { describeAdapter } from './describe-adapter.js';

const info = (fields: object): GPUAdapterInfo => {
  const unknown = { architecture: '', description: '', device: '', isFallbackAdapter: false, vendor: '' };
  return { ...unknown, ...fields } as GPUAdapterInfo;
};

it.each([
  [{ vendor: 'nvidia', architecture: 'ampere', device: 'nvidia-a100' }, 'nvidia-a100 (nvidia ampere)', false],
  [{ vendor: 'amd', architecture: 'rdna-3' }, 'amd rdna-3', false],
  [{ vendor: 'intel', description: 'Intel(R) UHD' }, 'Intel(R) UHD (intel)', false],
  [{}, 'an unnamed adapter', false],
  [{ vendor: 'google', architecture: 'swiftshader' }, 'google swiftshader', true],
  [{ vendor: 'mesa', device: 'llvmpipe-llvm-15' }, 'llvmpipe-llvm-15 (mesa)', true],
  [{ description: 'Microsoft Basic Render Driver' }, 'Microsoft Basic Render Driver', true],
  [{ vendor: 'acme', isFallbackAdapter: true }, 'acme', true],
])('describes %j', (fields, name, software) => {
  const described = describeAdapter(info(fields));
  expect(described.software).toBe(software);
  expect(described.description.split(', ')[0]).toBe(name);
  expect(described.description.endsWith(', software')).toBe(software);
});
