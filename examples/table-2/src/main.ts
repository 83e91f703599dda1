/**
 * Table 2: does a recognition network verify faces better when it also learns from generated images? A generator learns a set of
 * faces; it draws 200 images of each of its people, and 100 of each of many new ones, mixed of three. Networks learn from the real
 * images alone and with each of both, in equally many steps, and tell pairs of photos of one person from pairs of two.
 *
 * Run: npm run reproduce -- table2 --data <faces> --images <LFW> --pairs <pairsDevTest.txt> [--size 64 --steps 5000 --seeds 0,1,2]
 *        [--run <trained run> --verify-steps 4000 --new-identities 1000 --out runs/table-2]
 * Expect: with 100 people of 32 pixels 45 minutes on a busy machine for nine networks, after the generator; result.json
 * with the mean and the standard error over the seeds of each row, and whether its gain is outside the noise; report.html with the
 * ROC curves. Folders that `cvg prepare` wrote are taken as they are; photos of faces need the packages that cvg prepare names.
 */
import { join, resolve } from 'node:path';
import {
  augmentData,
  formatVerification,
  loadModel,
  openOrCreateRun,
  openRun,
  prepareForTraining,
  startEngine,
  trainRun,
  verifyFaces,
  writeVerificationReport,
  type Run,
} from '@cvg/cli';
import { runExperiment, type ExperimentContext } from '@cvg/experiment';
import { command, NEW_FOR_EACH, type Flags } from './command.js';
import { firstOfClasses } from './first-of-classes.js';
import { pairedGain } from './paired-gain.js';

/** The generator's run, trained to the end, and the folder of the photos. */
async function generatorAndPhotos(flags: Flags, context: ExperimentContext): Promise<[Run, string]> {
  const { out, size, channels, width, steps, engine, flip, batch, latent } = flags;
  const photos = await prepareForTraining({
    from: flags.images,
    out: join(out, 'photos'),
    size,
    channels,
    ...context,
  });
  await photos.data.close();
  if (flags.run !== undefined) return [await openRun(flags.run), photos.data.folder];
  const run = await openOrCreateRun({
    ...{ data: flags.data, out: join(out, 'run'), size, channels, width, steps, engine, flip },
    ...{ batchSize: batch, latentSize: latent, ...context },
  });
  await trainRun(run, context);
  context.signal.throwIfAborted();
  return [run, photos.data.folder];
}

await runExperiment<Flags>(command, async (flags, context) => {
  const { out, seeds, perIdentity, perNew } = flags;
  const [run, images] = await generatorAndPhotos(flags, context);
  const data = resolve(run.folder.folder, run.config.data.folder);
  await startEngine(run.config.engine);
  const model = await loadModel(run);

  // Generated images: of the people there are, and of new ones.
  const [existing, added] = [join(out, 'existing'), join(out, 'new')];
  const mix = flags.newIdentities ?? NEW_FOR_EACH * model.classes.length;
  await augmentData(run, model, existing, { perClass: perIdentity, ...context });
  await augmentData(run, model, added, { mix, perClass: perNew, ...context });
  model.dispose();
  await run.folder.close();

  // Table 2.
  const verification = await verifyFaces({
    ...{ data, augmented: [existing, added], images, pairs: flags.pairs, out, seeds },
    ...{ steps: flags.verifySteps, engine: run.config.engine, ...context },
  });
  const report = await writeVerificationReport(out, verification);
  const [first] = verification.rows;
  const gains = verification.rows.slice(1).map(({ name, networks }) => {
    const differences = networks.map(
      ({ verification: { values } }, index) =>
        values.accuracy - (first?.networks[index]?.verification.values.accuracy ?? NaN),
    );
    return { name, differences, ...pairedGain(differences) };
  });
  const points = (share: number | null): string => (share === null ? '?' : (100 * share).toFixed(2));
  const lines = gains.map(
    ({ name, mean, standardError, interval, outsideNoise }) =>
      `${name}: ${points(mean)} ± ${points(standardError)} points${interval ? ` (95 %: ${points(interval[0])} to ${points(interval[1])})` : ''}, ` +
      (outsideNoise ? 'outside the noise' : 'within the noise'),
  );
  const { leftOut } = verification;
  if (leftOut.length > 0)
    lines.push(`The generator has learned from people of the pairs: ${leftOut.join(', ')}.`);
  return {
    ...{ data: verification.data, engine: verification.engine, seeds },
    n: {
      ...{ pairs: verification.pairs, folds: verification.folds, realImages: first?.realImages ?? 0 },
      ...{ existingImages: perIdentity * model.classes.length, newImages: perNew * mix },
    },
    measured: { generator: { run: run.folder.folder, step: model.step }, gains, verification },
    figures: {
      'existing-identities.png': await firstOfClasses(existing),
      'new-identities.png': await firstOfClasses(added),
    },
    text: [formatVerification(verification), '', ...lines, '', `Open ${report} in a browser.`].join('\n'),
  };
});
