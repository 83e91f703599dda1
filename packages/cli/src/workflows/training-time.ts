/** How fast a run was, by its log. */
export interface TrainingTime {
  /** Time spent in training steps, by all processes together. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/**
 * Time and rate of a training by its log, which has the rate of every tenth step; a logged step stands for those since
 * the one before.
 * @param records - Of `run.folder.readEvents()`.
 * @param batchSize - Images of a step.
 * @returns `undefined` if nothing was logged.
 */
export function trainingTime(
  records: readonly Readonly<Record<string, number>>[],
  batchSize: number,
): TrainingTime | undefined {
  let [seconds, images, last] = [0, 0, 0];
  for (const { step = 0, imagesPerSecond = 0 } of records) {
    if (!(imagesPerSecond > 0)) continue;
    images += (step - last) * batchSize;
    seconds += ((step - last) * batchSize) / imagesPerSecond;
    last = step;
  }
  return seconds > 0 ? { seconds, imagesPerSecond: images / seconds } : undefined;
}
