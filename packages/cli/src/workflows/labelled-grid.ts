import type { Grid } from './save-picture.js';

/** A grid that says what its rows and columns are. */
export interface LabelledGrid extends Grid {
  /** One name a row; empty without classes. */
  readonly rowLabels: readonly string[];
  /** One name a column (empty for a gap), or none at all. */
  readonly columnLabels: readonly string[];
}
