// In a browser: learns as in Node, samples from the generator that Node exported, and reports both. `?engine` says on what.
import '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '@cvg/backend';
import { loadNetwork } from '@cvg/nets';
import { learn } from './learn.js';
import { sample } from './sample.js';

async function run(engine) {
  tf.enableProdMode();
  if (engine === 'webgl') {
    if (!(await tf.setBackend('webgl'))) throw new Error('no WebGL');
  } else {
    await useBackend(engine, { wasm: { paths: '/wasm/' } });
  }
  const { losses } = await learn(3);
  const file = await fetch('/generator.safetensors');
  const generator = loadNetwork(new Uint8Array(await file.arrayBuffer()));
  return { backend: tf.getBackend(), losses, ...(await sample(generator)) };
}

run(new URLSearchParams(location.search).get('engine')).then(
  (found) => fetch('/report', { method: 'POST', body: JSON.stringify(found) }),
  (error) => fetch('/report', { method: 'POST', body: JSON.stringify({ error: error.stack }) }),
);
