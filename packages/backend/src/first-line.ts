/** The first line of an error's message, without its full stop; also of an error of another realm. */
export function firstLine(error: unknown): string {
  const { message } = Object(error) as { readonly message?: unknown };
  const [line = ''] = (typeof message === 'string' ? message : String(error)).split('\n');
  return line.replace(/\.?\s*$/, '');
}
