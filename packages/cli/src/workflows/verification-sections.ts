import { lineChart, type ReportChart, type ReportFacts, type ReportTable } from '@cvg/report';
import { formatCount, formatPercent } from '../ui/format.js';
import { meanRoc } from './mean-roc.js';
import type { OverSeeds, Verification } from './verification.js';

const plusMinus = (value: string, deviation: string, { seeds }: Pick<Verification, 'seeds'>): string =>
  seeds.length > 1 ? `${value} ± ${deviation}` : value;

/** A difference of shares in percentage points, with its sign. */
export const formatPoints = (share: number): string =>
  `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(2)}`;

/** Table 2: a row a set of images that was learned from. */
export function verificationTable(verification: Verification): ReportTable {
  const { rows, seeds, pairs, folds } = verification;
  const share = ({ mean, deviation }: OverSeeds): string =>
    plusMinus(formatPercent(mean, 2), (100 * deviation).toFixed(2), verification);
  return {
    kind: 'table',
    columns: [
      'learned from',
      'images',
      'classes',
      'accuracy',
      'standard error over folds',
      'gain in points',
      'AUC',
    ],
    rows: rows.map(
      ({ name, realImages, addedImages, classes, accuracy, standardError, gain, auc }, index) => [
        name,
        formatCount(realImages) + (addedImages > 0 ? ` + ${formatCount(addedImages)}` : ''),
        formatCount(classes),
        share(accuracy),
        (100 * standardError).toFixed(2),
        index === 0
          ? '–'
          : plusMinus(formatPoints(gain.mean), (100 * gain.deviation).toFixed(2), verification),
        plusMinus(auc.mean.toFixed(4), auc.deviation.toFixed(4), verification),
      ],
    ),
    caption: `${formatCount(pairs)} pairs in ${folds} folds; each fold is judged by the threshold that is best on the others. ${
      seeds.length > 1
        ? `Means over ${seeds.length} seeds, ± their standard deviation.`
        : 'One seed: nothing is known of what another would give.'
    }`,
  };
}

/** ROC curves, each the mean over seeds. */
export async function rocChart({ rows, seeds }: Verification): Promise<ReportChart> {
  const svg = await lineChart({
    title: 'ROC of all pairs',
    xLabel: 'pairs of two people taken for one',
    yLabel: 'pairs of one person found',
    series: rows.map(({ name, networks }) => ({
      name,
      points: meanRoc(networks.map(({ verification }) => verification.roc)),
    })),
  });
  return { kind: 'chart', svg, caption: seeds.length > 1 ? `Means over ${seeds.length} seeds.` : undefined };
}

/** Every network. */
export function networkTable({ rows }: Verification): ReportTable {
  return {
    kind: 'table',
    columns: ['learned from', 'seed', 'accuracy', 'standard error', 'AUC', 'names the class', 'of'],
    rows: rows.flatMap(({ name, networks }) =>
      networks.map(({ seed, recognition, verification: { values } }) => [
        name,
        seed,
        formatPercent(values.accuracy, 2),
        (100 * values.standardError).toFixed(2),
        values.auc.toFixed(4),
        formatPercent(recognition.accuracy),
        formatCount(recognition.n),
      ]),
    ),
    caption:
      'The class is named of held-out images of the classes that were learned, or where nothing is held out, of those learned from.',
  };
}

/** What the numbers depend on. */
export function verificationFacts(verification: Verification): ReportFacts {
  const { engine, data, photos, steps, flip, seeds, missing, leftOut } = verification;
  const named = (names: readonly string[]): string => {
    const shown = names.slice(0, 50).join(', ');
    return names.length > 50 ? `${shown} and ${formatCount(names.length - 50)} more` : shown || 'none';
  };
  return {
    kind: 'facts',
    facts: [
      { label: 'engine', value: engine },
      { label: 'learned from', value: data.folder },
      { label: 'photos of the pairs', value: photos.folder },
      { label: 'steps of 64 images', value: formatCount(steps) },
      { label: 'mirrored', value: String(flip) },
      { label: 'seeds', value: seeds.join(', ') },
      { label: 'photos missing', value: named(missing) },
      { label: 'classes left out, of people of the pairs', value: named(leftOut) },
    ],
  };
}
