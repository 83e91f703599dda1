import type { GradientNorms } from './gradient-norms.js';
import type { GenerativeTerm } from './recipes.js';

/** Losses of a step, unweighted: the terms of E and G, `discriminator` (L_D) and `classifier` (L_C), as far as the recipe has them. */
export type Losses = Readonly<Partial<Record<GenerativeTerm | 'discriminator' | 'classifier', number>>>;

/** A step was taken. */
export interface StepEvent {
  readonly type: 'step';
  /** How many steps have been taken in all, this one included. */
  readonly step: number;
  /** Taken at the parameters before the update. */
  readonly losses: Losses;
  /** If the run was asked for them. */
  readonly gradientNorms?: GradientNorms;
  /** Wall time of the step, waiting for its batch included. */
  readonly seconds: number;
  /** Tensors alive after the step: constant from the second step on. */
  readonly numTensors: number;
}

/** A checkpoint was written. */
export interface CheckpointEvent {
  readonly type: 'checkpoint';
  readonly step: number;
  readonly folder: string;
  /** What `score` of the run returned. */
  readonly score: number | undefined;
}

/** The run is over: all steps were taken, or the signal asked it to stop. A checkpoint of this step exists. */
export interface EndEvent {
  readonly type: 'end';
  readonly step: number;
  readonly reason: 'finished' | 'aborted';
}

/** What {@link Trainer.run} yields; `type` says which. */
export type TrainEvent = StepEvent | CheckpointEvent | EndEvent;
