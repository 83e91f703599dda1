// In Node: learns, exports the generator for the page, and prints what the page must find.
import '@tensorflow/tfjs-backend-cpu';
import { mkdir, writeFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { saveNetwork } from '@cvg/nets';
import { learn } from './learn.js';
import { sample } from './sample.js';

tf.enableProdMode();
await tf.setBackend('cpu');
const { losses, generator } = await learn(3);
await mkdir('public', { recursive: true });
await writeFile('public/generator.safetensors', await saveNetwork(generator));
console.log(JSON.stringify({ losses, ...(await sample(generator)) }));
