// @cvg/nets and @cvg/train: a training that is interrupted and goes on, beside one that is not.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs
import * as tf from '@tensorflow/tfjs-core';
import { loadNetwork, saveNetwork } from '@cvg/nets';
import { resumeTraining, RunFolder, Trainer } from '@cvg/train';

tf.enableProdMode();
await tf.setBackend('cpu');

// Points of two classes.
class Points {
  #batch = 0;
  async next() {
    const noise = tf.randomNormal([16, 2], 0, 0.3, 'float32', ++this.#batch);
    const images = noise.dataSync().map((value, at) => value + [-2, 1, 3, 0][at % 4]);
    noise.dispose();
    return { images, labels: Int32Array.from({ length: 16 }, (_, row) => row % 2), shape: [16, 2] };
  }
  state() {
    return this.#batch;
  }
  restore(state) {
    this.#batch = state;
  }
}

const options = {
  numClasses: 2,
  networks: { kind: 'mlp', hiddenSizes: [8, 8] },
  optimizer: { name: 'adam', learningRate: 0.01 },
  batchSize: 16,
};
const stepsOf = async (trainer, runOptions) => {
  const losses = [];
  for await (const event of trainer.run(runOptions)) if (event.type === 'step') losses.push(event.losses);
  return losses;
};

const whole = await stepsOf(new Trainer(options), { source: new Points(), steps: 6 });

const first = new Trainer(options);
const contents = { config: first.config, classes: ['left', 'right'] };
const path = `run-${process.versions.node}`;
const folder = await RunFolder.create(path, contents);
await stepsOf(first, { source: new Points(), steps: 3, folder });
await folder.close();

const second = new Trainer(options);
const reopened = await RunFolder.open(path, contents);
const source = new Points();
const { step } = await resumeTraining(second, reopened, source);
const rest = await stepsOf(second, { source, steps: 6, folder: reopened });
await reopened.close();

// The network goes into a file and comes back: the same samples.
const copy = loadNetwork(await saveNetwork(second.averagedGenerator));
const z = tf.randomNormal([2, 2], 0, 1, 'float32', 1);
const classes = tf.tensor2d([
  [1, 0],
  [0, 1],
]);
const samples = [second.averagedGenerator, copy].map((network) => network.generate(z, classes).arraySync());
console.log(JSON.stringify({ step, whole, rest, samples }));
