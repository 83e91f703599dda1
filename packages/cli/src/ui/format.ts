/** `12,000`. */
export const formatCount = (count: number): string => Math.round(count).toLocaleString('en-US');

/** A share of 1 as `97.3 %`. */
export const formatPercent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;

/** Seconds as `4:05` or `1:02:03`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** `1 image`, `2 images`: the plural is the singular and its ending. */
export const plural = (count: number, singular: string, ending = 's'): string =>
  `${formatCount(count)} ${singular}${count === 1 ? '' : ending}`;

/** A number with about three digits that matter, such as a loss. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 100) return formatCount(value);
  if (magnitude === 0 || magnitude >= 0.01)
    return value.toFixed(magnitude >= 10 ? 1 : 3 - Number(magnitude >= 1));
  return value.toExponential(1);
}

/** Lines of two columns, the first as wide as its longest entry. */
export function formatColumns(rows: readonly (readonly [label: string, value: string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join('\n');
}
