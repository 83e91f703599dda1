import { openRun } from '@cvg/cli';
import { lineChart } from '@cvg/report';

/** What is watched over the steps of a run. */
export const CURVES = {
  gradientNorm: { title: 'Gradient of the generator', yLabel: 'Euclidean norm' },
  generatorLoss: { title: 'Loss of the generator', yLabel: 'weighted sum of its terms' },
  discriminatorLoss: { title: 'Loss of the discriminator', yLabel: 'loss' },
} as const;

export type CurveName = keyof typeof CURVES;
type Curve = readonly (readonly [step: number, value: number])[];
/** The curves of a run. */
export type Curves = Readonly<Record<CurveName, Curve>>;

/** Reads the curves out of a run's log; its gradients were logged. */
export async function curvesOf(folder: string): Promise<Curves> {
  const { folder: run, config } = await openRun(folder);
  const records = await run.readEvents().finally(() => run.close());
  const terms = Object.entries(config.training.objective).filter(([, weight]) => weight > 0);
  const curve = (valueAt: (record: Readonly<Record<string, number>>) => number | undefined): Curve =>
    records.flatMap((record) => {
      const value = valueAt(record);
      return value === undefined ? [] : [[record.step ?? NaN, value] as const];
    });
  return {
    gradientNorm: curve((record) => record['gradientNorm/generator']),
    generatorLoss: curve((record) =>
      terms.reduce((sum, [term, weight]) => sum + weight * (record[term] ?? NaN), 0),
    ),
    discriminatorLoss: curve((record) => record.discriminator),
  };
}

/** The mean of curves at the steps that the first has. */
export function meanCurve([first = [], ...others]: readonly Curve[]): Curve {
  const values = others.map((curve) => new Map(curve));
  return first.map(([step, value]) => [
    step,
    values.reduce((sum, valueAt) => sum + (valueAt.get(step) ?? NaN), value) / (values.length + 1),
  ]);
}

/** A curve in numbers: means over its first and its last tenth, and how far it swings in its second half (deviation over mean). */
export function curveFacts(curve: Curve): {
  readonly first: number;
  readonly last: number;
  readonly swing: number;
} {
  const values = curve.map(([, value]) => value);
  const tenth = Math.max(1, Math.floor(values.length / 10));
  const half = values.slice(Math.floor(values.length / 2));
  const mean = meanOf(half);
  const deviation = Math.sqrt(meanOf(half.map((value) => (value - mean) ** 2)));
  return {
    ...{ first: meanOf(values.slice(0, tenth)), last: meanOf(values.slice(-tenth)) },
    swing: deviation / Math.abs(mean),
  };
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A chart of one curve: the mean over the seeds of each method, and each seed faint. */
export async function curveChart(
  name: CurveName,
  methods: readonly { readonly label: string; readonly curves: readonly Curves[] }[],
): Promise<string> {
  return lineChart({
    ...CURVES[name],
    series: methods.map(({ label, curves }) => {
      const members = curves.map((ofRun) => ofRun[name]);
      return { name: label, points: meanCurve(members), members: members.length > 1 ? members : [] };
    }),
    xLabel: 'step',
    yScale: 'log',
  });
}
