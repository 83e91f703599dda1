/** Whether pictures are drawn after a step: early ones, to see that it learns, then at regular distances. */
export function isSampleStep(step: number): boolean {
  return step === 100 || (step <= 1000 ? step % 250 === 0 : step % 500 === 0);
}

/** `step-000500.png`. */
export const samplesFile = (step: number): string => `step-${String(step).padStart(6, '0')}.png`;
