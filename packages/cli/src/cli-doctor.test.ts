import { expect, it } from '@jest/globals';
import { engineNames } from '@cvg/backend';
import { cvg } from './__fixtures__/cvg.js';

it('cvg doctor says of every engine how fast it is or what it needs, and which one auto takes', async () => {
  const { code, stdout } = await cvg('doctor');
  expect(code).toBe(0);
  const [head, ...lines] = stdout.trimEnd().split('\n');
  expect(head).toMatch(/^engine +forward {2}backward$/);
  const rows = lines
    .slice(0, -1)
    .map((line) => /^([\w-]+) +(?:([\d.]+) +([\d.]+) {2}|not available: )(.+)$/.exec(line));
  expect(rows.map((row) => row?.[1])).toEqual(engineNames);
  const rates = new Map(rows.map((row) => [row?.[1] ?? '', Number(row?.[2])]));
  // Both always work; wasm has SIMD, cpu is plain JavaScript: an order of magnitude at the least.
  expect(rates.get('wasm')).toBeGreaterThan(5 * (rates.get('cpu') ?? NaN));
  // An adapter of webgpu that is software works, but auto leaves it alone.
  const software = rows.filter((row) => row?.[4]?.endsWith(', software')).map((row) => row?.[1]);
  const works = engineNames.find((name) => (rates.get(name) ?? NaN) > 0 && !software.includes(name));
  expect(lines.at(-1)).toBe(`auto takes ${works ?? ''}`);
});
