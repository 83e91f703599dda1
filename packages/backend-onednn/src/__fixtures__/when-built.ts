import { describe } from '@jest/globals';
import { OnednnUnavailableError, registerOnednnBackend, type OnednnOptions } from '../index.js';

/** Why the addon cannot be used here with some options; undefined if it can. */
async function whyNot(options: OnednnOptions): Promise<string | undefined> {
  try {
    await registerOnednnBackend(options);
    return undefined;
  } catch (error) {
    if (!OnednnUnavailableError.isInstance(error)) throw error;
    return error.reason;
  }
}

function describeUnless(reason: string | undefined, name: string, tests: () => void): void {
  if (reason === undefined) describe(name, tests);
  else describe.skip(`${name} (skipped: ${reason})`, tests);
}

/** `describe`, skipped with the reason in its name where the addon cannot be used with some options. */
export async function describeWhenUsable(
  name: string,
  options: OnednnOptions,
  tests: () => void,
): Promise<void> {
  describeUnless(await whyNot(options), name, tests);
}

const reason = await whyNot({});

/** `describe`, skipped with the reason in its name where the addon cannot be used. */
export function describeWhenBuilt(name: string, tests: () => void): void {
  describeUnless(reason, name, tests);
}
