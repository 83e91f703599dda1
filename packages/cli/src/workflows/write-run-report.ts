import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportHtml, type ReportSection, type SummaryNumber } from '@cvg/report';
import { formatCount, formatDuration, formatPercent } from '../ui/format.js';
import { readEvaluation, type Evaluation } from './evaluation.js';
import { inpaintImages } from './inpaint-images.js';
import { imagesOfRun } from './labelled-images.js';
import { learningGrid } from './learning-grid.js';
import { loadModel, type Model } from './load-model.js';
import { lossCharts } from './loss-charts.js';
import { morphImages } from './morph-images.js';
import type { Run } from './open-run.js';
import { reconstructImages } from './reconstruct-images.js';
import { classTable, configFacts, evaluationTable, gridImage } from './report-sections.js';
import { sampleClasses } from './sample-classes.js';
import { startEngine } from './start-engine.js';
import { superResolutionSection } from './super-resolution-section.js';
import { shownClasses } from './training-pictures.js';
import { trainingTime, type TrainingTime } from './training-time.js';

export interface RunReportOptions {
  /** @default the name of the recipe and of the run's folder */
  readonly title?: string;
}

/**
 * Draws what a run's newest checkpoint can do and writes `report.html`: one file that needs no network. Numbers come from the last
 * evaluation, if it was of that checkpoint.
 * @param run - Of `createRun` or `openRun`.
 * @param options - The title of the page.
 * @returns The file.
 */
export async function writeRunReport(run: Run, { title }: RunReportOptions = {}): Promise<string> {
  const { folder, config } = run;
  await startEngine(config.engine);
  const model = await loadModel(run);
  try {
    const records = await folder.readEvents();
    const evaluation = await readEvaluation(folder.folder);
    const measured = evaluation?.step === model.step ? evaluation : undefined;
    const time = trainingTime(records, config.training.batchSize);
    const html = reportHtml({
      title: title ?? `${config.training.recipe}: ${folder.folder}`,
      subtitle: subtitleOf(run, model, time),
      summary: measured ? summaryOf(measured) : [],
      sections: [
        ...(await pictureSections(run, model)),
        ...(measured ? [measurementSection(measured)] : []),
        ...(await learningSection(run, model)),
        {
          heading: 'Losses',
          text: 'Before weighting; faint lines are single steps.',
          items: await lossCharts(records),
        },
        { heading: 'Configuration', items: [configFacts(config)] },
      ],
    });
    const file = join(folder.folder, 'report.html');
    await writeFile(`${file}.tmp`, html);
    await rename(`${file}.tmp`, file);
    return file;
  } finally {
    model.dispose();
  }
}

function subtitleOf({ config, folder }: Run, { step }: Model, time: TrainingTime | undefined): string {
  const { networks, batchSize } = config.training;
  const size = networks.kind === 'image' ? `${networks.imageSize} x ${networks.imageSize} pixels` : '';
  const speed =
    time &&
    `${formatDuration(time.seconds)} of training at ${formatCount(time.imagesPerSecond)} images a second`;
  return [
    `${formatCount(folder.classes.length)} classes, ${size}`,
    `${formatCount(step)} steps of ${batchSize} images on ${config.engine}`,
    ...(speed ? [speed] : []),
  ].join(' · ');
}

function summaryOf({ generated, real, evaluator, deviationRatio }: Evaluation): SummaryNumber[] {
  return [
    ...(generated.top1 === undefined
      ? []
      : [
          {
            label: 'Generated images taken for their class',
            value: formatPercent(generated.top1),
            note: `real, held out: ${formatPercent(evaluator.accuracy)}`,
          },
        ]),
    {
      label: 'Classifier score',
      value: generated.classifierScore.toFixed(2),
      note: `real, held out: ${real.classifierScore.toFixed(2)}`,
    },
    ...(deviationRatio === undefined
      ? []
      : [
          {
            label: 'Variety inside a class',
            value: deviationRatio.toFixed(2),
            note: 'real images: 1',
          },
        ]),
  ];
}

async function pictureSections(run: Run, model: Model): Promise<ReportSection[]> {
  const { classes, generator, encoder } = model;
  const known = classes.length > 0;
  const classIds = shownClasses(known ? classes.length : run.folder.classes.length);
  const samples = await sampleClasses(model, known ? { classIds, perClass: 12 } : { perClass: 48 });
  const sections: ReportSection[] = [
    {
      heading: 'Samples',
      text: known
        ? 'Drawn from noise and a class. Each row is a class; a column has the same noise, so it shows one style in every class.'
        : 'Drawn from noise.',
      items: [await gridImage({ ...samples, columns: 12 }, 'Generated images')],
    },
  ];
  if (!encoder) return sections;
  const networks = { encoder, generator };
  const pairs = await imagesOfRun(run, model, classIds, 4);
  const reconstructions = await reconstructImages(networks, pairs, 4);
  const ends = await imagesOfRun(run, model, classIds, 2);
  const way = await morphImages(networks, ends);
  const holes = await inpaintImages(networks, await imagesOfRun(run, model, classIds, 1));
  return [
    ...sections,
    {
      heading: 'Reconstructions',
      text: 'Held-out images, and each again after it went through the encoder and the generator.',
      items: [await gridImage(reconstructions, 'Original images beside their reconstructions')],
    },
    {
      heading: 'Morphs',
      text: 'Between two held-out images of a class: the latent vector goes from one to the other along a line.',
      items: [await gridImage(way, 'Morphs between two images of each class')],
    },
    {
      heading: 'Inpainting',
      text: 'The grey square is unknown to the networks; the numbers count applications of Eq. 8. Pixels outside the square stay as they are.',
      items: [await gridImage(holes, 'Images with a hole, and filled')],
    },
    await superResolutionSection(run, model, networks, classIds),
  ];
}

async function learningSection({ folder }: Run, { classes, generator }: Model): Promise<ReportSection[]> {
  const { spec } = generator;
  if (spec.architecture === 'mlp') return [];
  const names = shownClasses(classes.length).map((classId) => classes[classId] ?? '');
  const grid = await learningGrid(folder.folder, spec.imageSize, names);
  if (!grid) return [];
  return [
    {
      heading: 'Learning',
      text: 'The same noise after so many steps; a column a class.',
      items: [await gridImage(grid, 'Samples in the course of the training')],
    },
  ];
}

function measurementSection(evaluation: Evaluation): ReportSection {
  return {
    heading: 'Measurements',
    text: 'Top-1: the share of images that an independent classifier takes for their class. The score also rewards certainty and balance; it depends on n. The deviation is the spread of pixels inside a class, which collapses when a generator repeats itself.',
    items: [evaluationTable(evaluation), ...(evaluation.top1PerClass ? [classTable(evaluation)] : [])],
  };
}
