/**
 * Whether a file name that comes from a list stays inside the data set's folder: relative, with `/`, without `..`, and of the
 * same meaning on every system (no `\`, no drive).
 */
export function isInsideFile(name: string): boolean {
  if (/[\\\0]|^[a-z]:/i.test(name)) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
