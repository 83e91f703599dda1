import { DataError } from './errors.js';
import { readBoundedFile } from './read-bounded-file.js';
import { isInsideFile } from './relative-file.js';

/** The longest official list (FaceScrub's) has 15 MB. */
const MAX_LIST_BYTES = 2 ** 26;

/** One line of a list file; its checks name the file and the line. */
export class ListLine {
  constructor(
    readonly file: string,
    /** Counted from 1. */
    readonly number: number,
    readonly fields: readonly string[],
  ) {}

  /** A field as it stands; `meaning` is used in errors. */
  text(index: number, meaning: string): string {
    const field = this.fields[index] ?? '';
    return field === '' ? this.fail(`${meaning} in field ${index + 1}`) : field;
  }

  /** A whole number of digits alone. */
  integer(index: number, meaning: string): number {
    const field = this.text(index, meaning);
    const value = Number(field);
    return /^\d+$/.test(field) && Number.isSafeInteger(value)
      ? value
      : this.fail(`${meaning}, a whole number`);
  }

  /** A finite number, such as `-60.5` or `6e1`. */
  decimal(index: number, meaning: string): number {
    const field = this.text(index, meaning);
    const value = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(field) ? Number(field) : NaN;
    return Number.isFinite(value) ? value : this.fail(`${meaning}, a number`);
  }

  /** A file inside the data set's folder. */
  insideFile(index: number, meaning: string): string {
    const field = this.text(index, meaning);
    return isInsideFile(field) ? field : this.fail(`${meaning} inside the data set's folder`);
  }

  /** @throws DataError - Always. */
  fail(expected: string): never {
    // Control characters could steer the terminal that shows the message.
    const came = this.fields
      .join(' ')
      .slice(0, 80)
      .replaceAll(/\p{Cc}/gu, '\uFFFD');
    throw new DataError(`${this.file}:${this.number}`, `expected ${expected}, got '${came}'`);
  }
}

/**
 * The lines of a list file, one or more, without empty ones, and without the byte order mark and carriage returns of Windows.
 * @param separator - Between the fields of a line.
 * @throws DataError - It cannot be read, is too large for a list, or has no line.
 */
export async function readTextList(
  file: string,
  separator: string | RegExp = /\s+/,
): Promise<readonly [ListLine, ...ListLine[]]> {
  const [first, ...others] = new TextDecoder()
    .decode(await readBoundedFile(file, MAX_LIST_BYTES))
    .split('\n')
    .flatMap((line, index) =>
      line.trim() === '' ? [] : [new ListLine(file, index + 1, line.trim().split(separator))],
    );
  if (first === undefined) throw new DataError(file, 'is empty, where a list was expected');
  return [first, ...others];
}

/** The lines of a list file by the number they begin with. */
export async function readNumberedList(file: string): Promise<ReadonlyMap<number, ListLine>> {
  const byNumber = new Map<number, ListLine>();
  for (const line of await readTextList(file)) {
    const id = line.integer(0, 'an id');
    if (byNumber.has(id)) line.fail(`every id once`);
    byNumber.set(id, line);
  }
  return byNumber;
}
