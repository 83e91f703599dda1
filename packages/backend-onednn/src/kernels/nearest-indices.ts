/**
 * Which input index each output index of a nearest-neighbour resize takes its value from, along one axis.
 * Convention: TensorFlow.js's, which rounds down unless corners are aligned.
 */
export function nearestIndices(
  inputSize: number,
  outputSize: number,
  alignCorners: boolean,
  halfPixelCenters: boolean,
): number[] {
  const corners = alignCorners && outputSize > 1 ? 1 : 0;
  const ratio = (inputSize - corners) / (outputSize - corners);
  return Array.from({ length: outputSize }, (_, index) => {
    const at = ratio * (halfPixelCenters ? index + 0.5 : index);
    return Math.max(0, Math.min(inputSize - 1, alignCorners ? Math.round(at) : Math.floor(at)));
  });
}
