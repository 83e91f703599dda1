import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportHtml } from '@cvg/report';
import { formatCount, formatPercent } from '../ui/format.js';
import {
  formatPoints,
  networkTable,
  rocChart,
  verificationFacts,
  verificationTable,
} from './verification-sections.js';
import type { Verification } from './verification.js';

/**
 * Writes `report.html` into a folder: Table 2, the ROC curves and every network; one file that needs no network.
 * @param folder - Where to write.
 * @param verification - Of `verifyFaces`.
 * @returns The file.
 */
export async function writeVerificationReport(folder: string, verification: Verification): Promise<string> {
  const { rows, pairs, folds, seeds, steps } = verification;
  const html = reportHtml({
    title: 'Face verification',
    subtitle: [
      `${formatCount(pairs)} pairs in ${folds} folds`,
      `${formatCount(steps)} steps`,
      `seeds ${seeds.join(', ')}`,
    ].join(' · '),
    summary: rows.map(({ name, accuracy, gain, auc }, index) => ({
      label: name,
      value: formatPercent(accuracy.mean, 2),
      note: [...(index > 0 ? [`${formatPoints(gain.mean)} points`] : []), `AUC ${auc.mean.toFixed(3)}`].join(
        ' · ',
      ),
    })),
    sections: [
      {
        heading: 'Accuracy',
        text: 'Whether two photos show one person, by the cosine similarity of their features. Chance is 50 %.',
        items: [verificationTable(verification), await rocChart(verification)],
      },
      { heading: 'Networks', items: [networkTable(verification)] },
      { heading: 'Configuration', items: [verificationFacts(verification)] },
    ],
  });
  const file = join(folder, 'report.html');
  await writeFile(`${file}.tmp`, html);
  await rename(`${file}.tmp`, file);
  return file;
}
