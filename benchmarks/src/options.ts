import { engineNames, type EngineName } from '@cvg/backend';
import { InvalidArgumentError, Option } from 'commander';

export interface SizeOptions {
  readonly size: 32 | 64 | 128;
  readonly batch: number;
  readonly width: number;
}

export interface EngineChoiceOptions {
  readonly engine: EngineName;
  readonly threads?: number;
  /** What `onednn` multiplies. */
  readonly precision?: 'float32' | 'bfloat16';
}

/** Batches that fill this project's reference machine with images of a size. */
export const BATCH_OF_SIZE = { 32: 64, 64: 32, 128: 16 } as const;

function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError('expected a number above 0.');
  return number;
}

function count(value: string): number {
  const number = Number(value);
  if (!(Number.isSafeInteger(number) && number >= 1))
    throw new InvalidArgumentError('expected an integer of at least 1.');
  return number;
}

function imageSize(value: string): 32 | 64 | 128 {
  if (value !== '32' && value !== '64' && value !== '128')
    throw new InvalidArgumentError('expected 32, 64 or 128.');
  return Number(value) as 32 | 64 | 128;
}

/** Options by name; each call makes new ones, since commander changes them. */
export const options = {
  size: (): Option =>
    new Option('--size <pixels>', 'height and width of the images').argParser(imageSize).default(32),
  batch: (): Option => new Option('--batch <n>', 'images in a batch').argParser(count).default(64),
  width: (): Option => new Option('--width <x>', 'multiplier of the channels').argParser(positive).default(1),
  engine: (): Option => new Option('--engine <name>', 'what computes').choices(engineNames).default('wasm'),
  threads: (): Option =>
    new Option('--threads <n>', 'threads to compute with (default: one for each processor)').argParser(count),
  precision: (): Option =>
    new Option('--precision <name>', 'what onednn multiplies')
      .choices(['float32', 'bfloat16'])
      .default('float32'),
  seconds: (): Option =>
    new Option('--seconds <s>', 'how long to measure; five steps at least').argParser(positive).default(10),
  milliseconds: (): Option =>
    new Option('--milliseconds <ms>', 'how long to measure each kernel').argParser(positive).default(100),
  python: (): Option =>
    new Option('--python <program>', 'a Python with torch: measures the same networks and step there, too'),
  json: (): Option => new Option('--json', 'print one line of JSON'),
};
