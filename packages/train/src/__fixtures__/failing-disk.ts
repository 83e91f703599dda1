import * as real from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';

/** Called before an operation of the disk; what it throws is what the operation fails with. */
type Before = (operation: string, path: string) => void;

let before: Before = () => undefined;

/** From now on operations of modules that are imported after {@link mockDisk} call this first. */
export function beforeEachOperation(hook: Before): void {
  before = hook;
}

/** What the system throws when the disk is full. */
export const noSpaceLeft = (): Error =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

async function open(...args: Parameters<typeof real.open>): Promise<real.FileHandle> {
  const path = String(args[0]);
  before(args[1] === 'r' ? 'read' : 'open', path);
  const handle = await real.open(...args);
  const { writeFile, appendFile, sync } = handle;
  // A write that fails has written half of its bytes.
  handle.writeFile = async (data, ...rest) => {
    await halfOnError(data, (bytes) => writeFile.call(handle, bytes, ...rest), path);
  };
  handle.appendFile = async (data, ...rest) => {
    await halfOnError(data, (bytes) => appendFile.call(handle, bytes, ...rest), path);
  };
  handle.sync = () => {
    before('sync', path);
    return sync.call(handle);
  };
  return handle;
}

async function halfOnError(
  data: unknown,
  write: (bytes: Uint8Array) => Promise<void>,
  path: string,
): Promise<void> {
  const bytes = data as Uint8Array;
  try {
    before('write', path);
  } catch (error) {
    await write(bytes.subarray(0, bytes.length / 2));
    throw error;
  }
  await write(bytes);
}

/** Puts a disk in the place of `node:fs/promises` whose operations can be made to fail. */
export function mockDisk(): void {
  jest.unstable_mockModule('node:fs/promises', () => ({
    ...real,
    open,
    mkdir: async (...args: Parameters<typeof real.mkdir>) => {
      before('mkdir', String(args[0]));
      return real.mkdir(...args);
    },
    rename: async (...args: Parameters<typeof real.rename>) => {
      before('rename', String(args[0]));
      return real.rename(...args);
    },
    rm: async (...args: Parameters<typeof real.rm>) => {
      const path = String(args[0]);
      try {
        before('rm', path);
      } catch (error) {
        // A removal that fails has removed a part.
        const [first] = await real.readdir(path).catch(() => []);
        if (first !== undefined) await real.rm(join(path, first));
        throw error;
      }
      return real.rm(...args);
    },
  }));
}
