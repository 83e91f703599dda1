/**
 * The thread of `FaceNetworks`: face-api's two networks on a TensorFlow.js of its own, so that neither its engine nor its backend are those
 * of the program. JavaScript, because a worker's file is loaded as it is, also in tests.
 */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { parentPort } from 'node:worker_threads';

const require = createRequire(import.meta.url);

const start = async () => {
  const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
  const { tf, nets } = faceApi;
  tf.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its wasm backend');
  const weights = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  await nets.ssdMobilenetv1.loadFromDisk(weights);
  await nets.faceLandmark68Net.loadFromDisk(weights);
  return {
    /** Boxes as `[score, x, y, width, height]` in pixels of the square RGB image. */
    async boxes({ pixels, size, minScore }) {
      const image = tf.tensor3d(pixels, [size, size, 3], 'int32');
      try {
        const found = await nets.ssdMobilenetv1.locateFaces(image, {
          minConfidence: minScore,
          maxResults: 100,
        });
        return found.map(({ score, box }) => [score, box.x, box.y, box.width, box.height]);
      } finally {
        image.dispose();
      }
    },
    /** The 68 points of a square RGB image of one face, as `[x, y]` in parts of its side. */
    async landmarks({ pixels, size }) {
      const image = tf.tensor3d(pixels, [size, size, 3], 'int32');
      try {
        const { relativePositions } = await nets.faceLandmark68Net.detectLandmarks(image);
        return relativePositions.map(({ x, y }) => [x, y]);
      } finally {
        image.dispose();
      }
    },
  };
};

try {
  const networks = await start();
  parentPort.on('message', async ({ id, kind, ...request }) => {
    try {
      parentPort.postMessage({ id, result: await networks[kind](request) });
    } catch (error) {
      parentPort.postMessage({ id, error: String(error?.message ?? error) });
    }
  });
  parentPort.postMessage({ ready: true });
} catch (error) {
  parentPort.postMessage({ ready: false, error: String(error?.message ?? error), code: error?.code });
}
