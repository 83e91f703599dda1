import { engineNames } from '@cvg/backend';
import { recipeNames } from '@cvg/train';
import { Option } from 'commander';
import { integer, seedList } from './option-parsers.js';

/**
 * `--recipe <name>`.
 * @returns An option for commander.
 */
export const recipeOption = (): Option =>
  new Option('--recipe <name>', 'the method').choices(recipeNames).default('cvae-gan');

/**
 * `--engine <name>`.
 * @returns An option for commander.
 */
export const engineOption = (): Option =>
  new Option('--engine <name>', 'what computes').choices(['auto', ...engineNames]).default('auto');

/**
 * `--seeds <list...>`.
 * @param description - What a seed is for, as the help says it.
 * @param defaults - Used where the option is not given. @default [0]
 * @returns An option for commander; seeds are integers.
 */
export const seedsOption = (description: string, defaults: readonly number[] = [0]): Option =>
  new Option('--seeds <list...>', description)
    .argParser<readonly number[]>((text, earlier) =>
      seedList(text, earlier === defaults ? undefined : earlier),
    )
    .default(defaults, defaults.join(','));

/** `--descent <steps>`. */
export const descentOption = (): Option =>
  new Option('--descent <steps>', 'steps of gradient descent on z, a column to compare with')
    .argParser(integer(0))
    .default(0, 'none');
