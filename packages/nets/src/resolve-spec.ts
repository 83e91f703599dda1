import type {
  AlexNetSpec,
  DcganSpec,
  DeconvSpec,
  GoogLeNetSpec,
  MlpClassifierSpec,
  MlpDiscriminatorSpec,
  MlpEncoderSpec,
  MlpGeneratorSpec,
  NetworkSpec,
} from './specs.js';

/** A spec with every default filled in. */
export type Resolved<Spec extends NetworkSpec> = Readonly<Required<Spec>>;

const IMAGE_SIZES: readonly unknown[] = [32, 64, 128];

/** Refuses a number that is no integer of at least `least`. */
function assertCount(name: string, value: unknown, least: number): void {
  if (!(Number.isSafeInteger(value) && (value as number) >= least)) {
    throw new RangeError(`${name} must be an integer >= ${least}, got ${String(value)}.`);
  }
}

function assertOneOf(name: string, value: unknown, allowed: readonly unknown[]): void {
  if (!allowed.includes(value)) {
    throw new RangeError(`${name} must be one of ${allowed.map(String).join(', ')}, got ${String(value)}.`);
  }
}

function assertSeed(name: string, seed: unknown): void {
  if (!Number.isSafeInteger(seed))
    throw new RangeError(`${name} must be a safe integer, got ${String(seed)}.`);
}

function assertImageSpec(
  architecture: string,
  spec: Pick<Required<GoogLeNetSpec>, 'imageSize' | 'channels' | 'width' | 'seed'>,
): void {
  assertOneOf(`${architecture}: imageSize`, spec.imageSize, IMAGE_SIZES);
  assertOneOf(`${architecture}: channels`, spec.channels, [1, 3]);
  if (!(spec.width > 0 && Number.isFinite(spec.width))) {
    throw new RangeError(`${architecture}: width must be a finite number > 0, got ${String(spec.width)}.`);
  }
  assertSeed(`${architecture}: seed`, spec.seed);
}

/** The layers of `featureLayers`, each one of `known`. */
function assertFeatureLayers(name: string, layers: readonly string[], known: readonly string[]): void {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new RangeError(`${name} must list at least one of ${known.join(', ')}.`);
  }
  for (const layer of layers) assertOneOf(name, layer, known);
}

export function resolveGoogLeNetSpec({ width = 1, ...spec }: GoogLeNetSpec): Resolved<GoogLeNetSpec> {
  const { architecture, imageSize, channels, numClasses, latentSize, seed } = spec;
  const resolved = { architecture, imageSize, channels, numClasses, latentSize, width, seed };
  assertImageSpec(architecture, resolved);
  assertCount('googlenet: numClasses', numClasses, 0);
  assertCount('googlenet: latentSize', latentSize, 1);
  return Object.freeze(resolved);
}

export function resolveDeconvSpec({
  width = 1,
  upsampling = 'deconv',
  ...spec
}: DeconvSpec): Resolved<DeconvSpec> {
  const { architecture, imageSize, channels, numClasses, latentSize, seed } = spec;
  const resolved = { architecture, imageSize, channels, numClasses, latentSize, upsampling, width, seed };
  assertImageSpec(architecture, resolved);
  assertCount('deconv: numClasses', numClasses, 0);
  assertCount('deconv: latentSize', latentSize, 1);
  assertOneOf('deconv: upsampling', upsampling, ['deconv', 'nearest']);
  return Object.freeze(resolved);
}

/** @param layers - The layers that can give features, from first to last; the last is the default. */
export function resolveDcganSpec(spec: DcganSpec, layers: readonly string[]): Resolved<DcganSpec> {
  const { architecture, imageSize, channels, width = 1, seed, featureLayers = layers.slice(-1) } = spec;
  const resolved = { architecture, imageSize, channels, width, featureLayers: [...featureLayers], seed };
  assertImageSpec(architecture, resolved);
  assertFeatureLayers('dcgan: featureLayers', resolved.featureLayers, layers);
  return Object.freeze(resolved);
}

/** @param layers - As {@link resolveDcganSpec}. */
export function resolveAlexNetSpec(spec: AlexNetSpec, layers: readonly string[]): Resolved<AlexNetSpec> {
  const { architecture, imageSize, channels, numClasses, width = 1, seed } = spec;
  const featureLayers = [...(spec.featureLayers ?? layers.slice(-1))];
  const resolved = { architecture, imageSize, channels, numClasses, width, featureLayers, seed };
  assertImageSpec(architecture, resolved);
  assertCount('alexnet: numClasses', numClasses, 1);
  assertFeatureLayers('alexnet: featureLayers', featureLayers, layers);
  return Object.freeze(resolved);
}

type AnyMlpSpec = MlpEncoderSpec | MlpGeneratorSpec | MlpDiscriminatorSpec | MlpClassifierSpec;

/** Fills in and checks what all MLPs share; Section 4's are the defaults. */
function resolveMlp<Spec extends AnyMlpSpec>(
  { architecture, role, dataSize = 2, hiddenSizes = [32, 64, 64], seed }: Spec,
  expected: Spec['role'],
): Required<Pick<AnyMlpSpec, 'architecture' | 'dataSize' | 'hiddenSizes' | 'seed'>> {
  assertOneOf('mlp: role', role, [expected]);
  assertCount('mlp: dataSize', dataSize, 1);
  if (!Array.isArray(hiddenSizes) || hiddenSizes.length === 0) {
    throw new RangeError('mlp: hiddenSizes must list at least one number of units.');
  }
  for (const size of hiddenSizes) assertCount('mlp: hiddenSizes', size, 1);
  assertSeed('mlp: seed', seed);
  return { architecture, dataSize, hiddenSizes: [...(hiddenSizes as number[])], seed };
}

export function resolveMlpEncoderSpec(spec: MlpEncoderSpec): Resolved<MlpEncoderSpec> {
  const { latentSize, numClasses = 0 } = spec;
  assertCount('mlp: numClasses', numClasses, 0);
  assertCount('mlp: latentSize', latentSize, 1);
  return Object.freeze({ ...resolveMlp(spec, 'encoder'), role: 'encoder', latentSize, numClasses });
}

export function resolveMlpGeneratorSpec(spec: MlpGeneratorSpec): Resolved<MlpGeneratorSpec> {
  const { latentSize, numClasses = 0 } = spec;
  assertCount('mlp: numClasses', numClasses, 0);
  assertCount('mlp: latentSize', latentSize, 1);
  return Object.freeze({ ...resolveMlp(spec, 'generator'), role: 'generator', latentSize, numClasses });
}

export function resolveMlpDiscriminatorSpec(spec: MlpDiscriminatorSpec): Resolved<MlpDiscriminatorSpec> {
  return Object.freeze({ ...resolveMlp(spec, 'discriminator'), role: 'discriminator' });
}

export function resolveMlpClassifierSpec(spec: MlpClassifierSpec): Resolved<MlpClassifierSpec> {
  assertCount('mlp: numClasses', spec.numClasses, 1);
  return Object.freeze({
    ...resolveMlp(spec, 'classifier'),
    role: 'classifier',
    numClasses: spec.numClasses,
  });
}
