/** Labels and names of the classes that have an image. */
export interface UsedClasses {
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly emptyClasses: readonly string[];
}

/** Drops the classes without an image and numbers the others anew, in the same order. */
export function usedClasses(labels: readonly number[] | Int32Array, names: readonly string[]): UsedClasses {
  const used = new Set(labels);
  const ids = new Map([...names.keys()].filter((id) => used.has(id)).map((id, newId) => [id, newId]));
  return {
    labels: Int32Array.from(labels, (id) => ids.get(id) ?? -1),
    classes: names.filter((_, id) => ids.has(id)),
    emptyClasses: names.filter((_, id) => !ids.has(id)),
  };
}
