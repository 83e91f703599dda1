import { describe, expect, it } from '@jest/globals';
import { barChart } from './bar-chart.js';

const bars = [
  { label: 'one', value: 10, text: '10 %' },
  { label: 'two <b>', value: 40, spread: 10, text: '40 %', highlight: true },
  { label: 'a name that is far too long', value: 0, text: '0 %' },
];
const numbers = (svg: string, pattern: RegExp): number[] =>
  Array.from(svg.matchAll(pattern), ([, number]) => Number(number));

describe('barChart', () => {
  it('draws lengths in proportion, from one left end', () => {
    const svg = barChart({ title: 'Shares', bars });
    const widths = numbers(svg, /<rect [^>]*width="([\d.]+)"/g);
    expect(widths[1]).toBeCloseTo(4 * widths[0]!, 0);
    expect(widths[2]).toBe(0);
    const lefts = numbers(svg, /<rect x="([\d.]+)"/g);
    expect(new Set(lefts).size).toBe(1);
    // The whisker goes from 30 to 50.
    const [, from, to] = /M([\d.]+) [\d.]+H([\d.]+)/.exec(svg) ?? [];
    expect(Number(from) - lefts[0]!).toBeCloseTo(3 * widths[0]!, 0);
    expect(Number(to) - lefts[0]!).toBeCloseTo(5 * widths[0]!, 0);
  });

  it('keeps the reference inside, where it belongs', () => {
    const svg = barChart({ title: 'Shares', bars, reference: { value: 80, label: 'real' } });
    const [, at] = /M([\d.]+) [\d.]+V/.exec(svg) ?? [];
    const widths = numbers(svg, /<rect [^>]*width="([\d.]+)"/g);
    const [left] = numbers(svg, /<rect x="([\d.]+)"/g);
    expect(Number(at) - left!).toBeCloseTo(8 * widths[0]!, 0);
    expect(svg).toContain('>real</text>');
  });

  it('leaves the values room beside the longest bar, and the labels beside the shortest', () => {
    const svg = barChart({
      title: 'Shares',
      bars: [{ label: 'x', value: 1, text: '1,234.56 \u00b1 12.34' }],
    });
    const [left = NaN, width = NaN] =
      /<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/.exec(svg)?.slice(1).map(Number) ?? [];
    expect(left).toBeLessThan(30);
    expect(left + width).toBeLessThan(332 - 16 * 6.7); // digits of 12 pixels are 6.7 wide
    expect(width).toBeGreaterThan(150);
  });

  it('escapes and shortens names, and colours what is highlighted only', () => {
    const svg = barChart({ title: 'A & B', note: 'more is better', bars });
    expect(svg).toMatch(/^<svg [^>]*width="332" height="144"/);
    expect(svg).toContain('two &lt;b&gt;');
    expect(svg).toContain('>a name that is far to…<');
    expect(svg).toContain('aria-label="A &amp; B"');
    expect(numbers(svg, /<rect [^>]*fill="#3578e5"()/g)).toHaveLength(1);
  });

  it('refuses no bars, and numbers that have no length', () => {
    expect(() => barChart({ title: '', bars: [] })).toThrow('barChart: bars must not be empty.');
    expect(() => barChart({ title: '', bars: [{ label: 'x', value: -1, text: '' }] })).toThrow(
      "barChart: 'x': expected a finite number of at least 0, got -1.",
    );
    expect(() => barChart({ title: '', bars, reference: { value: NaN, label: 'real' } })).toThrow(
      "'real': expected a finite number of at least 0, got NaN",
    );
  });
});
