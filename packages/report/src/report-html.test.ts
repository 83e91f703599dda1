import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { addresses, attributes, isWellFormed } from './__fixtures__/xml.js';
import { encodePng, lineChart, reportHtml, scatterChart, type Report, type ReportItem } from './index.js';

const EVIL = `<b>&"'</style></script> \u0007`;
const ESCAPED = '&lt;b&gt;&amp;&quot;&#39;&lt;/style&gt;&lt;/script&gt; \ufffd';

const withItem = (item: ReportItem): string =>
  reportHtml({ title: 'T', summary: [], sections: [{ heading: 'H', items: [item] }] });

describe('reportHtml', () => {
  let png: Uint8Array;
  let html: string;
  /** Everything a report can hold, with the worst name everywhere. */
  let report: Report;
  beforeAll(async () => {
    const data = Uint8Array.from({ length: 6 * 4 * 3 }, (_, index) => index * 3);
    png = await encodePng({ data, width: 6, height: 4, channels: 3 });
    const line = { title: EVIL, xLabel: 'x', yLabel: 'y' };
    report = {
      title: EVIL,
      subtitle: EVIL,
      summary: [{ label: EVIL, value: EVIL, note: EVIL }, { label: 'plain', value: '3' }], // prettier-ignore
      sections: [
        {
          heading: EVIL,
          text: EVIL,
          items: [
            {
              kind: 'image',
              png,
              alt: EVIL,
              caption: EVIL,
              rowLabels: [EVIL, 'b'],
              columnLabels: [EVIL, 'b', 'c'],
            },
            { kind: 'chart', svg: await lineChart({ ...line, series: [{ name: 'a', points: [[0, 1]] }] }), caption: EVIL }, // prettier-ignore
            { kind: 'chart', svg: scatterChart({ title: 't', columns: ['c'], rows: [{ label: 'r', panels: [[]] }], reference: [[0, 0]] }) }, // prettier-ignore
          ],
        },
        {
          heading: 'numbers',
          items: [
            { kind: 'table', columns: [EVIL, 'n'], rows: [[EVIL, 1], ['x', 2.5]], caption: EVIL }, // prettier-ignore
            { kind: 'facts', facts: [{ label: EVIL, value: EVIL }, { label: 'seed', value: 0 }], caption: EVIL }, // prettier-ignore
          ],
        },
      ],
    };
    html = reportHtml(report);
  });

  it('is a well-formed page', async () => {
    expect(html.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(await isWellFormed(html)).toBe(true);
    expect(html).not.toContain('undefined');
  });
  it('needs no network, no script and no other file, and forbids them', () => {
    expect(addresses(html)).toEqual([]);
    expect(addresses('<a href="x"> url(y) https://z')).toHaveLength(3); // the search sees them
    expect(html).not.toMatch(/<script|<link|<iframe|<object| on[a-z]+=/);
    expect(html).toContain(
      `http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`.replaceAll(
        "'",
        "'",
      ),
    );
  });
  it('escapes every text', () => {
    expect(html).not.toContain(EVIL.slice(0, 4));
    // Names of labels and the heading stand twice: as text, and as a hint or in the list of sections; the title thrice.
    const places = {
      title: 2,
      subtitle: 1,
      summary: 3,
      heading: 2,
      text: 1,
      image: 2,
      labels: 4,
      chart: 3,
      table: 3,
      facts: 3,
    };
    const count = Object.values(places).reduce((a, b) => a + b);
    expect(html.split(ESCAPED).length - 1).toBe(count);
  });
  it('holds pictures as they are, enlarged by a whole factor', async () => {
    const [source = ''] = attributes(html, 'src');
    const bytes = Buffer.from(source.replace('data:image/png;base64,', ''), 'base64');
    expect(await sharp(bytes).raw().toBuffer()).toEqual(await sharp(png).raw().toBuffer());
    expect(html).toContain('width="18" height="12"/>');
    const large = await encodePng({ data: new Uint8Array(400 * 500), width: 400, height: 500, channels: 1 });
    expect(withItem({ kind: 'image', png: large, alt: 'a' })).toContain('width="400" height="500"/>');
    const middle = await encodePng({ data: new Uint8Array(420 * 9), width: 420, height: 9, channels: 1 });
    expect(withItem({ kind: 'image', png: middle, alt: 'a' })).toContain('width="840" height="18"/>');
    expect(html).toContain('image-rendering: pixelated');
  });
  it('follows the light or dark setting, and the width of the screen', () => {
    expect(html).toContain('@media screen and (prefers-color-scheme: dark)');
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1"/>');
  });
  it('sets columns of numbers right', () => {
    const rows = [['7 a', 1, '98.2 %', '-'], ['b', 2, '\u22121', '3'], ['c', 3, '\u2013', '4']] as const; // prettier-ignore
    const table = withItem({ kind: 'table', columns: ['A', 'B', 'C', 'D'], rows });
    expect(table).toContain(
      '<tr><th>A</th><th class="number">B</th><th class="number">C</th><th>D</th></tr>',
    );
    expect(table).toContain(
      '<tr><td>b</td><td class="number">2</td><td class="number">\u22121</td><td>3</td></tr>',
    );
    expect(table).toContain('<td class="number">\u2013</td>'); // a number that is missing
  });
  it('leaves out what is not there', () => {
    const bare = reportHtml({ title: 'T', summary: [], sections: [] });
    const body = bare.slice(bare.indexOf('<body>'));
    expect(body.replace(/\s+/g, '')).toBe('<body><header><h1>T</h1></header><main></main></body></html>');
    expect(withItem({ kind: 'image', png, alt: 'a' })).not.toMatch(/<nav|<ol|<figcaption/);
  });
  it('says what is wrong, and where', () => {
    const image = (bytes: Uint8Array) => () => withItem({ kind: 'image', png: bytes, alt: '' });
    expect(image(new Uint8Array(3))).toThrow(
      "reportHtml: 'H', item 0: png: expected the bytes of a PNG file, got 3 others.",
    );
    expect(() => withItem({ kind: 'chart', svg: '<?xml?>' })).toThrow(
      "reportHtml: 'H', item 0: svg: expected text that begins with <svg, got '<?xml?>'.",
    );
    expect(() => withItem({ kind: 'table', columns: [], rows: [] })).toThrow(
      "'H', item 0: columns must not be empty.",
    );
    expect(() => withItem({ kind: 'table', columns: ['a'], rows: [['1'], ['1', '2']] })).toThrow(
      "'H', item 0: row 1: expected 1 cells, got 2.",
    );
    expect(() => withItem({ kind: 'facts', facts: [] })).toThrow("'H', item 0: facts must not be empty.");
  });
});
