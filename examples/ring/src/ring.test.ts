import { describe, expect, it } from '@jest/globals';
import { RING, RingSource } from './ring-data.js';
import { scoreRing } from './ring-score.js';

describe('RingSource', () => {
  it('draws points of the ring: its centre, radius and width', async () => {
    const count = 20_000;
    const { images, labels, shape } = await new RingSource(count, 1).next();
    expect(shape).toEqual([count, 2]);
    expect(labels).toHaveLength(count);
    const radii = Float64Array.from({ length: count }, (_, i) =>
      Math.hypot((images[2 * i] ?? NaN) - 100, (images[2 * i + 1] ?? NaN) - 100),
    );
    const mean = radii.reduce((sum, r) => sum + r, 0) / count;
    const variance = radii.reduce((sum, r) => sum + (r - mean) ** 2, 0) / count;
    expect(mean).toBeAllClose(RING.radius, { atol: 5 / Math.sqrt(count) }); // five standard errors
    expect(Math.sqrt(variance)).toBeAllClose(RING.width, { atol: 5 / Math.sqrt(2 * count) });
    expect(scoreRing(images, RING).coverage).toBe(1);
  });

  it('continues where its state was taken', async () => {
    const [first, second] = [new RingSource(4, 7), new RingSource(4, 0)];
    await first.next();
    second.restore(JSON.parse(JSON.stringify(first.state())));
    expect((await second.next()).images).toEqual((await first.next()).images);
    expect(() => second.restore('7')).toThrow(
      new RangeError('RingSource.restore: expected an integer in [0, 2^32), got 7.'),
    );
  });
});

describe('scoreRing', () => {
  const circle = (radius: number, turns = 1): Float32Array =>
    Float32Array.from({ length: 720 }, (_, i) => {
      const angle = ((i >> 1) / 360) * turns * 2 * Math.PI;
      return 100 + radius * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
    });

  it('is full on the circle, half covered on half of it, and 0 outside three widths', () => {
    expect(scoreRing(circle(10), RING)).toMatchObject({ onRing: 1, inside: 0, coverage: 1 });
    expect(scoreRing(circle(10, 0.5), RING)).toMatchObject({ onRing: 1, coverage: 0.5 });
    expect(scoreRing(circle(12.9), RING).onRing).toBe(1);
    expect(scoreRing(circle(13.1), RING)).toMatchObject({ onRing: 0, inside: 0, coverage: 0 });
  });

  it('tells a disc from a ring', () => {
    expect(scoreRing(circle(6.9), RING)).toMatchObject({ onRing: 0, inside: 1 });
    expect(scoreRing(circle(7.1), RING)).toMatchObject({ onRing: 1, inside: 0 });
    expect(scoreRing(circle(2), RING).meanDistance).toBeAllClose(8);
    expect(scoreRing(circle(15), RING).meanDistance).toBeAllClose(5);
  });

  it('measures how far the mean is off, and counts points that are not numbers as misses', () => {
    expect(scoreRing(Float32Array.of(103, 100, 103, 108), RING).centerOffset).toBeAllClose(5);
    expect(scoreRing(Float32Array.of(110, 100, NaN, NaN), RING)).toMatchObject({ onRing: 0.5, inside: 0 });
  });
});
