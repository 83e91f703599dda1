import { afterAll, beforeAll } from '@jest/globals';
import { buildNetworks } from '@cvg/nets';
import { startEngine } from '../workflows/start-engine.js';

/** Small networks for grey images of 32 pixels and three classes. */
const SPEC = { imageSize: 32, channels: 1, numClasses: 3, latentSize: 4, width: 0.06, seed: 0 } as const;

type ToyNetworks = Pick<ReturnType<typeof buildNetworks>, 'encoder' | 'generator'>;

/** An untrained E and G on wasm for the tests of a file: from its first test to its last. */
export function useToyNetworks(): () => ToyNetworks {
  let networks: ToyNetworks;
  beforeAll(async () => {
    await startEngine('wasm');
    networks = buildNetworks(SPEC);
  });
  afterAll(() => {
    networks.encoder.dispose();
    networks.generator.dispose();
  });
  return () => networks;
}
