import type { EngineName } from '@cvg/backend';

/** The networks of the paper and a batch: what a step computes. */
export interface StepSize {
  /** Height and width of the images. */
  readonly imageSize: 32 | 64 | 128;
  readonly batch: number;
  /** Multiplier of the channels. */
  readonly width: number;
  readonly channels: 1 | 3;
  readonly numClasses: number;
  readonly latentSize: number;
}

/** Everything but size, batch and width: colour images of a hundred classes, and the latents of Section 5. */
export const PAPER = { channels: 3, numClasses: 100, latentSize: 256 } as const;

/** What a number was measured on. */
export interface Computer {
  readonly engine: EngineName;
  /** Versions, instruction sets, threads. */
  readonly description: string;
}

/** `64 px, batch 32`, and the width where it is not the paper's. */
export function sizeText({
  imageSize,
  batch,
  width,
}: Pick<StepSize, 'imageSize' | 'batch' | 'width'>): string {
  return `${imageSize} px, batch ${batch}${width === 1 ? '' : `, width ${width}`}`;
}
