import { expect, it } from '@jest/globals';
import type { Point } from '@cvg/report';
import { figure4 } from './figure-4.js';

const snapshots = (iterations: readonly number[], points: readonly Point[]): Map<number, readonly Point[]> =>
  new Map(iterations.map((iteration) => [iteration, points]));
const numPanels = (svg: string): number => svg.match(/<rect width="150"/g)?.length ?? 0;

it('shows the last six iterations that all methods have', async () => {
  const points: readonly Point[] = [[100, 110]];
  const svg = await figure4(
    new Map([
      ['gan', snapshots([0, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000], points)],
      ['wgan', snapshots([0, 1000, 2000, 5000, 7000, 10_000, 20_000, 50_000], points)],
    ]),
  );
  expect(numPanels(svg)).toBe(12);
  for (const shown of ['1,000', '50,000']) expect(svg).toContain(`>${shown}</text>`);
  for (const hidden of ['0', '7,000', '100,000'])
    expect(svg).not.toMatch(new RegExp(`[^\\d]>${hidden}</text>`));
});

it('looks closely once points are on the ring, and from afar before', async () => {
  const outside = async (point: Point): Promise<boolean> =>
    (
      await figure4(
        new Map([
          [
            'gan',
            new Map([
              [0, [[100, 126]]],
              [1, [point]],
            ]),
          ],
        ]),
      )
    ).includes('outside');
  expect(await outside([100, 110])).toBe(true); // 25 each way
  expect(await outside([100, 150])).toBe(false); // 125 each way
});
