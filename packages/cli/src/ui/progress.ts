/** What a long task tells a person, whoever shows it. Workflows print nothing of their own. */
export interface Progress {
  /** Begins a task; one at a time. */
  task(options: TaskOptions): ProgressTask;
  /** A line that stays. */
  note(line: string): void;
}

export interface TaskOptions {
  /** A word or two: `train`, `prepare`. */
  readonly title: string;
  /** How many units there are. */
  readonly total: number;
  /** Units done before, by an earlier process. @default 0 */
  readonly done?: number;
  /** What is counted, in the plural. */
  readonly unit: string;
  /** How many images a unit is; the rate then counts images. @default the rate counts units */
  readonly imagesPerUnit?: number;
}

export interface ProgressTask {
  /**
   * Units done so far, the earlier ones included.
   * @param detail - A few words on the state of things, such as losses.
   */
  update(done: number, detail?: string): void;
  /** The task is over, completed or not. */
  end(): void;
}

/** Shows nothing. */
export const silentProgress: Progress = {
  task: () => ({ update: () => undefined, end: () => undefined }),
  note: () => undefined,
};
