import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { FaceNetworks } from './face-networks.js';
import { temporaryFolder } from './__fixtures__/files.js';

/** A thread that runs this code. */
function script(code: string): URL {
  const file = join(temporaryFolder(), 'thread.mjs');
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${code}`);
  return pathToFileURL(file);
}
const input = { pixels: new Uint8Array(12), size: 2 };

describe('FaceNetworks', () => {
  let networks: FaceNetworks;
  beforeAll(async () => {
    networks = await FaceNetworks.start();
  });
  afterAll(() => networks.close());

  it('finds no face in plain grey, and 68 points inside whatever is said to be a face', async () => {
    const grey = (size: number): Uint8Array => new Uint8Array(size * size * 3).fill(128);
    expect(await networks.boxes({ pixels: grey(512), size: 512 }, 0.5)).toEqual([]);
    const points = await networks.landmarks({ pixels: grey(112), size: 112 });
    expect(points).toHaveLength(68);
    for (const value of points.flat()) expect(Math.abs(value - 0.5)).toBeLessThan(1);
  });

  it('leaves the engine of the program alone', async () => {
    await tf.setBackend('cpu');
    const before = { backend: tf.getBackend(), ...tf.memory() };
    await networks.landmarks({ pixels: new Uint8Array(112 * 112 * 3), size: 112 });
    expect({ backend: tf.getBackend(), ...tf.memory() }).toEqual(before);
    expect(before.numTensors).toBe(0);
  });

  it('passes on what goes wrong in the thread, and goes on', async () => {
    await expect(networks.boxes({ pixels: new Uint8Array(5), size: 2 }, 0.5)).rejects.toThrow(
      /^FaceNetworks: .*12.* values/s,
    );
    expect(networks.numWaiting).toBe(0);
    expect(await networks.landmarks({ pixels: new Uint8Array(112 * 112 * 3), size: 112 })).toHaveLength(68);
  });
});

describe('FaceNetworks.start', () => {
  it('says which packages are missing', async () => {
    const lonely = join(temporaryFolder(), 'worker.mjs');
    copyFileSync(fileURLToPath(new URL('./face-networks-worker.js', import.meta.url)), lonely);
    await expect(FaceNetworks.start(pathToFileURL(lonely))).rejects.toThrow(
      'openFaceDetector: finding faces needs three more packages: npm install @vladmandic/face-api @tensorflow/tfjs ' +
        "@tensorflow/tfjs-backend-wasm (Cannot find module '@vladmandic/face-api/dist/face-api.node-wasm.js'); without them crop to the centre: " +
        "crop 'center', or cvg prepare --crop center.",
    );
  });

  it('says when the networks do not start', async () => {
    const failing = script("parentPort.postMessage({ ready: false, error: 'out of memory' });");
    await expect(FaceNetworks.start(failing)).rejects.toThrow(
      'openFaceDetector: the face networks do not start: out of memory.',
    );
    await expect(FaceNetworks.start(script('process.exit(3);'))).rejects.toThrow(
      'openFaceDetector: the thread has ended at once.',
    );
  });

  it('starts the thread without the flags of the program', async () => {
    expect(process.execArgv).not.toEqual([]); // jest's
    const telling = script(
      'parentPort.postMessage({ ready: false, error: `[${process.execArgv.join()}]` });',
    );
    await expect(FaceNetworks.start(telling)).rejects.toThrow(/do not start: \[\]\.$/);
  });

  it('does not leave anyone waiting for a thread that has ended', async () => {
    const dying = script(
      "parentPort.postMessage({ ready: true }); parentPort.on('message', () => process.exit());",
    );
    const networks = await FaceNetworks.start(dying);
    const ended = 'FaceNetworks: the thread has ended.';
    await expect(networks.boxes(input, 0.5)).rejects.toThrow(ended);
    await expect(networks.landmarks({ ...input, pixels: new Uint8Array(12) })).rejects.toThrow(ended);
  });
});
