import { afterEach, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { addresses, attributes, isWellFormed } from './__fixtures__/xml.js';
import { lineChart, type LineChartOptions, type Point } from './index.js';
import { SERIES_COLORS } from './palette.js';

const labels = { title: 'Losses', xLabel: 'step', yLabel: 'loss' };
const ramp: readonly Point[] = [[0, 1], [1, 10], [2, 100]]; // prettier-ignore
const wave = Array.from({ length: 5000 }, (_, x): Point => [x, Math.sin(x / 200) + 2]);

/** The lines of a colour, each a list of `[x, y]` pixels. */
function linesOf(svg: string, color: string): Point[][] {
  return [...svg.matchAll(/<path d="(M[^"]*)" stroke="([^"]*)"/g)]
    .filter(([, , stroke]) => stroke === color)
    .map(([, path = '']) =>
      path.split(/[ML]/).slice(1).map((pair): Point => {
        const [x = NaN, y = NaN] = pair.split(',').map(Number);
        return [x, y];
      }),
    ); // prettier-ignore
}

describe('lineChart', () => {
  it('draws one path a series, in its colour, and its name', async () => {
    const series = SERIES_COLORS.map((_, index) => ({ name: `name ${index}`, points: wave }));
    const svg = await lineChart({ ...labels, series });
    for (const [index, color] of SERIES_COLORS.entries()) {
      expect(linesOf(svg, color)).toHaveLength(1);
      expect(svg).toContain(`>name ${index}</text>`);
    }
  });
  it('breaks long legends into lines', async () => {
    const names = SERIES_COLORS.map((_, index) => `a name of some length ${index}`);
    const svg = await lineChart({ ...labels, series: names.map((name) => ({ name, points: ramp })) });
    const places = names.map((name) => {
      const [, x, y] = new RegExp(`<text x="([\\d.]+)" y="([\\d.]+)"[^>]*>${name}<`).exec(svg) ?? [];
      return { left: Number(x) - 15, right: Number(x) + 7 * name.length, y: Number(y) };
    });
    for (const [index, { left, right, y }] of places.entries()) {
      expect(right).toBeLessThanOrEqual(520);
      const before = places[index - 1];
      if (before?.y === y) expect(left).toBeGreaterThan(before.right);
      else expect([left, y]).toEqual([4, (before?.y ?? 24) + 20]);
    }
    const top = Math.min(
      ...linesOf(svg, SERIES_COLORS[0])
        .flat()
        .map(([, y]) => y),
    );
    const [, , offset] = /translate\(([\d.]+),([\d.]+)\)/.exec(svg) ?? [];
    expect(top + Number(offset)).toBeGreaterThan(places.at(-1)?.y ?? NaN);
  });
  it('needs no legend for one series', async () => {
    const svg = await lineChart({ ...labels, series: [{ name: 'alone', points: ramp }] });
    expect(svg).not.toContain('alone');
    for (const text of Object.values(labels)) expect(svg).toContain(`>${text}</text>`);
  });
  it('places points on a linear and on a logarithmic axis', async () => {
    const series = [{ name: 'a', points: ramp }];
    const heights = async (yScale: 'linear' | 'log'): Promise<number[]> => {
      const [line = []] = linesOf(await lineChart({ ...labels, series, yScale }), SERIES_COLORS[0]);
      expect(line.map(([x]) => Math.round(x - (line[1]?.[0] ?? NaN))).map(Math.sign)).toEqual([-1, 0, 1]);
      return line.map(([, y]) => y);
    };
    const [low = 0, middle = 0, high = 0] = await heights('linear');
    expect((low - middle) / (low - high)).toBeCloseTo(9 / 99, 2);
    const [first = 0, second = 0, third = 0] = await heights('log');
    expect(first).toBeGreaterThan(third); // upwards on the screen
    expect(second).toBeCloseTo((first + third) / 2, 0);
  });
  it('leaves out points that are not finite, and on a logarithmic axis those that are not positive', async () => {
    const odd: Point[] = [[NaN, 1], [0.5, NaN], [1.5, Infinity], [-Infinity, 2], [Infinity, 3]]; // prettier-ignore
    const clean = { ...labels, series: [{ name: 'a', points: ramp }] };
    const dirty = { ...labels, series: [{ name: 'a', points: [...odd, ...ramp] }] };
    expect(await lineChart(dirty)).toBe(await lineChart(clean));
    const below = { ...labels, series: [{ name: 'a', points: [...ramp, [3, 0], [4, -1]] as Point[] }] };
    expect(await lineChart({ ...below, yScale: 'log' })).toBe(await lineChart({ ...clean, yScale: 'log' }));
    expect(await lineChart(below)).not.toBe(await lineChart(clean));
  });
  it('draws the members of a series faint, in its colour, on the same axes', async () => {
    const members: Point[][] = [
      [[0, 1], [2, 1]],
      [[0, 100], [2, 100]],
    ]; // prettier-ignore
    const mean: Point[] = [[0, 10], [2, 10]]; // prettier-ignore
    const series = [{ name: 'mean', points: mean, members }];
    for (const yScale of ['linear', 'log'] as const) {
      const svg = await lineChart({ ...labels, series, yScale });
      const lines = linesOf(svg, SERIES_COLORS[0]);
      const [below = NaN, above = NaN, middle = NaN] = lines.map((line) => line[0]?.[1]);
      expect(lines).toHaveLength(3);
      expect((below - middle) / (below - above)).toBeCloseTo(yScale === 'log' ? 0.5 : 9 / 99, 2);
      expect(svg.match(/<path d="M[^>]*opacity="0.3"/g)).toHaveLength(2);
    }
  });
  it('thins long series, and loses no peak', async () => {
    const points = wave.map(([x, y]): Point => [x, x === 3333 ? 50 : y]);
    const svg = await lineChart({ ...labels, series: [{ name: 'a', points }] });
    const [line = []] = linesOf(svg, SERIES_COLORS[0]);
    expect(line.length).toBeLessThanOrEqual(500);
    const heights = line.map(([, y]) => y);
    const [lowest, highest] = [Math.max(...heights), Math.min(...heights)];
    expect(heights.filter((y) => y - highest < (lowest - highest) / 2)).toHaveLength(1);
  });
  it.each(['linear', 'log'] as const)('draws the smooth line over the faint one, %s', async (yScale) => {
    const points = Array.from({ length: 5000 }, (_, x): Point => [x, x % 2 === 0 ? 1 : 100]);
    const series = [{ name: 'a', points }];
    const svg = await lineChart({ ...labels, series, smoothing: 0.02, yScale });
    const [raw = [], smooth = [], ...others] = linesOf(svg, SERIES_COLORS[0]);
    expect(others).toEqual([]);
    expect(attributes(svg, 'opacity').filter((value) => value === '0.3')).toHaveLength(1);
    // As seen, the average of two heights lies in their middle, also where they are logarithms.
    const [lowest, highest] = [Math.max(...raw.map(([, y]) => y)), Math.min(...raw.map(([, y]) => y))];
    expect(lowest - highest).toBeGreaterThan(100);
    for (const [, y] of smooth) expect(Math.abs(y - (lowest + highest) / 2)).toBeLessThan(8);
  });
  it('shows single points', async () => {
    const pixels = await sharp(
      Buffer.from(await lineChart({ ...labels, series: [{ name: 'a', points: [[5, 3]] }] })),
    )
      .raw()
      .toBuffer();
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(SERIES_COLORS[0].slice(at, at + 2), 16));
    let count = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      if (pixels[at] === r && pixels[at + 1] === g && pixels[at + 2] === b) count++;
    }
    expect(count).toBeGreaterThan(9);
  });
  it('uses no colour that vanishes on a light or a dark page', async () => {
    const svg = await lineChart({ ...labels, series: [{ name: 'a', points: wave }, { name: 'b', points: ramp }] }); // prettier-ignore
    const colors = new Set([...attributes(svg, 'fill'), ...attributes(svg, 'stroke')]);
    expect([...colors].sort()).toEqual(['none', 'currentColor', SERIES_COLORS[0], SERIES_COLORS[1]].sort());
  });
  it('escapes every text and loads nothing', async () => {
    const text = `<b>&"' d="1.2345" \u0001`;
    const svg = await lineChart({
      title: text,
      xLabel: text,
      yLabel: text,
      series: [{ name: text, points: ramp }, { name: text, points: ramp }],
    }); // prettier-ignore
    expect(await isWellFormed(svg)).toBe(true);
    expect(svg).not.toContain('<b>');
    expect(svg.match(/&lt;b&gt;&amp;("|&quot;)('|&#39;) d=("|&quot;)1\.2345/g)).toHaveLength(6);
    expect(addresses(svg)).toEqual([]);
  });
});

describe('lineChart: odd values', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });
  const cases: Record<string, Partial<LineChartOptions>> = {
    'one value': { series: [{ name: 'a', points: [[0, 2], [9, 2]] }] }, // prettier-ignore
    'one value on a logarithmic axis': { yScale: 'log', series: [{ name: 'a', points: [[0, 2]] }] },
    'a series without points': { series: [{ name: 'a', points: [] }, { name: 'b', points: ramp }] }, // prettier-ignore
    'great distances': { yScale: 'log', series: [{ name: 'a', points: [[0, 1e-300], [1e12, 1e300]] }] }, // prettier-ignore
  };
  it.each(Object.keys(cases))('%s: prints nothing, no NaN', async (name) => {
    const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
      jest.spyOn(console, method).mockImplementation(() => undefined),
    );
    const svg = await lineChart({ ...labels, series: [], ...cases[name] });
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });
  it('says what is wrong', async () => {
    const a = { name: 'a', points: ramp };
    await expect(lineChart({ ...labels, series: [] })).rejects.toThrow(
      'lineChart: series must not be empty.',
    );
    await expect(lineChart({ ...labels, series: Array.from({ length: 9 }, () => a) })).rejects.toThrow(
      'lineChart: series: expected at most 8, got 9; draw several charts.',
    );
    await expect(lineChart({ ...labels, series: [{ name: 'a', points: [[1, NaN]] }] })).rejects.toThrow(
      'lineChart: series: expected at least one finite point, got none.',
    );
    await expect(
      lineChart({ ...labels, yScale: 'log', series: [{ name: 'a', points: [[1, 0]] }] }),
    ).rejects.toThrow('expected at least one finite point with y > 0, got none.');
    await expect(lineChart({ ...labels, series: [a], smoothing: 1 })).rejects.toThrow(
      'lineChart: smoothing must be in [0, 1), got 1.',
    );
  });
});
