import { expect, it } from '@jest/globals';
import type { Manifest } from '@cvg/data';
import { classesOfPeople } from './classes-of-people.js';

const classes = ['Aaron Eckhart', 'José María', 'B. B.', 'aaron_eckhart2'];
const folder = (source: object): { manifest: Manifest } => ({
  manifest: { classes, source } as unknown as Manifest,
});

it('finds people however their names are written', () => {
  const people = ['aaron_Eckhart', 'Jose_Maria', 'BB', 'Aaron'];
  expect(classesOfPeople(people, folder({ kind: 'class-folders' }))).toEqual([
    'Aaron Eckhart',
    'José María',
    'B. B.',
  ]);
  expect(classesOfPeople([], folder({ kind: 'class-folders' }))).toEqual([]);
});

it('finds mixtures in which a person takes part', () => {
  const mixtures = [['x', 'y'], ['z'], ['y', 'Zoë'], ['x', 'w']].map((names) =>
    names.map((className) => ({ className, weight: 1 })),
  );
  const found = classesOfPeople(['zoe', 'W'], folder({ kind: 'generated', mixtures }));
  expect(found).toEqual(['B. B.', 'aaron_eckhart2']);
});
