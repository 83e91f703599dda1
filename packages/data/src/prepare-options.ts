import type { ProgressOptions } from './decode-listing.js';
import type { SplitOptions } from './split-options.js';

/** What every way to write a prepared folder takes. */
export interface PrepareOptions extends ProgressOptions, SplitOptions {
  /** Replaces a prepared folder of that name; anything else is never overwritten. @default false */
  readonly overwrite?: boolean;
  /** Called with the folder when everything is in it, before it gets its name: what is added there, such as a report, is part of it. */
  readonly onComplete?: (folder: string) => Promise<void>;
}
