import sharp from 'sharp';
import type { Box } from './image-record.js';
import type { Point } from './similarity-transform.js';

/**
 * How the EXIF orientation of a photo turns it.
 * Convention: the boxes of records are in pixels of the stored photo, decoded photos are turned; boxes count from the outer edges.
 */
export class ExifTurn {
  readonly #orientation: number;

  /**
   * @param orientation - 1 to 8, as EXIF has it.
   */
  constructor(
    orientation: number,
    /** The stored photo. */
    readonly stored: { readonly width: number; readonly height: number },
  ) {
    this.#orientation = orientation;
  }

  /** Of a photo that sharp can open. */
  static async of(bytes: Uint8Array): Promise<ExifTurn> {
    const { orientation = 1, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return new ExifTurn(orientation, { width, height });
  }

  /** Where a place of the stored photo is in the turned one; both from the outer edges. */
  edge([x, y]: Point): Point {
    const [right, bottom] = [this.stored.width - x, this.stored.height - y];
    switch (this.#orientation) {
      case 2:
        return [right, y];
      case 3:
        return [right, bottom];
      case 4:
        return [x, bottom];
      case 5:
        return [y, x];
      case 6:
        return [bottom, x];
      case 7:
        return [bottom, right];
      case 8:
        return [y, right];
      default:
        return [x, y];
    }
  }

  box({ x, y, width, height }: Box): Box {
    const [ax, ay] = this.edge([x, y]);
    const [bx, by] = this.edge([x + width, y + height]);
    return { x: Math.min(ax, bx), y: Math.min(ay, by), width: Math.abs(bx - ax), height: Math.abs(by - ay) };
  }
}
