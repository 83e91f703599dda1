import { assertNotEmpty } from './assert.js';
import { Markup, markup } from './markup.js';
import { pngSize } from './png-size.js';
import type { ReportChart, ReportFacts, ReportImage, ReportItem, ReportTable } from './report.js';

/** Markup of one item. `where` names it in errors. */
export function reportItem(item: ReportItem, where: string): Markup {
  switch (item.kind) {
    case 'chart':
      return chart(item, where);
    case 'image':
      return image(item, where);
    case 'table':
      return table(item, where);
    case 'facts':
      return facts(item, where);
  }
}

function chart({ svg, caption }: ReportChart, where: string): Markup {
  if (!svg.startsWith('<svg')) {
    throw new TypeError(`${where}: svg: expected text that begins with <svg, got '${svg.slice(0, 20)}'.`);
  }
  const width = /^<svg[^>]*? width="(\d+)/.exec(svg)?.[1] ?? '520';
  return markup`<figure class="chart" style="--width: ${width}px">${new Markup(svg)}${captionOf(caption)}</figure>`;
}

/** Pictures are enlarged as long as their longer side stays within these pixels of the page. */
const COMFORTABLE_SIDE = 840;
const LARGEST_SCALE = 3;

function image({ png, alt, caption, rowLabels, columnLabels }: ReportImage, where: string): Markup {
  const size = pngSize(png);
  if (size === undefined)
    throw new TypeError(`${where}: png: expected the bytes of a PNG file, got ${png.length} others.`);
  const fitting = Math.floor(COMFORTABLE_SIDE / Math.max(size.width, size.height));
  const scale = Math.max(1, Math.min(fitting, LARGEST_SCALE));
  const source = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  const [width, height] = [size.width * scale, size.height * scale];
  return markup`<figure class="picture"><div class="grid">
${labels('columns', columnLabels)}${labels('rows', rowLabels)}
<img src="${source}" alt="${alt}" width="${width}" height="${height}"/>
</div>${captionOf(caption)}</figure>`;
}

const labels = (kind: string, names: readonly string[] | undefined): Markup | undefined =>
  names && markup`<ol class="${kind}">${names.map((name) => markup`<li title="${name}">${name}</li>`)}</ol>`;

function table({ columns, rows, caption }: ReportTable, where: string): Markup {
  assertNotEmpty(`${where}: columns`, columns);
  rows.forEach((row, index) => {
    if (row.length === columns.length) return;
    throw new RangeError(`${where}: row ${index}: expected ${columns.length} cells, got ${row.length}.`);
  });
  const numeric = columns.map((_, column) => rows.every((row) => isNumeric(row[column])));
  const cell = (tag: string, content: string | number, column: number): Markup =>
    new Markup(
      `<${tag}${numeric[column] === true ? ' class="number"' : ''}>${markup`${content}`.text}</${tag}>`,
    );
  return markup`<figure class="table"><table>
<thead><tr>${columns.map((name, column) => cell('th', name, column))}</tr></thead>
<tbody>
${rows.map((row) => markup`<tr>${row.map((value, column) => cell('td', value, column))}</tr>\n`)}</tbody>
</table>${captionOf(caption)}</figure>`;
}

/** Numbers, also with a sign or a unit: `+3.1`, `98.2 %`; a dash stands for one that is missing. */
const isNumeric = (cell: string | number | undefined): boolean =>
  typeof cell === 'number' || (cell !== undefined && /^(?:[-+\u2212]?\d|\u2013$)/.test(cell));

const facts = ({ facts: list, caption }: ReportFacts, where: string): Markup => {
  assertNotEmpty(`${where}: facts`, list);
  return markup`<figure class="facts"><dl>
${list.map(({ label, value }) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
</dl>${captionOf(caption)}</figure>`;
};

const captionOf = (caption: string | undefined): Markup | undefined =>
  caption === undefined ? undefined : markup`<figcaption>${caption}</figcaption>`;
