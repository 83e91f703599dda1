import type { ConfigDifference } from './errors.js';
import type { JsonObject, JsonValue } from './json.js';

/** Every field in which two objects differ, in the order of the saved one. A field that is undefined counts as not there. */
export function jsonDifferences(saved: JsonObject, given: JsonObject): readonly ConfigDifference[] {
  return differences([], saved, given);
}

function differences(
  path: readonly string[],
  saved: JsonValue | undefined,
  given: JsonValue | undefined,
): readonly ConfigDifference[] {
  if (isContainer(saved) && isContainer(given) && Array.isArray(saved) === Array.isArray(given)) {
    const left = new Map<string, JsonValue | undefined>(Object.entries(saved));
    const right = new Map<string, JsonValue | undefined>(Object.entries(given));
    const keys = new Set([...left.keys(), ...right.keys()]);
    return [...keys].flatMap((key) => differences([...path, key], left.get(key), right.get(key)));
  }
  return saved === given ? [] : [{ path: path.join('.'), saved, given }];
}

const isContainer = (value: JsonValue | undefined): value is JsonObject | readonly JsonValue[] =>
  typeof value === 'object' && value !== null;
