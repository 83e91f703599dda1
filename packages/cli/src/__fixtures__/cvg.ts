import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a process of the command line left. */
export interface CvgResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

/** Starts `cvg` with some arguments as a process of its own. */
export function startCvg(args: readonly string[]): {
  readonly child: ChildProcess;
  readonly result: Promise<CvgResult>;
} {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const result = new Promise<CvgResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, result };
}

/** Runs `cvg` to its end. */
export const cvg = (...args: string[]): Promise<CvgResult> => startCvg(args).result;

/** Milliseconds into the work that begins after a line. */
const INTO = 100;

/** Starts `cvg` and kills it (SIGKILL: it cannot clean up) just after what it says on standard error matches. */
export async function killCvgAt(pattern: RegExp, ...args: string[]): Promise<void> {
  const { child, result } = startCvg(args);
  let said = '';
  child.stderr?.on('data', (text: string) => {
    said += text;
    if (pattern.test(said)) setTimeout(() => child.kill('SIGKILL'), INTO);
  });
  const { code, stderr } = await result;
  if (code !== null) throw new Error(`cvg ended with ${code} before it could be killed: ${stderr}`);
}

/** The smallest training there is: a few seconds, most of them for starting. */
export const TINY = [
  ...['--size', '32', '--width', '0.02', '--latent', '4', '--batch', '4'],
  ...['--engine', 'wasm'],
];
