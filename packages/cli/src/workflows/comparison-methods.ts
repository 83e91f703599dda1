import { RECIPES, recipeNames, type RecipeName } from '@cvg/train';
import type { TrainingChoices } from './create-run.js';

/** One row of a comparison: how its runs are trained. */
export interface ComparedMethod {
  /** Names the folders of its runs. */
  readonly name: string;
  /** As a person reads it. */
  readonly label: string;
  readonly recipe: RecipeName;
  /** What differs from the defaults. */
  readonly training?: TrainingChoices;
}

/** Recipes that draw a class that is asked for: the others have no top-1. */
export const comparableRecipes = recipeNames.filter((name) => RECIPES[name].conditional);

/** Methods of Table 1, in its order. */
export const TABLE_1: readonly RecipeName[] = ['cvae', 'cgan', 'fm-cgan', 'cvae-gan'];

/**
 * Recipes side by side, as in Table 1.
 * @param recipes - Names of recipes. @default those of Table 1
 * @returns A method of each, with the recipe's own weights.
 */
export const recipesAsMethods = (recipes: readonly RecipeName[] = TABLE_1): readonly ComparedMethod[] =>
  recipes.map((recipe) => ({ name: recipe, label: recipe, recipe }));

/**
 * CVAE-GAN without one of the three parts into which Section 5.5 splits L_G + L_GD + L_GC (Eq. 6, 2 and 4): pixels, what compares
 * features of D, what compares features of C; and with all, as in Figure 8.
 */
export const ABLATIONS: readonly ComparedMethod[] = [
  {
    name: 'without-pixels',
    label: 'without pixels',
    recipe: 'cvae-gan',
    training: { objective: { pixels: 0 } },
  },
  {
    ...{ name: 'without-featuresD', label: 'without features of D' },
    ...{ recipe: 'cvae-gan', training: { objective: { featuresD: 0, meanD: 0 } } },
  },
  {
    ...{ name: 'without-featuresC', label: 'without features of C' },
    ...{ recipe: 'cvae-gan', training: { objective: { featuresC: 0, meanC: 0 } } },
  },
  { name: 'all', label: 'all', recipe: 'cvae-gan' },
];
