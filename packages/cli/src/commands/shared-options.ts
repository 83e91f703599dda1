import { engineNames } from '@cvg/backend';
import { recipeNames } from '@cvg/train';
import { Option } from 'commander';

/** `--recipe <name>`. */
export const recipeOption = (): Option =>
  new Option('--recipe <name>', 'the method').choices(recipeNames).default('cvae-gan');

/** `--engine <name>`. */
export const engineOption = (): Option =>
  new Option('--engine <name>', 'what computes').choices(['auto', ...engineNames]).default('auto');
