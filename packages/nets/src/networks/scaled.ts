/** A number of channels or units at a `width`: `max(1, round(width * count))`. */
export function scaled(count: number, width: number): number {
  return Math.max(1, Math.round(width * count));
}
