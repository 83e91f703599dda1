import { InvalidArgumentError } from 'commander';

/**
 * An option that is an integer of at least `low`.
 * @param low - The least value.
 * @returns A parser for commander, which throws what commander shows as a usage error.
 */
export const integer =
  (low: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= low) return value;
    throw new InvalidArgumentError(`Expected an integer of at least ${low}.`);
  };

/**
 * An option that is a number above 0.
 * @param text - As typed.
 * @returns The number.
 * @throws InvalidArgumentError - It is none; commander shows it as a usage error.
 */
export function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}

/**
 * An option that is one of some numbers.
 * @param choices - The values allowed.
 * @returns A parser for commander, which throws what commander shows as a usage error.
 */
export const oneOf =
  <T extends number>(choices: readonly T[]) =>
  (text: string): T => {
    const found = choices.find((choice) => String(choice) === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Expected ${choices.join(' or ')}.`);
  };

/** An option with a list of numbers, as `--strengths -1 0 1` or several times. */
export function numbers(text: string, earlier: readonly number[] | undefined): readonly number[] {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return [...(earlier ?? []), value];
  throw new InvalidArgumentError('Expected numbers.');
}

/** An option with a list of seeds: `0,1,2`, `0 1 2`, or the option several times; a seed counts once. */
export function seedList(text: string, earlier: readonly number[] = []): readonly number[] {
  return [...new Set([...earlier, ...text.split(',').map(integer(0))])];
}
