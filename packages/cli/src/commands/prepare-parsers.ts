import { readFileSync, statSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { integer } from './option-parsers.js';

/** An option that is a part of 1, from 0 on and less than 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a number from 0 on and less than 1.');
}

/** An option that is a list of names: separated by commas, or a file with one a line. */
export function names(text: string): readonly string[] {
  const isFile = statSync(text, { throwIfNoEntry: false })?.isFile() === true;
  const parts = isFile ? readFileSync(text, 'utf8').split('\n') : text.split(',');
  const found = parts.map((part) => part.trim()).filter((part) => part !== '');
  if (found.length > 0) return found;
  throw new InvalidArgumentError('Expected names, separated by commas, or a file with one a line.');
}

/** An option that is a number of classes, or {@link names} of them. */
export const namesOrNumber = (text: string): readonly string[] | number =>
  /^\d+$/.test(text) ? integer(1)(text) : names(text);
