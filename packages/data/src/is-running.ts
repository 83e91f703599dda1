import { codeOf } from './message-of.js';

/** Whether there is a process of that number, of whichever user. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}
