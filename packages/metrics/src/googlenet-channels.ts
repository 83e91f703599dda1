/** Channels of an inception module, in the columns of GoogLeNet's Table 1. */
export interface InceptionChannels {
  /** '#1x1'. */
  readonly direct: number;
  /** '#3x3 reduce'. */
  readonly reduce3: number;
  /** '#3x3'. */
  readonly conv3: number;
  /** '#5x5 reduce'. */
  readonly reduce5: number;
  /** '#5x5'. */
  readonly conv5: number;
  /** 'pool proj'. */
  readonly poolProjection: number;
}

/** All channels of GoogLeNet at a width. */
export interface GoogLeNetChannels {
  /** Of the stem's convolutions: 7x7, 1x1, 3x3. */
  readonly stem: readonly [number, number, number];
  /** The nine modules with their names (`'3a'` to `'5b'`), by stage; a pooling of stride 2 stands between stages. */
  readonly stages: readonly (readonly (readonly [name: string, channels: InceptionChannels])[])[];
}

const STEM = [64, 64, 192] as const;

/** Szegedy et al. (2015), Table 1: name, #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj. */
const STAGES = [
  [
    ['3a', 64, 96, 128, 16, 32, 32],
    ['3b', 128, 128, 192, 32, 96, 64],
  ],
  [
    ['4a', 192, 96, 208, 16, 48, 64],
    ['4b', 160, 112, 224, 24, 64, 64],
    ['4c', 128, 128, 256, 24, 64, 64],
    ['4d', 112, 144, 288, 32, 64, 64],
    ['4e', 256, 160, 320, 32, 128, 128],
  ],
  [
    ['5a', 256, 160, 320, 32, 128, 128],
    ['5b', 384, 192, 384, 48, 128, 128],
  ],
] as const;

/** Every number of channels of the paper's table times `width`, rounded, at least 1. */
export function googLeNetChannels(width: number): GoogLeNetChannels {
  const scaled = (count: number): number => Math.max(1, Math.round(width * count));
  const [first, second, third] = STEM;
  return {
    stem: [scaled(first), scaled(second), scaled(third)],
    stages: STAGES.map((modules) =>
      modules.map(([name, direct, reduce3, conv3, reduce5, conv5, poolProjection]) => [
        name,
        {
          ...{ direct: scaled(direct), reduce3: scaled(reduce3), conv3: scaled(conv3) },
          ...{ reduce5: scaled(reduce5), conv5: scaled(conv5), poolProjection: scaled(poolProjection) },
        },
      ]),
    ),
  };
}

/** Channels that a module gives. */
export function outputChannels({ direct, conv3, conv5, poolProjection }: InceptionChannels): number {
  return direct + conv3 + conv5 + poolProjection;
}

/** F, the channels of the last module: 1,024 at width 1. */
export function googLeNetFeatureSize(width: number): number {
  const last = googLeNetChannels(width).stages.at(-1)?.at(-1);
  return last ? outputChannels(last[1]) : 0;
}
