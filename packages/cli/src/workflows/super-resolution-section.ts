import type { EncoderAndGenerator } from '@cvg/apps';
import type { ReportSection, ReportTable } from '@cvg/report';
import { imagesOfRun } from './labelled-images.js';
import type { Model } from './load-model.js';
import type { Run } from './open-run.js';
import { gridImage } from './report-sections.js';
import { similarityRow, type SimilarityRow } from './similarity.js';
import { reducedImages, superResolutionFigure, superResolveImages } from './super-resolve-images.js';
import { SHOWN_CLASSES } from './training-pictures.js';

const FACTOR = 4;

/**
 * Super-resolution of held-out images as a section of a report: one image a class, and how near each way comes to the truth. About as
 * many images are compared as there are classes in a picture, so it costs as much with two classes as with many.
 * @param classIds - The classes shown, at least one.
 */
export async function superResolutionSection(
  run: Run,
  model: Pick<Model, 'classes'>,
  networks: EncoderAndGenerator,
  classIds: readonly number[],
): Promise<ReportSection> {
  const perClass = Math.max(1, Math.floor(SHOWN_CLASSES / classIds.length));
  const whole = await imagesOfRun(run, model, classIds, perClass);
  const ways = await superResolveImages(networks, reducedImages(whole, FACTOR));
  const figure = superResolutionFigure(ways, {
    ...{ names: whole.names, original: whole.images, every: perClass },
  });
  const rows = [...ways].map(([name, images]) => similarityRow(name, images, whole.images));
  return {
    heading: 'Super-resolution',
    text: `Held-out images made ${FACTOR} times smaller, and enlarged again: as they are, by bicubic interpolation, and by encoder and generator, where the numbers count the passes. Reduced again, the results of encoder and generator are the small image.`,
    items: [
      await gridImage(figure, 'Small images, enlarged in several ways, and the originals'),
      similarityTable(rows, whole.images.shape[0]),
    ],
  };
}

const similarityTable = (rows: readonly SimilarityRow[], n: number): ReportTable => ({
  kind: 'table',
  columns: ['enlarged by', 'PSNR', 'SSIM'],
  rows: rows.map(({ name, psnr, ssim }) => [name, `${psnr.toFixed(2)} dB`, ssim.toFixed(3)]),
  caption: `Against the originals, means over ${n} images; higher is better.`,
});
