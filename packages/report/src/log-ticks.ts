/** Ticks of a logarithmic axis: powers of ten, about six at most; over less than three of them also 2 and 5 times each. */
export function logTicks(values: readonly number[]): readonly number[] {
  const powers = values.map((value) => Math.log10(value));
  const lowest = Math.floor(powers.reduce((a, b) => Math.min(a, b), Infinity));
  const highest = Math.ceil(powers.reduce((a, b) => Math.max(a, b), -Infinity));
  const step = Math.ceil((highest - lowest + 1) / 6);
  const digits = highest - lowest < 3 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = lowest; power <= highest; power += step) {
    ticks.push(...digits.map((digit) => Number(`${digit}e${power}`)));
  }
  return ticks;
}
