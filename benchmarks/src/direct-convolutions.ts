import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { geometry, type Layer } from './layers.js';
import type { LayerSpeed } from './measure-layer.js';

/** What oneDNN reaches without an engine around it, and this machine's peak. */
export interface DirectSpeeds {
  /** GFLOP/s of multiply-adds on registers. */
  readonly peak: number;
  /** One for each layer. */
  readonly layers: readonly LayerSpeed[];
}

const SOURCE = fileURLToPath(new URL('../onednn/convolutions.cpp', import.meta.url));
const FLAGS = ['-O3', '-march=native', '-std=c++17', '-fopenmp', SOURCE, '-ldnnl'];

/**
 * Compiles and runs onednn/convolutions.cpp on some layers.
 * @param milliseconds - To spend on each pass, about.
 * @returns Or why not, where there is no compiler or no oneDNN.
 */
export function measureDirectly(layers: readonly Layer[], milliseconds: number): DirectSpeeds | string {
  const folder = mkdtempSync(join(tmpdir(), 'cvg-bench-'));
  try {
    const program = join(folder, 'convolutions');
    const compiled = spawnSync(process.env.CXX ?? 'c++', [...FLAGS, '-o', program], { encoding: 'utf8' });
    if (compiled.error !== undefined) return 'no C++ compiler; on Debian: apt-get install g++';
    if (compiled.status !== 0) return 'no oneDNN; on Debian: apt-get install libdnnl-dev';
    const input = layers.map(numbersOf).join('\n');
    const ran = spawnSync(program, [String(milliseconds)], { encoding: 'utf8', input });
    if (ran.status !== 0) return `${SOURCE} failed: ${ran.stderr}`;
    const [peak = '', ...lines] = ran.stdout.trim().split('\n');
    return { peak: Number(peak.replace('peak ', '')), layers: lines.map(speedOf) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A line of the program's input. */
function numbersOf(layer: Layer): string {
  const { outHeight, outWidth, padInfo } = geometry(layer);
  const [kernelHeight, kernelWidth, , outChannels] = layer.filter;
  const output = [outHeight, outWidth, outChannels];
  return [
    ...[...layer.images, ...output, kernelHeight, kernelWidth, layer.stride],
    ...[padInfo.top, padInfo.left],
  ].join(' ');
}

/** A line of its output. */
function speedOf(line: string): LayerSpeed {
  const [Conv2D = NaN, Conv2DBackpropInput = NaN, Conv2DBackpropFilter = NaN] = line.split(' ').map(Number);
  return { Conv2D, Conv2DBackpropInput, Conv2DBackpropFilter };
}
