export { engineNames, useBackend, type EngineChoice } from './use-backend.js';
export type { EngineInfo, EngineName, SkippedEngine, UseBackendOptions } from './engine.js';
export { EngineUnavailableError } from './engine-unavailable-error.js';
export { GpuFailureError, type GpuFailure } from './webgpu/gpu-failure-error.js';
export type { OnednnOptions } from './onednn/onednn-options.js';
export type { WasmOptions } from './wasm/wasm-options.js';
