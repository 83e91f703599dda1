import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { KernelsResult } from './kernels-command.js';
import type { StepResult } from './step-command.js';

const PROGRAM = fileURLToPath(new URL('../dist/bench.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cvg-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function bench(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', cwd: folder });
}

const TINY = ['--size', '32', '--batch', '2', '--width', '0.05', '--threads', '1', '--engine', 'wasm'];

describe('bench', () => {
  it('step prints one line of JSON, whose numbers belong together', () => {
    const { stdout, stderr } = bench('step', ...TINY, '--seconds', '0.2', '--json');
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const result = JSON.parse(stdout) as StepResult;
    expect(result).toMatchObject({ engine: 'wasm', imageSize: 32, batch: 2, width: 0.05, threads: 1 });
    expect(result.imagesPerSecond).toBeCloseTo(2000 / result.medianMilliseconds, 6);
    expect(result.fastestMilliseconds).toBeLessThanOrEqual(result.medianMilliseconds);
    expect(result.steps).toBeGreaterThanOrEqual(5);
    expect(result.libraryShare).toBeGreaterThan(0);
    expect(result.libraryShare).toBeLessThan(1);
    expect(result.peakRssMegabytes).toBeGreaterThan(50);
  });

  it('kernels measures every distinct convolution of the networks', () => {
    const { stdout } = bench('kernels', ...TINY, '--milliseconds', '0.1', '--json');
    const { layers, backwardOverForward } = JSON.parse(stdout) as KernelsResult;
    const names = layers.map(({ layer }) => layer);
    expect(new Set(names).size).toBe(names.length);
    // Section 5 at 32 pixels and 0.05 of the channels: first and last convolution of each network, G's turned round.
    for (const layer of [
      '2x32x32x3 * 7x7x3x3 / 2', // E's stem
      '2x4x4x6 * 5x5x6x13 / 2', // G's first transposed convolution: from 2 to 4 pixels
      '2x32x32x3 * 5x5x3x3 / 2', // G's last one, from 16 to 32 pixels, and D's first
      '2x8x8x6 * 5x5x6x13 / 2', // D's last one
      '2x4x4x19 * 3x3x19x13 / 1', // C's last one
    ]) {
      expect(names).toContain(layer);
    }
    for (const { engine } of layers)
      for (const speed of Object.values(engine)) expect(speed).toBeGreaterThan(0);
    expect(backwardOverForward).toBeGreaterThan(0);
  });

  it('refuses what it does not know', () => {
    const { status, stderr } = bench('step', '--size', '48');
    expect(status).toBe(1);
    const other = bench('step', ...TINY, '--python', join(folder, 'no-python'));
    expect(other.status).toBe(1);
    expect(other.stderr).toMatch(/^--python .*no-python: expected a Python with torch \(.*ENOENT.*\)\.\n$/);
    expect(stderr).toContain("option '--size <pixels>' argument '48' is invalid. expected 32, 64 or 128.");
  });
});
