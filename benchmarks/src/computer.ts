import { availableParallelism } from 'node:os';
import { useBackend, type EngineName } from '@cvg/backend';
import type { Computer } from './step-size.js';

/** Threads that every engine gets, and PyTorch: those that are asked for, or one for each processor. */
export function threadsOf(asked: number | undefined): number {
  return asked ?? availableParallelism();
}

/**
 * Starts an engine with some threads.
 * @throws EngineUnavailableError - If it cannot run here.
 */
export async function startEngine(
  engine: EngineName,
  threads: number,
  precision?: 'float32' | 'bfloat16',
): Promise<Computer> {
  const { name, description } = await useBackend(engine, {
    onednn: { threads, precision },
    wasm: { threads },
  });
  return { engine: name, description };
}
