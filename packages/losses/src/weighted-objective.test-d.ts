/** Promises of the types of `weightedObjective`, checked by tsc alone. */
import type * as tf from '@tensorflow/tfjs-core';
import { PAPER_LOSS_WEIGHTS, weightedObjective } from './index.js';

declare const term: tf.Scalar;

weightedObjective({ kl: term, pairwise: term }, PAPER_LOSS_WEIGHTS);
// @ts-expect-error -- every term needs a weight
weightedObjective({ kl: term, other: term }, PAPER_LOSS_WEIGHTS);
// @ts-expect-error -- terms are scalars, not numbers
weightedObjective({ kl: 3 }, PAPER_LOSS_WEIGHTS);
