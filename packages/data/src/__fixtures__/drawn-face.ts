import sharp from 'sharp';
import type { FaceLandmarks } from '../canonical-face.js';
import { decodePixels } from '../decode-pixels.js';
import type { PixelImage } from '../resample.js';
import { applyTransform, type Point, type SimilarityTransform } from '../similarity-transform.js';

/** The dots of a drawn face: each landmark has a colour of its own. */
export const DOTS = ['#ff0000', '#00ff00', '#0000ff', '#ffff00', '#ff00ff'] as const;

const FACE: FaceLandmarks = [
  [-20, -23],
  [20, -23],
  [0, 0],
  [-16, 24],
  [16, 24],
];

/** A grey image with a dot at each of five landmarks, moved by `transform`; (0, 0) is the centre of the top-left pixel. */
export async function drawnFace(
  transform: SimilarityTransform,
  width: number,
  height: number,
): Promise<{ readonly image: PixelImage; readonly landmarks: FaceLandmarks }> {
  const [a, b, c, d, e] = FACE;
  const move = (point: Point): Point => applyTransform(transform, point);
  const landmarks: FaceLandmarks = [move(a), move(b), move(c), move(d), move(e)];
  // SVG measures from the outer edge.
  const dots = landmarks.map(
    ([x, y], index) =>
      `<circle cx="${x + 0.5}" cy="${y + 0.5}" r="${4 * transform.scale}" fill="${DOTS[index] ?? ''}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#808080"/>${dots.join('')}</svg>`;
  return { image: await decodePixels(await sharp(Buffer.from(svg)).png().toBuffer()), landmarks };
}

/** Where the dots of a picture are: the centres of their colours. */
export function dotsOf(pixels: Uint8Array, width: number): readonly Point[] {
  const sums = DOTS.map((color) => ({
    wanted: [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16)),
    sum: 0,
    x: 0,
    y: 0,
  }));
  for (let pixel = 0; pixel < pixels.length / 3; pixel++) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(3 * pixel, 3 * pixel + 3);
    if (red === 128 && green === 128 && blue === 128) continue;
    for (const dot of sums) {
      const [r = 0, g = 0, b = 0] = dot.wanted;
      // How much of the dot is in the pixel: the least of how far a channel is from the grey on the way to the dot's colour.
      const part = Math.min((red - 128) / (r - 128), (green - 128) / (g - 128), (blue - 128) / (b - 128));
      if (part <= 0.05) continue;
      dot.sum += part;
      dot.x += part * (pixel % width);
      dot.y += part * Math.floor(pixel / width);
    }
  }
  return sums.map(({ sum, x, y }) => [x / sum, y / sum]);
}
