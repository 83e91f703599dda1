import type { InceptionChannels } from '../layers/inception.js';
import { scaled } from './scaled.js';

/** Channels of the stem's convolutions: 7x7, 1x1, 3x3. */
export const STEM_CHANNELS = [64, 64, 192] as const;

/** GoogLeNet's nine modules (Szegedy et al., 2014, Table 1), by stage; a pooling of stride 2 stands between stages. */
const STAGES: readonly Readonly<Record<string, readonly number[]>>[] = [
  { '3a': [64, 96, 128, 16, 32, 32], '3b': [128, 128, 192, 32, 96, 64] },
  {
    '4a': [192, 96, 208, 16, 48, 64],
    '4b': [160, 112, 224, 24, 64, 64],
    '4c': [128, 128, 256, 24, 64, 64],
    '4d': [112, 144, 288, 32, 64, 64],
    '4e': [256, 160, 320, 32, 128, 128],
  },
  { '5a': [256, 160, 320, 32, 128, 128], '5b': [384, 192, 384, 48, 128, 128] },
];

export interface InceptionModule {
  /** Such as `'inception3a'`. */
  readonly name: string;
  readonly channels: InceptionChannels;
}

/** The modules of each stage at a width. */
export function inceptionStages(width: number): InceptionModule[][] {
  return STAGES.map((modules) =>
    Object.entries(modules).map(([label, counts]) => {
      const [direct = 0, reduce3 = 0, conv3 = 0, reduce5 = 0, conv5 = 0, poolProjection = 0] = counts.map(
        (count) => scaled(count, width),
      );
      return {
        name: `inception${label}`,
        channels: { direct, reduce3, conv3, reduce5, conv5, poolProjection },
      };
    }),
  );
}
