import { EngineUnavailableError } from '../engine-unavailable-error.js';
import { firstLine } from '../first-line.js';

/** What to type for the packages. */
export const INSTALL = 'npm install webgpu @tensorflow/tfjs-backend-webgpu@4.22.0';

/** The error for an engine that cannot run, with what caused it. */
export function unavailable(reason: string, cause?: unknown): EngineUnavailableError {
  return new EngineUnavailableError(
    'webgpu',
    cause === undefined ? reason : `${reason} (${firstLine(cause)})`,
  );
}
