import { hostname } from 'node:os';
import { join } from 'node:path';
import type { JsonValue } from './json.js';

const fileMarker = Symbol.for('@cvg/train.RunFileError');
const damagedMarker = Symbol.for('@cvg/train.CheckpointDamagedError');
const existsMarker = Symbol.for('@cvg/train.RunExistsError');
const lockedMarker = Symbol.for('@cvg/train.FolderLockedError');
const mismatchMarker = Symbol.for('@cvg/train.ConfigMismatchError');

const isMarked = (error: unknown, marker: symbol): boolean =>
  typeof error === 'object' && error !== null && marker in error;

/** A file of a run cannot be written (the disk is full), cannot be read, or does not hold what it should. */
export class RunFileError extends Error {
  override readonly name = 'RunFileError';
  readonly [fileMarker] = true;

  constructor(
    /** Path of the file. */
    readonly file: string,
    /** What was expected and what came. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}.`, options);
  }

  /** Whether `error` is a RunFileError, also one of another copy of this package. */
  static isInstance(error: unknown): error is RunFileError {
    return isMarked(error, fileMarker);
  }
}

/** A checkpoint is not what was written. */
export class CheckpointDamagedError extends Error {
  override readonly name = 'CheckpointDamagedError';
  readonly [damagedMarker] = true;

  constructor(
    readonly step: number,
    /** Path of the checkpoint. */
    readonly folder: string,
    /** Name of the damaged file in it. */
    readonly file: string,
    /** What was expected and what came. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${join(folder, file)}: ${reason}.`, options);
  }

  /** Whether `error` is a CheckpointDamagedError, also one of another copy of this package. */
  static isInstance(error: unknown): error is CheckpointDamagedError {
    return isMarked(error, damagedMarker);
  }
}

/** A new run was to be made where there is one. */
export class RunExistsError extends Error {
  override readonly name = 'RunExistsError';
  readonly [existsMarker] = true;

  constructor(
    /** Path of the run. */
    readonly folder: string,
  ) {
    super(`${folder}: holds a run already; resume it, or choose another folder.`);
  }

  /** Whether `error` is a RunExistsError, also one of another copy of this package. */
  static isInstance(error: unknown): error is RunExistsError {
    return isMarked(error, existsMarker);
  }
}

/** Another process, or another part of this one, writes to a folder. */
export class FolderLockedError extends Error {
  override readonly name = 'FolderLockedError';
  readonly [lockedMarker] = true;

  constructor(
    /** Path of the folder. */
    readonly folder: string,
    /** Path of the file that says who writes. */
    readonly file: string,
    /** The process that writes. */
    readonly pid: number,
    /** The machine it is on. */
    readonly host: string,
  ) {
    super(`${folder}: ${describeOwner(pid, host, file)}.`);
  }

  /** Whether `error` is a FolderLockedError, also one of another copy of this package. */
  static isInstance(error: unknown): error is FolderLockedError {
    return isMarked(error, lockedMarker);
  }
}

function describeOwner(pid: number, host: string, file: string): string {
  if (host !== hostname()) {
    return `process ${pid} on ${host} is writing to it; if that has ended, remove ${file}`;
  }
  if (pid === process.pid) return `this process (${pid}) is writing to it already`;
  return `process ${pid} is writing to it; wait until that has ended, or end it`;
}

/** A field that differs between two configurations; undefined where one of them does not have it. */
export interface ConfigDifference {
  /** Such as `training.batchSize`; elements of lists are numbered, `networks.hiddenSizes.0`. */
  readonly path: string;
  readonly saved: JsonValue | undefined;
  readonly given: JsonValue | undefined;
}

/** A run was to go on under another configuration than its own. */
export class ConfigMismatchError extends Error {
  override readonly name = 'ConfigMismatchError';
  readonly [mismatchMarker] = true;

  constructor(
    /** Path of the run. */
    readonly folder: string,
    /** Every field that differs, at least one. */
    readonly differences: readonly ConfigDifference[],
  ) {
    super(`${folder}: has another configuration: ${differences.map(describe).join('; ')}.`);
  }

  /** Whether `error` is a ConfigMismatchError, also one of another copy of this package. */
  static isInstance(error: unknown): error is ConfigMismatchError {
    return isMarked(error, mismatchMarker);
  }
}

const describe = ({ path, saved, given }: ConfigDifference): string =>
  `${path} is ${show(saved)}, given ${show(given)}`;

function show(value: JsonValue | undefined): string {
  if (value === undefined) return 'not set';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
