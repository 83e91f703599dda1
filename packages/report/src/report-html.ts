import { Markup, markup } from './markup.js';
import { reportItem } from './report-items.js';
import { REPORT_STYLE } from './report-style.js';
import type { Report, ReportSection, SummaryNumber } from './report.js';

/**
 * One HTML file without scripts that needs no network and no other file: pictures and charts are part of it, and its content
 * security policy forbids everything else. It follows the light or dark setting of the browser, suits phones, and prints.
 * Every text is escaped.
 * @param report - Title, numbers and sections.
 * @returns The text of the file.
 * @throws TypeError - An item is not what its kind says: no SVG, no PNG.
 * @throws RangeError - A table without columns or with rows of another length, facts without any.
 */
export function reportHtml({ title, subtitle, summary, sections }: Report): string {
  return markup`${new Markup('<!doctype html>')}
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
<title>${title}</title>
<style>${new Markup(REPORT_STYLE)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${paragraph(subtitle)}
${summary.length > 0 ? markup`<dl class="summary">${summary.map(summaryNumber)}</dl>` : undefined}
${sections.length > 1 ? markup`<nav>${sections.map(link)}</nav>` : undefined}
</header>
<main>
${sections.map(section)}
</main>
</body>
</html>
`.text;
}

const summaryNumber = ({ label, value, note }: SummaryNumber): Markup =>
  markup`<div><dt>${label}</dt><dd class="value">${value}</dd>${note === undefined ? undefined : markup`<dd class="note">${note}</dd>`}</div>
`;

const link = ({ heading }: ReportSection, index: number): Markup =>
  markup`<a href="#${idOf(index)}">${heading}</a>
`;

const section = (
  { heading, text, items }: ReportSection,
  index: number,
): Markup => markup`<section id="${idOf(index)}">
<h2>${heading}</h2>
${paragraph(text)}
<div class="items">
${items.map((item, position) => reportItem(item, `reportHtml: '${heading}', item ${position}`))}
</div>
</section>
`;

const idOf = (index: number): string => `section-${index + 1}`;

const paragraph = (text: string | undefined): Markup | undefined =>
  text === undefined ? undefined : markup`<p>${text}</p>`;
