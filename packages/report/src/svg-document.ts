import { markup, type Markup } from './markup.js';
import { FONT } from './palette.js';

/** An SVG document; screen readers read its title. */
export const svgDocument = (
  title: string,
  width: number,
  height: number,
  content: readonly Markup[],
): string =>
  markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}" font-family="${FONT}" fill="none">${content}</svg>`
    .text;
