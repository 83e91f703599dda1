// By their fields, not by `instanceof`: an error of Node may come from another realm.

/** The message of anything that was thrown, without a closing full stop. */
export function messageOf(error: unknown): string {
  const isError = typeof error === 'object' && error !== null && 'message' in error;
  return String(isError ? error.message : error).replace(/\.$/, '');
}

/** The message of a file system's error without the call and the path: `ENOSPC: no space left on device`. */
export function systemMessage(error: unknown): string {
  return messageOf(error).replace(/, \w+( '.*)?$/s, '');
}

/** The `code` of an error of Node, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
