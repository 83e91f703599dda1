import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { RunFileError } from './errors.js';
import { codeOf, messageOf, systemMessage } from './message-of.js';

/** What is logged of a step: numbers by the name of their series. */
export interface EventRecord {
  /** Steps taken. */
  readonly step: number;
  /** A series; one that is undefined is left out. */
  readonly [series: string]: number | undefined;
}

const recordSchema = z.object({ step: z.int().nonnegative() }).catchall(z.number());

const MAX_LINE_BYTES = 2 ** 20;
const NEWLINE = 10;

/** One line of `events.jsonl`. */
export const encodeRecord = (record: EventRecord): Uint8Array => Buffer.from(`${JSON.stringify(record)}\n`);

/**
 * The records of a log, and where the line of each ends. A last line without its end is left out: its writer was killed.
 * @throws RunFileError - The file cannot be read, or a line is not a record; the message has its number.
 */
export async function* readLog(
  file: string,
): AsyncGenerator<{ readonly record: Readonly<Record<string, number>>; readonly end: number }, void> {
  let number = 0;
  let end = 0;
  for await (const line of completeLines(file)) {
    number++;
    end += line.length + 1;
    yield { record: parseLine(file, number, line), end };
  }
}

/** How many bytes at the start of a log hold the records up to a step; 0 if there is no log. */
export async function lengthUpTo(file: string, step: number): Promise<number> {
  let length = 0;
  for await (const { record, end } of readLog(file)) {
    if ((record.step ?? 0) > step) break;
    length = end;
  }
  return length;
}

function parseLine(file: string, number: number, line: Buffer): Readonly<Record<string, number>> {
  try {
    return recordSchema.parse(JSON.parse(line.toString()));
  } catch (error) {
    const reason = error instanceof z.ZodError ? (error.issues[0]?.message ?? '') : messageOf(error);
    throw new RunFileError(file, `line ${number} is no record of a step (${reason})`, { cause: error });
  }
}

async function* completeLines(file: string): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      const block = Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, start)) {
        yield block.subarray(start, end);
        start = end + 1;
      }
      rest = block.subarray(start);
      if (rest.length > MAX_LINE_BYTES) throw new Error(`a line of more than ${MAX_LINE_BYTES} bytes`);
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw new RunFileError(file, `cannot be read (${systemMessage(error)})`, { cause: error });
  }
}
