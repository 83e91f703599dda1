import { engineOption, integer, oneOf, positive, seedsOption, type CreateRunOptions } from '@cvg/cli';
import { experimentCommand } from '@cvg/experiment';

/** Its flags. */
export type Flags = Required<Pick<CreateRunOptions, 'data' | 'out' | 'size' | 'steps' | 'width' | 'engine'>> &
  Pick<CreateRunOptions, 'channels' | 'flip'> & {
    readonly run?: string;
    readonly images: string;
    readonly pairs: string;
    readonly latent: number;
    readonly batch: number;
    readonly seeds: readonly number[];
    readonly verifySteps: number;
    readonly perIdentity: number;
    readonly newIdentities?: number;
    readonly perNew: number;
  };

/** New identities for each existing one: the paper has 5,000 for 530. */
export const NEW_FOR_EACH = 9;

export const command = experimentCommand(
  'table2',
  'Verifies faces with and without generated images to learn from.',
)
  .requiredOption('--data <folder>', 'faces to learn from, one folder a person, or prepared')
  .requiredOption('--images <folder>', 'photos of the pairs: LFW, or prepared')
  .requiredOption('--pairs <file>', "list of pairs, as LFW's pairsDevTest.txt")
  .option('--run <folder>', 'a trained run on the same data to draw with (default: trains one)')
  .option('--size <pixels>', 'side of the images: 32, 64 or 128', oneOf([32, 64, 128]), 64)
  .option('--channels <n>', '3 colour, 1 grey (default: 3)', oneOf([1, 3]))
  .option('--steps <n>', 'steps in which the generator learns', integer(1), 5000)
  .option('--width <share>', "share of the paper's numbers of channels", positive, 0.25)
  .option('--latent-size, --latent <n>', 'latent variables', integer(1), 64)
  .option('--batch-size, --batch <n>', 'images of a step', integer(1), 64)
  .option('--flip', 'mirror half of the images the generator learns from (default for photos)')
  .option('--per-identity <n>', 'images of each existing person', integer(1), 200)
  .option('--new-identities <n>', `new people (default: ${NEW_FOR_EACH} for each existing one)`, integer(1))
  .option('--per-new <n>', 'images of each new person', integer(1), 100)
  .option('--verify-steps <n>', 'steps of 64 images in which each network learns', integer(1), 4000)
  .addOption(seedsOption('a recognition network of each row for each', [0, 1, 2]))
  .addOption(engineOption())
  .option('--out <folder>', 'folder of everything', 'runs/table-2');
