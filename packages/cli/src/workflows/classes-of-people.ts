import type { PreparedData } from '@cvg/data';

/**
 * The classes of a prepared folder that show one of some people, or a mixture in which one takes part. Names are compared without regard
 * to case, accents, spaces and punctuation: `Aaron Eckhart` is `aaron_eckhart`.
 */
export function classesOfPeople(
  people: readonly string[],
  { manifest }: Pick<PreparedData, 'manifest'>,
): readonly string[] {
  const wanted = new Set(people.map(plainName));
  const { classes, source } = manifest;
  return classes.filter((name, id) => {
    const parts =
      source.kind === 'generated' ? (source.mixtures[id] ?? []).map((part) => part.className) : [];
    return [name, ...parts].some((part) => wanted.has(plainName(part)));
  });
}

const plainName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
