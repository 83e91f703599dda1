import { describe } from '@jest/globals';
import { OnednnUnavailableError, registerOnednnBackend } from '../index.js';

/** Why the addon cannot be used here; undefined if it can. */
const reason = await registerOnednnBackend().then(
  () => undefined,
  (error: unknown) => {
    if (!OnednnUnavailableError.isInstance(error)) throw error;
    return error.reason;
  },
);

/** `describe`, skipped with the reason in its name where the addon cannot be used. */
export function describeWhenBuilt(name: string, tests: () => void): void {
  if (reason === undefined) describe(name, tests);
  else describe.skip(`${name} (skipped: ${reason})`, tests);
}
