/** Images of this side and larger are shown pixel by pixel, smaller ones enlarged. */
const LARGE_ENOUGH = 64;

/** By how much images of a side are enlarged, to be looked at. */
export const pictureScale = (size: number): number => Math.max(1, Math.ceil(LARGE_ENOUGH / size));
