import type { Generator } from '@cvg/nets';
import type { FeatureMeans } from './feature-means.js';
import type { Optimizer } from './optimizer.js';
import type { Recipe } from './recipes.js';
import type { NetworkName, TrainedNetworks } from './trained-networks.js';
import type { TrainingConfig } from './training-config.js';

/** What a step reads and changes. */
export interface TrainingState {
  readonly config: TrainingConfig;
  readonly recipe: Recipe;
  readonly networks: TrainedNetworks;
  /** One for each network there is. */
  readonly optimizers: ReadonlyMap<NetworkName, Optimizer>;
  /** The moving means of Eq. 4, and of Eq. 2 where they move. */
  readonly means: FeatureMeans;
  /** G with averaged weights. */
  readonly averagedGenerator: Generator;
}
