import { describe, expect, it } from '@jest/globals';
import { readDataset } from './read-dataset.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';

const header = 'name\timage_id\tface_id\turl\tbbox\tsha256\n';
const row = (name: string, image: number | string, face: number, box: string): string =>
  `${name}\t${image}\t${face}\thttp://example.org/${image}\t${box}\t${'0'.repeat(64)}\n`;

describe('FaceScrub', () => {
  it('convention: bbox is left,top,right,bottom, the last two outside; only whole photos have boxes', async () => {
    const root = writeFiles(temporaryFolder(), {
      'facescrub_actors.txt':
        header +
        row('Al Dee', 2, 9, '10,20,110,220') +
        row('Al Dee', 3, 10, '1,2,3,4') +
        row('Al Dee', 4, 11, '1,2,3,4'),
      'facescrub_actresses.txt': header + row('Zoé Bo', 7, 1, '0,0,5,5') + row('Zoé Bo', 7, 2, '5,0,9,5'),
      'notes.txt': 'name of nobody\n',
      'actors/images/Al_Dee/Al_Dee_2.jpeg': '',
      'actors/faces/Al_Dee/Al_Dee_2_9.jpeg': '', // the whole photo is there, too
      'actors/faces/Al_Dee/Al_Dee_4_11.png': '',
      'actresses/images/Zoe\u0301_Bo/Zoe\u0301_Bo_7.jpeg': '', // as macOS spells it
    });
    const { records, classes, rejected } = await readDataset('facescrub', root);
    const zoe = 'actresses/images/Zoe\u0301_Bo/Zoe\u0301_Bo_7.jpeg';
    expect(records).toEqual([
      { file: 'actors/faces/Al_Dee/Al_Dee_4_11.png', className: 'Al Dee' },
      {
        ...{ file: 'actors/images/Al_Dee/Al_Dee_2.jpeg', className: 'Al Dee' },
        box: { x: 10, y: 20, width: 100, height: 200 },
      },
      { file: zoe, className: 'Zoé Bo', box: { x: 0, y: 0, width: 5, height: 5 } },
      { file: zoe, className: 'Zoé Bo', box: { x: 5, y: 0, width: 4, height: 5 } },
    ]);
    expect(classes).toEqual(['Al Dee', 'Zoé Bo']);
    expect(rejected).toEqual([
      { file: 'Al_Dee_3', reason: 'missing', detail: 'listed in facescrub_actors.txt:3, but not there' },
    ]);
  });

  it('names the line that is damaged', async () => {
    for (const [text, expected] of [
      [row('Al Dee', 1, 1, '1,2,3'), 'left,top,right,bottom in field 5'],
      [row('Al Dee', 'x', 1, '1,2,3,4'), 'an image id, a whole number'],
    ] as const) {
      const root = writeFiles(temporaryFolder(), { 'a.txt': header + text, 'images/a.jpg': '' });
      await expect(readDataset('facescrub', root)).rejects.toThrow(
        `${root}/a.txt:2: expected ${expected}, got 'Al Dee`,
      );
    }
  });

  it('says that there is no list', async () => {
    const root = writeFiles(temporaryFolder(), { 'a.txt': 'name', 'images/a.jpg': '' });
    await expect(readDataset('facescrub', root)).rejects.toThrow(
      `${root}: expected a text file with the columns name, image_id, face_id, url, bbox, sha256, found none.`,
    );
  });
});
