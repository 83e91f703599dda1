import type { DeconvSpec } from '../specs.js';
import { scaled } from './scaled.js';

/** The paper's channels and kernels (Section 5), for 128x128; the last one's channels are the image's. */
const CHANNELS = [256, 256, 128, 92, 64] as const;
const KERNEL_SIZES = [3, 3, 5, 5, 5, 5] as const;

/** Side of the map the first deconvolution sees. */
export const FIRST_MAP_SIZE = 2;

/** Units of the two fully connected layers at width 1: 2 x 2 x 256. The paper names no sizes. */
const FIRST_MAP_CHANNELS = 256;

export interface DeconvLayerPlan {
  readonly name: string;
  readonly filters: number;
  readonly kernelSize: number;
  /** The last one: bias and tanh instead of batch norm and ReLU. */
  readonly last: boolean;
}

/** Sizes of a generator's layers. */
export interface DeconvPlan {
  /** Units of the first fully connected layer. */
  readonly units: number;
  /** Channels of the 2x2 map the second one gives. */
  readonly mapChannels: number;
  readonly deconvolutions: readonly DeconvLayerPlan[];
}

/** The sizes for a spec. Images of 64 and 32 pixels leave out the first one or two deconvolutions. */
export function deconvPlan({ imageSize, channels, width }: Required<DeconvSpec>): DeconvPlan {
  const count = Math.log2(imageSize / FIRST_MAP_SIZE);
  const skipped = KERNEL_SIZES.length - count;
  const filters = [...CHANNELS.map((filter) => scaled(filter, width)), channels].slice(skipped);
  const mapChannels = scaled(FIRST_MAP_CHANNELS, width);
  return {
    mapChannels,
    units: scaled(FIRST_MAP_SIZE * FIRST_MAP_SIZE * FIRST_MAP_CHANNELS, width),
    deconvolutions: filters.map((filter, index) => ({
      name: `deconv${index + 1}`,
      filters: filter,
      kernelSize: KERNEL_SIZES[skipped + index] ?? 5,
      last: index === count - 1,
    })),
  };
}
