import { readFile } from 'node:fs/promises';
import { codeOf } from './message-of.js';

/** Whether there is a process of that number, of whichever user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Of the fields after the name in Linux's `/proc/<pid>/stat`, the one that says when the process began, in ticks since the boot. */
const START_FIELD = 19;

/** What tells a process from a later one of the same number, as in a container that was started again; undefined but on Linux. */
export async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[START_FIELD];
}
