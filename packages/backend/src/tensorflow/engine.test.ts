import { describe, expect, it } from '@jest/globals';
import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import { ProgramFolder } from '../__fixtures__/program-folder.js';

const VERSION = tf.version_core;
const [CPU, GPU] = ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'] as const;
const CORE = '@tensorflow/tfjs-core';

/** A package with the main file `source`. */
const packageFiles = (name: string, source: string, version = VERSION): Record<string, string> => ({
  [`${name}/package.json`]: JSON.stringify({ name, version, main: 'index.js' }),
  [`${name}/index.js`]: source,
});

/** The package that tfjs-node takes TensorFlow.js from. */
const union = packageFiles('@tensorflow/tfjs', `module.exports = require('${CORE}');`);

/** What tfjs-node does when it is loaded, with a backend that computes nothing. */
const nodePackage = (name: typeof CPU | typeof GPU, gpu = false): Record<string, string> => ({
  ...union,
  ...packageFiles(
    name,
    `const tf = require('@tensorflow/tfjs');
    class Backend extends tf.KernelBackend {
      isGPUPackage = ${name === GPU};
      isUsingGpuDevice = ${gpu};
      binding = { TF_Version: '2.9.1' };
      dispose() {}
    }
    globalThis.levelAtStart = process.env.TF_CPP_MIN_LOG_LEVEL;
    tf.registerBackend('tensorflow', () => new Backend(), 3);
    tf.setBackend('tensorflow');`,
  ),
});

/** For the programs: the start of an engine, in one line. */
const PRELUDE = `
  import { EngineUnavailableError, useBackend } from '@cvg/backend';
  import { createRequire } from 'node:module';
  const tf = createRequire(import.meta.url)('${CORE}');
  async function start(engine) {
    try {
      const { name, description } = await useBackend(engine);
      console.log(name + ': ' + description);
    } catch (error) {
      console.log(EngineUnavailableError.isInstance(error) ? error.engine + ' not: ' + error.reason : error);
    }
    console.log('backend', tf.getBackend());
  }
`;

/** What a program prints that runs where these packages are installed; nothing of it on standard error. */
function printed(files: Record<string, string>, source: string, env: Record<string, string> = {}): string[] {
  const folder = new ProgramFolder(files);
  try {
    const { stdout, stderr } = folder.run(PRELUDE + source, env);
    expect(stderr).toBe('');
    return stdout.trimEnd().split('\n');
  } finally {
    folder.dispose();
  }
}

