/** An error as one line for people, or with everything that is known about it. */
export function failureLine(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  if (!debug) return `error: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}`;
  const causes: string[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    causes.push(cause.stack ?? cause.message);
  }
  return causes.join('\ncaused by ');
}
