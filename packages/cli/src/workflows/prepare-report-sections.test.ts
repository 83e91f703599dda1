import { expect, it } from '@jest/globals';
import type { RejectedFile } from '@cvg/data';
import { countsByReason, duplicateTable, rejectedItems } from './prepare-report-sections.js';

const rejected = (reason: RejectedFile['reason'], count: number): RejectedFile[] =>
  Array.from({ length: count }, (_, index) => ({ file: `${reason}/${index}`, reason, detail: 'why' }));

it('counts reasons, the most frequent first, and equals by name', () => {
  const all = [...rejected('no-face', 2), ...rejected('damaged', 2), ...rejected('missing', 5)];
  expect(countsByReason(all)).toEqual([
    ['missing', 5],
    ['damaged', 2],
    ['no-face', 2],
  ]);
});

it('lists five hundred files, and says how many more there are', () => {
  const [counts, files] = rejectedItems([...rejected('missing', 1500), ...rejected('empty', 500)]);
  expect(counts).toMatchObject({
    rows: [
      ['missing', '1,500', '75.0 %'],
      ['empty', '500', '25.0 %'],
    ],
  });
  expect(files).toMatchObject({ caption: 'And 1,500 more, in manifest.json.' });
  expect(files?.kind === 'table' && files.rows.length).toBe(500);
  expect(duplicateTable([['a', 'b']])).toEqual({
    kind: 'table',
    columns: ['files', 'of one content'],
    rows: [[2, 'a, b']],
  });
});
