import { adapterEnvironments } from '@cvg/test-utils';
import { runModule } from './run-module.js';

/** How a Node process finds a WebGPU adapter on this machine. */
export interface AdapterEnvironment {
  /** Variables for the process. */
  readonly env: Readonly<Record<string, string>>;
  /** Why there is none; undefined if there is one. */
  readonly missing?: string;
}

/** The machine's own GPU, otherwise the SwiftShader of a browser. */
export function findAdapterEnvironment(): AdapterEnvironment {
  let missing = '';
  for (const env of adapterEnvironments()) {
    const { stdout } = runModule(
      `import { useBackend } from '$'; await useBackend('webgpu').catch(({ reason }) => console.log(reason));`,
      env,
    );
    if (stdout === '') return { env };
    missing ||= stdout.trim();
  }
  return { env: {}, missing: `${missing}; no chromium with SwiftShader either` };
}
