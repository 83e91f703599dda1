import { describe, expect, it } from '@jest/globals';
import { isWellFormed } from './__fixtures__/xml.js';
import { markup } from './markup.js';

describe('markup', () => {
  it('escapes text and attributes, and leaves markup as it is', () => {
    const name = `<b>&"'`;
    const inner = markup`<i title="${name}">${name}</i>`;
    const escaped = '&lt;b&gt;&amp;&quot;&#39;';
    expect(markup`<p>${inner}${[inner, 3, undefined]}</p>`.text).toBe(
      `<p>${`<i title="${escaped}">${escaped}</i>`.repeat(2)}3</p>`,
    );
  });
  it('is well formed whatever character comes', async () => {
    const all = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).join('');
    const odd = `${all}\ud800 \udc00 \ufffe\uffff 😀`;
    expect(await isWellFormed(markup`<p title="${odd}">${odd}</p>`.text)).toBe(true);
    expect(markup`${'😀 Ō \ud800'}`.text).toBe('😀 Ō \ufffd');
  });
  it('is judged by a parser that sees mistakes', async () => {
    expect(await isWellFormed('<p>a</p>')).toBe(true);
    for (const wrong of ['<p>a', '<p>a & b</p>', '<p title="<">a</p>', '<p>\u0001</p>', '<p title=a></p>']) {
      expect([wrong, await isWellFormed(wrong)]).toEqual([wrong, false]);
    }
  });
});
