import { execFile } from 'node:child_process';

/** Where and how a program runs. */
export interface RunOptions {
  /** Its current folder. */
  readonly cwd: string;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Longest time a program may take, in milliseconds. */
const TIMEOUT = 300_000;

/** What a program printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end.
 * @throws Error when it fails, with what it printed.
 */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<Printed> {
  // jest's own variables would reach the program's Node; npm's would tell it of this workspace.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NODE_|npm_|JEST_)/.test(name));
  const env = { ...Object.fromEntries(inherited), ...options.env };
  const settings = { cwd: options.cwd, env, timeout: TIMEOUT, maxBuffer: 2 ** 26 };
  return new Promise((resolve, reject) => {
    execFile(program, args, settings, (error, stdout, stderr) => {
      if (error === null) return resolve({ stdout, stderr });
      const command = [program, ...args].join(' ').slice(0, 300);
      reject(new Error(`'${command}' failed in ${options.cwd}:\n${stdout}${stderr || error.message}`));
    });
  });
}

/**
 * Runs npm, the one beside this process's Node.
 * @param args - None may hold what a shell would read.
 */
export function npm(args: readonly string[], cwd: string): Promise<Printed> {
  // On Windows npm is a script, which only a shell runs.
  return process.platform === 'win32'
    ? run('cmd', ['/c', 'npm', ...args], { cwd })
    : run('npm', args, { cwd });
}
