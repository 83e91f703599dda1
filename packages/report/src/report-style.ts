/** The style sheet of a report: fonts of the system, light and dark, wide and narrow, screen and paper. */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --page: #fcfcfb; --card: #f3f3f0; --line: #dededa; --text: #1b1d20; --quiet: #5d636b; --link: #2563c9;
}
@media screen and (prefers-color-scheme: dark) {
  :root { --page: #121417; --card: #1c2025; --line: #31363d; --text: #e8eaed; --quiet: #a0a7b0; --link: #82b1ff; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 1128px; padding: 40px 24px 64px; background: var(--page); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: break-word;
}
h1 { margin: 0; font-size: clamp(26px, 4vw, 36px); line-height: 1.2; letter-spacing: -0.02em; }
h2 { margin: 0; font-size: 22px; line-height: 1.3; letter-spacing: -0.01em; }
p { margin: 8px 0 0; max-width: 72ch; color: var(--quiet); }
header p { font-size: 17px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 16px; font-size: 15px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
dl, dd, ol, figure { margin: 0; padding: 0; }
section { margin-top: 40px; padding-top: 28px; border-top: 1px solid var(--line); }

.summary { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin-top: 28px; }
.summary div { display: flex; flex-direction: column; padding: 14px 16px; border-radius: 10px; background: var(--card); }
.summary dt, .summary .note { color: var(--quiet); font-size: 14px; line-height: 1.4; text-wrap: balance; }
.summary dt { color: inherit; font-weight: 550; }
.summary .value { order: -1; margin-bottom: 4px; font-size: 30px; font-weight: 650; line-height: 1.2; letter-spacing: -0.02em; }

.items { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 28px 40px; margin-top: 20px; }
figure { max-width: 100%; }
figcaption { margin-top: 8px; max-width: 64ch; color: var(--quiet); font-size: 14px; line-height: 1.45; }

.chart { overflow-x: auto; }
.chart svg { display: block; width: 100%; max-width: var(--width); min-width: calc(var(--width) * 0.6); height: auto; }

.grid { display: grid; grid-template: 'corner columns' auto 'rows picture' auto / auto minmax(0, auto); width: fit-content; max-width: 100%; }
.grid img { grid-area: picture; display: block; max-width: 100%; height: auto; border-radius: 3px; image-rendering: pixelated; }
.grid ol { display: grid; list-style: none; font-size: 13px; line-height: 1.2; color: var(--quiet); }
.grid li { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.rows { grid-area: rows; grid-auto-rows: minmax(0, 1fr); align-items: center; height: 0; min-height: 100%; padding-right: 10px; text-align: right; }
.rows li { max-width: min(160px, 24vw); }
.columns { grid-area: columns; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); width: 0; min-width: 100%; padding-bottom: 6px; text-align: center; }

.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 15px; }
th, td { padding: 6px 20px 6px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--quiet); font-weight: 500; font-size: 14px; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }

.facts { width: 100%; }
.facts dl { columns: 300px; column-gap: 40px; font-size: 15px; }
.facts div { display: flex; break-inside: avoid; justify-content: space-between; gap: 16px; padding: 5px 0; border-bottom: 1px solid var(--line); }
.facts dt { flex: none; max-width: 60%; color: var(--quiet); }
.facts dd { min-width: 0; overflow-wrap: anywhere; text-align: right; font-variant-numeric: tabular-nums; }

@media (max-width: 600px) {
  body { padding: 24px 16px 48px; }
  .summary { grid-template-columns: 1fr 1fr; gap: 8px; }
  .summary .value { font-size: 24px; }
  section { margin-top: 32px; padding-top: 24px; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 11pt; }
  nav { display: none; }
  .summary div { border: 1px solid var(--line); }
  section { margin-top: 24px; padding-top: 16px; }
  h2 { break-after: avoid; }
  figure, .summary div { break-inside: avoid; }
}
`;
