import type { Command } from 'commander';
import { formatCount } from '../ui/format.js';
import { exportModel, type ExportedTensor } from '../workflows/export-model.js';
import type { CommandContext } from './context.js';
import { withModel } from './with-model.js';

const HELP = `
Generator (with averaged weights) and encoder become ordinary layers models of TensorFlow.js, which a page or a program loads
without this one. Beside them are classes.json and a page that draws new images in the browser. Example:
  $ cvg export runs/mine --out web
  $ npx serve web`;

export function addExport(program: Command, context: CommandContext): void {
  program
    .command('export')
    .summary('write the networks for browsers')
    .description('Writes generator and encoder for tf.loadLayersModel, in a browser or anywhere else.')
    .argument('<run>', 'folder of the run')
    .requiredOption('--out <folder>', 'folder to write')
    .addHelpText('after', HELP)
    .action((folder: string, { out }: { readonly out: string }) =>
      withModel(folder, context, async (_, model) => {
        const exported = await exportModel(model, out);
        for (const { folder: to, inputs, outputs } of exported) {
          context.print(
            `${to}  ${listOf(inputs)} to ${listOf(outputs)}, from step ${formatCount(model.step)}`,
          );
        }
        context.print(`Images are in [-1, 1]. In a browser: npx serve ${out}`);
        context.print(snippetOf(exported[0]?.inputs ?? [], model.classes));
      }),
    );
}

const listOf = (tensors: readonly ExportedTensor[]): string =>
  tensors.map(({ name, shape }) => `${name} ${shape}`).join(', ');

/** How a program of one's own draws eight images. */
function snippetOf(inputs: readonly ExportedTensor[], classes: readonly string[]): string {
  const [z, ofClass] = inputs.map(({ shape }) => shape.replace('B', '8'));
  return [
    'In a program of your own:',
    "  const generator = await tf.loadLayersModel('generator/model.json');",
    `  const z = tf.randomNormal(${z});`,
    ...(ofClass === undefined
      ? ['  const images = generator.predict(z);']
      : [
          `  const classes = tf.oneHot(tf.fill([8], 0, 'int32'), ${classes.length}); // class 0: ${classes[0]}`,
          '  const images = generator.predict([z, classes]);',
        ]),
  ].join('\n');
}
