import type { Command } from 'commander';
import { examineEngines, type EngineFinding } from '../workflows/examine-engines.js';
import type { CommandContext } from './context.js';

const HELP = `
Speeds are of one 5x5 convolution of 128 to 128 channels, forward and backward, in GFLOP/s: the better part of a training step. A
busy machine shows less.`;

export function addDoctor(program: Command, { print, progress }: CommandContext): void {
  program
    .command('doctor')
    .summary('show which engines work here, and how fast')
    .description('Tries every engine, measures those that work, and says what the others need.')
    .addHelpText('after', HELP)
    .action(async () => {
      progress.note('Trying the engines; this takes some seconds.');
      const { engines, auto } = await examineEngines();
      const width = Math.max(...engines.map(({ name }) => name.length));
      print(`${'engine'.padEnd(width)}  forward  backward`);
      for (const finding of engines) print(row(finding, width));
      print(`auto takes ${auto}`);
    });
}

function row(finding: EngineFinding, width: number): string {
  const name = finding.name.padEnd(width);
  if (!finding.available) return `${name}  not available: ${finding.reason}`;
  const [forward, backward] = [finding.forward, finding.backward].map((rate) =>
    rate < 10 ? rate.toPrecision(2) : rate.toFixed(0),
  ) as [string, string];
  return `${name}  ${forward.padStart(7)}  ${backward.padStart(8)}  ${finding.description}`;
}