describe('a package that works', () => {
  it('tfjs-node is the engine tensorflow', () => {
    const threads = availableParallelism();
    const works = `tensorflow: TensorFlow 2.9.1, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    expect(
      printed(
        nodePackage(CPU),
        `for (const name of ['cpu', 'tensorflow', 'cpu', 'tensorflow']) await start(name);`,
      ),
    ).toEqual([
      ...['cpu: plain JavaScript, 1 thread', 'backend cpu', works, 'backend tensorflow'],
      ...['cpu: plain JavaScript, 1 thread', 'backend cpu', works, 'backend tensorflow'],
    ]);
  });

  it('tfjs-node-gpu on a GPU is the engine tensorflow-gpu, and the one that auto takes', () => {
    expect(printed(nodePackage(GPU, true), `await start('auto'); await start('tensorflow');`)).toEqual([
      ...['tensorflow-gpu: TensorFlow 2.9.1, GPU', 'backend tensorflow'],
      "tensorflow not: TensorFlow takes the GPU in this process: the engine 'tensorflow-gpu'; without it with CUDA_VISIBLE_DEVICES=-1 in the environment",
      'backend tensorflow',
    ]);
  });

  it('tfjs-node-gpu without a GPU is the engine tensorflow', () => {
    const env = { TF_NUM_INTRAOP_THREADS: '1' };
    const noGpu = expect.stringMatching(
      /^tensorflow-gpu not: TensorFlow finds no GPU: it needs an NVIDIA GPU/,
    );
    expect(
      printed(
        nodePackage(GPU),
        `for (const name of ['cpu', 'tensorflow-gpu', 'tensorflow']) await start(name);`,
        env,
      ),
    ).toEqual([
      ...['cpu: plain JavaScript, 1 thread', 'backend cpu', noGpu, 'backend cpu'],
      ...['tensorflow: TensorFlow 2.9.1, 1 thread', 'backend tensorflow'],
    ]);
  });

  it('is found by auto after the engines that are faster', () => {
    expect(
      printed(
        nodePackage(GPU),
        `const { name, skipped } = await useBackend('auto'); console.log(name, ...skipped.map(({ name }) => name));`,
      ),
    ).toEqual(['tensorflow tensorflow-gpu webgpu onednn']);
  });

  it('is there once in a process', () => {
    const [, , reason] = printed(
      { ...nodePackage(GPU, true), ...nodePackage(CPU) },
      `await start('tensorflow'); await start('tensorflow-gpu');`,
    );
    expect(reason).toBe(
      'tensorflow-gpu not: this process has loaded @tensorflow/tfjs-node, and TensorFlow cannot be loaded twice: start this engine first',
    );
  });

  it('prints only errors when it starts, unless the program asks for more', () => {
    const source = `await useBackend('tensorflow'); console.log(globalThis.levelAtStart, process.env.TF_CPP_MIN_LOG_LEVEL);`;
    expect(printed(nodePackage(CPU), source)).toEqual(['2 undefined']);
    expect(printed(nodePackage(CPU), source, { TF_CPP_MIN_LOG_LEVEL: '0' })).toEqual(['0 0']);
  });

  it('finds the functions of util that Node 23 removed, and otherwise those of Node', () => {
    const source = `
      import util from 'node:util';
      delete util.isNullOrUndefined;
      const isArray = (util.isArray = () => 'the one of Node');
      await useBackend('tensorflow');
      const { isNullOrUndefined } = util;
      console.log(...[null, undefined, 0, '', false].map(isNullOrUndefined), util.isArray === isArray);
      delete util.isArray;
      await useBackend('tensorflow');
      console.log(util.isArray);
    `;
    expect(printed(nodePackage(CPU), source)).toEqual(['true true false false false true', 'undefined']);
  });
});

describe('a package that does not work', () => {
  it('is not installed', () => {
    expect(
      printed({}, `await start('cpu'); await start('tensorflow-gpu'); await start('tensorflow');`),
    ).toEqual([
      ...['cpu: plain JavaScript, 1 thread', 'backend cpu'],
      `tensorflow-gpu not: ${GPU} is not installed: npm install ${GPU}@${VERSION} (it downloads TensorFlow)`,
      'backend cpu',
      `tensorflow not: ${CPU} is not installed: npm install ${CPU}@${VERSION} (it downloads TensorFlow)`,
      'backend cpu',
    ]);
  });

  it('throws when it is loaded', () => {
    const broken = packageFiles(
      CPU,
      String.raw`throw new Error('libtensorflow.so.2: no such file. \nand advice');`,
    );
    expect(printed({ ...union, ...broken }, `await start('cpu'); await start('tensorflow');`)).toEqual([
      ...['cpu: plain JavaScript, 1 thread', 'backend cpu'],
      `tensorflow not: ${CPU} could not be loaded (libtensorflow.so.2: no such file); npm rebuild ${CPU} repeats its download`,
      'backend cpu',
    ]);
  });

  /** A tfjs-core of its own for tfjs-node, and a tfjs-node that must not be loaded. */
  const withCore = (version: string): Record<string, string> => ({
    ...union,
    ...packageFiles(`@tensorflow/tfjs/node_modules/${CORE}`, '', version),
    ...packageFiles(CPU, `console.log('loaded');`, version),
  });

  it('is of another version', () => {
    expect(printed(withCore('4.21.0'), `await start('tensorflow');`)).toEqual([
      `tensorflow not: ${CPU} 4.21.0 brings ${CORE} 4.21.0, and this program has ${VERSION}; ` +
        `they must be the same: npm install ${CPU}@${VERSION}`,
      'backend undefined',
    ]);
  });

  it('has a tfjs-core of its own', () => {
    expect(printed(withCore(VERSION), `await start('tensorflow');`)).toEqual([
      `tensorflow not: ${CPU} brings a second copy of ${CORE} ${VERSION}, and there must be one: npm dedupe`,
      'backend undefined',
    ]);
  });

  it('was removed from TensorFlow.js by the program', () => {
    const [, , reason] = printed(
      nodePackage(CPU),
      `await start('tensorflow'); tf.removeBackend('tensorflow'); await start('tensorflow');`,
    );
    expect(reason).toBe(`tensorflow not: ${CPU} has no backend any more: the program has removed it`);
  });
});
